-- One row per person of the tool whose id stands beside one address: in an answer, or in what was done to a session.
with sessions as (
    {{ latest_records(
        source('raw_maestroqa', 'coaching_sessions'), {'activityLog': [{'userId': 'text', 'userEmail': 'text'}]}
    ) }}
),

done as (
    select {{ explode('r.activityLog') }} as act from sessions
),

named as (
    select agent_id as person_id, agent_key
    from {{ ref('stg_maestroqa__answers') }}
    union all
    select act.userid as person_id, {{ agent_key('act.useremail', 'null') }} as agent_key
    from done
)

select
    person_id,
    min(agent_key) as agent_key
from named
where person_id is not null and agent_key is not null
group by person_id
having min(agent_key) = max(agent_key)
