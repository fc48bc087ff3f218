select schema_name, table_name, row_count, content_hash
from meta.tables
where table_name is not null
order by schema_name desc, table_name
