-- One row per population, channel and family of intents: contacts that could be reviewed and those that were. A
-- calibration is an exercise of the graders and no review of the contact.
with reviewed as (
    select
        conversation_id,
        population,
        max(case when reviewer_type = 'human' then 1 else 0 end) as by_people,
        max(case when reviewer_type <> 'human' then 1 else 0 end) as by_machines
    from {{ ref('fct_quality_scores') }}
    where score is not null and not coalesce(is_calibration, false)
    group by conversation_id, population
),

handled as (
    select
        conversation_id,
        population,
        max(channel) as channel,
        max(family) as family
    from {{ ref('int_comparison_legs') }}
    group by conversation_id, population
)

select
    handled.population,
    coalesce(handled.channel, 'unknown') as channel,
    coalesce(handled.family, 'unknown') as family,
    count(*) as eligible,
    count(case when reviewed.by_people = 1 then 1 end) as reviewed_by_people,
    count(case when reviewed.by_machines = 1 then 1 end) as reviewed_by_machines,
    count(reviewed.conversation_id) as reviewed
from handled
left join reviewed
    on handled.conversation_id = reviewed.conversation_id and handled.population = reviewed.population
group by handled.population, coalesce(handled.channel, 'unknown'), coalesce(handled.family, 'unknown')
