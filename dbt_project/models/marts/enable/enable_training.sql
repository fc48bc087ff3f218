-- One row per population, question (when last trained, with whom they sat) and answer: the quality that reviews found,
-- and how far it lies from that of the longest ago, or of nobody. An association, and no effect.
with answers as (
    select population, actor_id, 'last_trained' as question, trained as answer, score_micros
    from {{ ref('int_review_recency') }}
    union all
    select population, actor_id, 'sessions' as question, sat as answer, score_micros
    from {{ ref('int_review_recency') }}
    where sat is not null
),

by_actor as (
    select
        population,
        question,
        answer,
        actor_id,
        cast(sum(score_micros) as bigint) as part,
        count(*) as reviews
    from answers
    group by population, question, answer, actor_id
),

summed as (
    select
        population,
        question,
        answer,
        count(*) as actors,
        cast(sum(reviews) as bigint) as n,
        cast(sum(part) as double) / 1000000 as part,
        cast(sum({{ exact_product('part', 'part') }}) as double) / 1000000000000
            as part_squares,
        cast(sum({{ exact_product('part', 'reviews') }}) as double) / 1000000 as products,
        cast(sum(reviews * reviews) as double) as whole_squares
    from by_actor
    group by population, question, answer
),

measured as (
    select
        *,
        {{ ratio('part', 'n') }} as value,
        {{ cluster_error('actors', 'part', 'n', 'part_squares', 'products', 'whole_squares') }} as standard_error,
        {{ t_975('nullif(actors - 1, 0)') }} as t,
        {{ withheld_reason('n', '0', "when population = 'human' and actors < " ~ minimum_actors()
            ~ " then 'Fewer than " ~ minimum_actors() ~ " people'") }} as withheld_reason
    from summed
),

-- What the others are held against: the longest ago that is known, or nobody.
bases as (
    select *
    from measured
    where withheld_reason is null and n >= {{ minimum_n_compared() }}
        and ((question = 'last_trained' and answer = 'longer ago')
            or (question = 'sessions' and answer = 'with nobody'))
),

compared as (
    select
        measured.*,
        case
            when measured.withheld_reason is null and measured.n >= {{ minimum_n_compared() }}
                and measured.answer <> bases.answer and measured.answer <> 'not known'
                then measured.value - bases.value
        end as difference,
        greatest(measured.t, bases.t)
        * sqrt(power(measured.standard_error, 2) + power(bases.standard_error, 2)) as reach
    from measured
    left join bases on measured.population = bases.population and measured.question = bases.question
)

select
    population,
    question,
    answer,
    actors,
    n,
    case when withheld_reason is null then value end as value,
    case when withheld_reason is null then greatest(0, value - t * standard_error) end as value_low,
    case when withheld_reason is null then least(1, value + t * standard_error) end as value_high,
    withheld_reason is not null as is_withheld,
    withheld_reason,
    difference,
    difference - reach as difference_low,
    difference + reach as difference_high,
    case
        when withheld_reason is not null then 'Not shown: ' || withheld_reason
        when difference is null then 'Nothing to hold it against'
        when difference - reach > 0 then 'Higher than without'
        when difference + reach < 0 then 'Lower than without'
        else 'No relation shown'
    end as sentence
from compared
