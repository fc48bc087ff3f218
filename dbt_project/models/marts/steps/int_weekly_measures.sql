-- One row per population (and both), measure and whole week: counted of how many, or a sum over how many. Only weeks in
-- which the measure is settled.
{%- set shares = {
    'csat_satisfied': ('satisfied', 'answered', 'true'),
    'verified_resolution_7d': ('verified', 'settled', 'is_mature'),
    'recontact_7d': ('came_back', 'settled', 'is_mature'),
    'hand_off_rate': ('passed_on', 'handled', 'true'),
} %}
{%- set means = {
    'first_response_seconds': ('wait_seconds', 'waits'),
    'handle_seconds': ('work_seconds', 'works'),
    'quality_score': ('quality_points', 'reviews'),
} %}
with surveys as (
    select
        leg_id,
        count(case when is_answered then 1 end) as answered,
        count(case when is_satisfied then 1 end) as satisfied
    from {{ ref('fct_ratings') }}
    where kind = 'csat' and leg_id is not null
    group by 1
),

legs as (
    select
        weeks.week_start_on,
        weeks.is_mature,
        legs.population,
        count(case when legs.is_contact_leg then 1 end) as contacts,
        count(case when legs.is_handled then 1 end) as handled,
        count(case when legs.is_handled and legs.ended_by in ('hand_off', 'transfer') then 1 end) as passed_on,
        count(case when legs.is_judged and legs.is_mature_7d and legs.is_traceable then 1 end) as settled,
        count(case
            when legs.is_judged and legs.is_mature_7d and legs.is_traceable and legs.resolution = 'verified' then 1
        end) as verified,
        count(case
            when legs.is_judged and legs.is_mature_7d and legs.is_traceable
                and (legs.recontact_7d or legs.is_reopened_7d) then 1
        end) as came_back,
        sum(coalesce(surveys.answered, 0)) as answered,
        sum(coalesce(surveys.satisfied, 0)) as satisfied,
        count(case when legs.is_contact_leg then legs.first_response_seconds end) as waits,
        sum(case when legs.is_contact_leg then legs.first_response_seconds end) as wait_seconds,
        count(case when legs.population = 'human' then legs.handle_seconds end) as works,
        sum(case when legs.population = 'human' then legs.handle_seconds end) as work_seconds,
        count(legs.quality_score) as reviews,
        -- Whole millionths: sums of doubles depend on the order of the rows.
        sum(cast(round(legs.quality_score * 1000000) as bigint)) as quality_points
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_whole_weeks') }} as weeks
        on {{ week_start('legs.opened_local_on') }} = weeks.week_start_on
    left join surveys on legs.leg_id = surveys.leg_id
    where legs.population in ('human', 'ai')
    group by 1, 2, 3
),

scopes as (
    select * from legs
    union all
    select
        week_start_on, is_mature, 'all' as population,
        sum(contacts) as contacts,
        sum(handled) as handled,
        sum(passed_on) as passed_on,
        sum(settled) as settled,
        sum(verified) as verified,
        sum(came_back) as came_back,
        sum(answered) as answered,
        sum(satisfied) as satisfied,
        sum(waits) as waits,
        sum(wait_seconds) as wait_seconds,
        sum(works) as works,
        sum(work_seconds) as work_seconds,
        sum(reviews) as reviews,
        sum(quality_points) as quality_points
    from legs
    group by 1, 2
),

measured as (
    select population, 'contacts' as measure, 'count' as kind, week_start_on, contacts as total, 1 as n
    from scopes
    union all
    select
        'all' as population, 'ai_share' as measure, 'share' as kind, week_start_on,
        sum(case when population = 'ai' then contacts else 0 end) as total, sum(contacts) as n
    from legs
    group by 4
    {%- for measure, (counted, n, condition) in shares.items() %}
    union all
    select population, '{{ measure }}' as measure, 'share' as kind, week_start_on, {{ counted }} as total, {{ n }} as n
    from scopes
    where {{ condition }}
    {%- endfor %}
    {%- for measure, (total, n) in means.items() %}
    union all
    select population, '{{ measure }}' as measure, 'mean' as kind, week_start_on, {{ total }} as total, {{ n }} as n
    from scopes
    {%- endfor %}
)

select
    population,
    measure,
    kind,
    week_start_on,
    cast(case when measure = 'quality_score' then total / 1000000.0 else total end as double) as total,
    cast(n as bigint) as n
from measured
where n > 0 and total is not null
