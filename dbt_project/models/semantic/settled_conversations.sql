-- One row per conversation with an ending: whether one of them can be judged at 7 days.
{{ config(materialized='view') }}
select conversation_id, max(case when is_mature_7d and is_traceable then 1 else 0 end) = 1 as is_settled
from {{ ref('fct_legs') }}
where is_judged
group by conversation_id
