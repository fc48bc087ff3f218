-- One row per person or AI version, channel and week since hire or release, counted from 1.
-- `expected_seconds` and `expected_verified` are what tenured people need and reach on the same matters in the same
-- channels, so that the ratio to them does not depend on who gets which work.
with legs as (
    select
        legs.*,
        coalesce(legs.intent_id, 'unknown') || '|' || legs.channel as stratum,
        case when legs.population = 'ai' then agents.version_released_at else agents.hired_at end as began_at,
        agents.terminated_at
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('dim_agents') }} as agents on legs.actor_id = agents.agent_id
    where legs.exclusion_reason is null and legs.is_handled and legs.started_at is not null
        and legs.channel is not null
),

dated as (
    select
        *,
        case
            when started_at >= began_at
                then {{ whole_weeks('began_at', 'started_at') }} + 1
        end as week_number,
        is_judged and is_mature_7d and is_traceable as is_known,
        coalesce(
            population = 'human' and {{ whole_weeks('began_at', 'started_at') }} >= {{ var('tenured_weeks') }},
            false
        ) as is_tenured
    from legs
),

standards as (
    select
        stratum,
        count(case when handle_seconds > 0 then 1 end) as timed,
        cast(sum(handle_seconds) as bigint) as seconds,
        count(case when is_known then 1 end) as judged,
        count(case when is_known and resolution = 'verified' then 1 end) as verified
    from dated
    where is_tenured
    group by stratum
)

select
    dated.actor_id,
    dated.population,
    dated.agent_cohort as cohort,
    dated.employer_type,
    dated.channel,
    dated.week_number,
    cast(min(dated.began_at) as date) as began_on,
    cast(min(dated.terminated_at) as date) as left_on,
    cast(min(dated.observed_until) as date) as observed_until_on,
    dated.is_tenured,
    count(*) as contacts,
    count(case when dated.handle_seconds > 0 and standards.timed >= {{ minimum_n() }} then 1 end) as timed,
    cast(coalesce(sum(case when standards.timed >= {{ minimum_n() }} then dated.handle_seconds end), 0) as bigint)
        as handle_seconds,
    cast(coalesce(sum(
        case
            when dated.handle_seconds > 0 and standards.timed >= {{ minimum_n() }}
                then cast(cast(standards.seconds as double) / standards.timed as decimal(18, 6))
        end
    ), 0) as double) as expected_seconds,
    count(case when dated.is_known and standards.judged >= {{ minimum_n() }} then 1 end) as judged,
    count(
        case when dated.is_known and dated.resolution = 'verified' and standards.judged >= {{ minimum_n() }} then 1 end
    ) as verified,
    cast(coalesce(sum(
        case
            when dated.is_known and standards.judged >= {{ minimum_n() }}
                then cast(cast(standards.verified as double) / standards.judged as decimal(18, 6))
        end
    ), 0) as double) as expected_verified,
    count(dated.quality_score) as reviewed,
    cast(coalesce(sum(cast(dated.quality_score as decimal(18, 6))), 0) as double) as quality_sum,
    cast(coalesce(sum(cast(dated.quality_score * dated.quality_score as decimal(18, 6))), 0) as double)
        as quality_square_sum
from dated
left join standards on dated.stratum = standards.stratum
where dated.actor_id is not null and dated.week_number is not null
group by
    dated.actor_id, dated.population, dated.agent_cohort, dated.employer_type, dated.channel, dated.week_number,
    dated.is_tenured
