-- One row per conversation: its legs rolled up.
select
    conversation_id,
    max(leg_count) as legs,
    count(case when population = 'ai' then 1 end) as ai_legs,
    count(case when population = 'human' then 1 end) as human_legs,
    count(case when population = 'human' and is_handled then 1 end) as handled_human_legs,
    max(case when is_handled then 1 else 0 end) = 1 as is_contact,
    max_by(population, case when population is not null then -leg_number end) as first_population,
    max(case when is_contact_leg then population end) as last_population,
    max(case when is_contact_leg then leg_id end) as contact_leg_id,
    max(case when is_final then population end) as holder_population,
    max(case when is_final then ended_by end) as ended_by,
    max(case when is_final then finished_at end) as finished_at,
    max(case when population = 'ai' and human_requested_at is not null then 1 else 0 end) = 1 as is_human_requested
from {{ ref('int_legs_measured') }}
group by conversation_id
