select run_id, built_at, data_as_of, is_invented, company, git_revision, as_of
from meta.build
