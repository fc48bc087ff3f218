-- One row per period, team of people (and all) and measure: how far an assisting AI is taken up, kept and overridden,
-- and who leaves in the four weeks after a change reached people, beside all other weeks.
with told as (
    select
        counts.period,
        counts.period_start_on,
        counts.team,
        counts.metric,
        counts.actors,
        -- Of fewer people it would be about persons.
        case when counts.actors >= {{ minimum_actors() }} then counts.numerator end as numerator,
        counts.n,
        max(case when metric = 'assist_acceptance' then n else 0 end) over () as drafts_anywhere
    from {{ ref('int_assist_counts') }} as counts
),

paired as (
    select
        told.*,
        others.numerator as others_numerator,
        others.n as others_n,
        coalesce(least(told.n, others.n) >= {{ minimum_n_compared() }} and others.n is not null, false) as is_compared
    from told
    left join told as others
        on told.period = others.period and told.team = others.team
        and told.metric = 'leaving_after_change' and others.metric = 'leaving_otherwise'
)

select
    paired.period,
    paired.period_start_on,
    'human' as population,
    paired.team,
    paired.metric,
    register.metric_label,
    paired.actors,
    {{ rate_columns('paired.numerator', 'paired.n', '0', "when paired.metric like 'assist%' "
        ~ "and paired.drafts_anywhere = 0 then 'No source says what an AI drafted for people' when paired.actors < " ~ minimum_actors()
        ~ " then 'Fewer than " ~ minimum_actors() ~ " people'") }},
    case
        when paired.is_compared
            then {{ contrast('paired.numerator', 'paired.n', 'paired.others_numerator', 'paired.others_n') }}
    end as difference,
    case
        when paired.is_compared
            then {{ contrast('paired.numerator', 'paired.n', 'paired.others_numerator', 'paired.others_n') }}
                - sqrt({{ contrast_low_square(
                    'paired.numerator', 'paired.n', 'paired.others_numerator', 'paired.others_n'
                ) }})
    end as difference_low,
    case
        when paired.is_compared
            then {{ contrast('paired.numerator', 'paired.n', 'paired.others_numerator', 'paired.others_n') }}
                + sqrt({{ contrast_high_square(
                    'paired.numerator', 'paired.n', 'paired.others_numerator', 'paired.others_n'
                ) }})
    end as difference_high
from paired
inner join {{ ref('metric_register') }} as register on paired.metric = register.metric
