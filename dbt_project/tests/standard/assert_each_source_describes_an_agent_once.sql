-- A failure means that one source describes an agent twice, and every fact of that agent would count twice.
select
    agent_id,
    source,
    count(*) as descriptions
from {{ ref('int_agents_unioned') }}
group by agent_id, source
having count(*) > 1
