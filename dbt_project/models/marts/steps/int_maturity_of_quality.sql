-- One row per indicator of Perform and population: what the data shows of it.
with coverage as (
    select max(abs(parity_gap)) as parity_gap, sum(eligible) as n
    from {{ ref('perform_qa_coverage') }}
    where channel = 'all' and family = 'all'
),

agreement as (
    select population, min(alpha) as alpha, min(n) as n
    from {{ ref('perform_grader_agreement') }}
    where first_type = 'human' and second_type = 'human' and population in ('human', 'ai') and not is_withheld
    group by population
),

coaching as (
    select sum(case when outcome = 'delivered' then share end) as share, max(planned_sessions) as n
    from {{ ref('perform_coaching_time') }}
    where period = 'all'
),

reviews as (
    select
        review_id,
        actor_id,
        max(reviewed_at) as reviewed_at,
        {{ ratio('sum(score * weight)', 'sum(weight)') }} as score,
        max(case when is_auto_fail then 1 else 0 end) as is_failed
    from {{ ref('fct_quality_scores') }}
    where population = 'human' and not is_calibration
    group by review_id, actor_id
),

-- The first session after each moment of a person, found without joining every review with every session.
moments as (
    select actor_id, reviewed_at as happened_at, 1 as is_review
    from reviews
    where score < {{ var('weak_review_score') }} or is_failed = 1
    union all
    select agent_id as actor_id, delivered_at as happened_at, 0 as is_review
    from {{ ref('int_coaching_sessions_unioned') }}
    where delivered_at is not null
),

followed as (
    select
        *,
        min(case when is_review = 0 then happened_at end) over (
            partition by actor_id order by happened_at rows between current row and unbounded following
        ) as coached_at
    from moments
),

closed as (
    select
        count(*) as n,
        avg(
            case
                when coached_at is not null and {{ seconds_between('happened_at', 'coached_at') }} <= 1814400 then 1e0
                else 0e0
            end
        ) as share
    from followed
    cross join {{ ref('int_horizon_found') }} as horizon
    where is_review = 1 and {{ seconds_between('happened_at', 'horizon.observed_until') }} >= 1814400
),

programmes as (
    select
        population,
        count(distinct programme) as n,
        count(distinct case when effect_low > 0 or effect_high < 0 then programme end) as shown,
        max(
            case
                when effect is null then 0
                when design = 'not-yet-reached comparison' or population = 'ai' then 2
                else 1
            end
        ) as level
    from {{ ref('improve_programmes') }}
    where population in ('human', 'ai')
    group by population
)

select {{ evidence("'perform_1'", "'all'", '100 * parity_gap', 'n') }} from coverage
union all
select {{ evidence("'perform_2'", 'population', 'alpha', 'n') }} from agreement
union all
select {{ evidence("'perform_3'", "'human'", 'share', 'n') }} from coaching
union all
select {{ evidence(
    "'perform_4'",
    "'human'",
    'case when n >= ' ~ minimum_n() ~ ' then share end',
    'n'
) }} from closed
union all
select {{ evidence(
    "'perform_5'",
    'population',
    'case when level = 2 and shown >= 2 then 3 else level end',
    'n'
) }} from programmes
