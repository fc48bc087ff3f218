-- One row per Intercom conversation in which an AI agent wrote, with that agent.
select
    thread_id,
    max(actor_id) as actor_id
from {{ ref('stg_intercom__parts') }}
where actor_type = 'ai'
group by thread_id
