-- A row here means that an AI answers customers without a row in the register of use cases, or with one that fails a
-- check: classify it in the seed use_cases and name its `use_case_id` on the agent. It does not stop publication, since
-- the report must show it.
{{ config(severity='warn') }}
select register_key, failing_checks, conversations
from {{ ref('process_use_cases') }}
where is_failing
