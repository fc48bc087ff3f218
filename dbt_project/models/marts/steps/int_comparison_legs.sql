-- One row per leg of a contact that somebody handled: what was known before handling, and what each measure counts
-- of it.
{%- set is_judged = 'placed.is_judged and placed.is_mature_7d and placed.is_traceable' %}
{%- set is_timed = "placed.population = 'human' and placed.handle_seconds > 0" %}
with ratings as (
    select
        leg_id,
        count(case when is_answered then 1 end) as rated,
        count(case when is_satisfied then 1 end) as satisfied,
        count(*) as surveyed
    from {{ ref('fct_ratings') }}
    where kind = 'csat' and leg_id is not null
    group by leg_id
),

-- What only one population is scored on is a technical check, not the shared standard.
shared as (
    select dimension
    from {{ ref('fct_quality_scores') }}
    where dimension is not null and score is not null
    group by dimension
    having min(population) <> max(population)
),

-- People's scores only: an automatic grader is judged in perform_graders before it may judge here.
scores as (
    select
        scores.leg_id,
        {{ ratio(
            'sum(cast(scores.score as decimal(9, 4)) * cast(coalesce(scores.weight, 1) as decimal(9, 4)))',
            'sum(cast(coalesce(scores.weight, 1) as decimal(9, 4)))'
        ) }} as score
    from {{ ref('fct_quality_scores') }} as scores
    inner join shared on scores.dimension = shared.dimension
    where scores.score is not null and scores.leg_id is not null and scores.reviewer_type = 'human'
        and not coalesce(scores.is_calibration, false)
    group by scores.leg_id
),

placed as (
    select
        legs.*,
        max(case when received_by = 'reopen' then 1 else 0 end) over so_far as has_reopened,
        max(case when population = 'ai' then 1 else 0 end) over so_far as has_ai,
        max(case when population = 'human' then 1 else 0 end) over so_far as has_human,
        row_number() over (partition by conversation_id order by leg_number) as place
    from {{ ref('fct_legs') }} as legs
    where is_handled and exclusion_reason is null and population is not null and opened_local_on is not null
    window so_far as (
        partition by conversation_id order by leg_number rows between unbounded preceding and current row
    )
)

select
    placed.leg_id,
    placed.conversation_id,
    placed.population,
    placed.vendor,
    placed.ai_version,
    placed.employer_type,
    case when placed.population = 'human' then placed.agent_cohort end as agent_cohort,
    placed.intent_id,
    intents.family,
    case
        when placed.complexity <= 2 then 'low'
        when placed.complexity = 3 then 'mid'
        when placed.complexity >= 4 then 'high'
    end as band,
    placed.channel,
    case
        when placed.has_reopened = 1 then 'reopened'
        when placed.has_ai + placed.has_human = 2 then 'handed_over'
        else 'fresh'
    end as arrival,
    case
        when placed.population = 'ai'
            then coalesce(placed.vendor, 'unknown') || ' ' || coalesce(placed.ai_version, 'unknown') || ' '
                || cast(cast(date_trunc('week', placed.opened_local_on) as date) as {{ dbt.type_string() }})
        else coalesce(placed.actor_id, 'unknown')
    end as cluster_id,
    placed.opened_local_on,
    placed.place = 1 as is_first,
    placed.is_contact_leg,
    case when {{ is_judged }} then 1 else 0 end as judged,
    case when {{ is_judged }} and placed.resolution = 'verified' then 1 else 0 end as verified,
    case when {{ is_judged }} and placed.recontact_7d then 1 else 0 end as recontacted,
    case when placed.ended_by in ('hand_off', 'transfer') then 1 else 0 end as passed_on,
    coalesce(ratings.surveyed, 0) as surveyed,
    coalesce(ratings.rated, 0) as rated,
    coalesce(ratings.satisfied, 0) as satisfied,
    case when scores.score is not null then 1 else 0 end as scored,
    -- Whole numbers add up alike in any order: scores in ten-thousandths, logarithms of seconds in thousandths.
    cast(coalesce(round(scores.score * 10000), 0) as bigint) as score_points,
    case when {{ is_timed }} then 1 else 0 end as timed,
    case when {{ is_timed }} then placed.handle_seconds else 0 end as handle_seconds,
    case when {{ is_timed }} then cast(round(ln(placed.handle_seconds) * 1000) as bigint) else 0 end as log_points
from placed
left join {{ ref('dim_intents') }} as intents on placed.intent_id = intents.intent_id
left join ratings on placed.leg_id = ratings.leg_id
left join scores on placed.leg_id = scores.leg_id
