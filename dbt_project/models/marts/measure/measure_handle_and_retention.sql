-- One row per period, length of the work and outcome: customers by how long people worked for them, compared with other
-- contacts on the same matter and channel, and how many of them stayed. Short is not yet good: a long one may save.
{% set windows = [30, 60, 90] %}
-- A customer counts once in each period, with the first contact: one departure is charged to one contact.
with saves_known as (
    select min(occurred_at) as from_at
    from {{ ref('int_customer_value_events_unioned') }}
    where event_type = 'saved'
),

firsts as (
    select
        periods.period,
        periods.period_start_on,
        lengths.*,
        row_number() over (
            partition by periods.period, lengths.is_identified, lengths.customer_id
            order by lengths.finished_at, lengths.conversation_id
        ) as contact_number
    from {{ ref('int_handled_lengths') }} as lengths
    inner join {{ ref('int_contact_periods') }} as periods on lengths.conversation_id = periods.conversation_id
),

followed as (
    select
        firsts.period,
        firsts.conversation_id,
        min(case when valued.event_type = 'churn' and valued.occurred_at > firsts.finished_at
            then valued.occurred_at end) as left_at,
        min(case when valued.event_type = 'saved' and valued.occurred_at >= firsts.finished_at
            then valued.occurred_at end) as saved_at
    from firsts
    left join {{ ref('int_customers_stitched') }} as stitched on firsts.customer_id = stitched.person_id
    left join {{ ref('int_customer_value_events_unioned') }} as valued
        on stitched.customer_id = valued.customer_id and valued.event_type in ('churn', 'saved')
    where firsts.is_identified and firsts.contact_number = 1
    group by firsts.period, firsts.conversation_id
),

outcomes as (
    {%- for days in windows %}
    select
        'stayed_{{ days }}d' as metric,
        firsts.*,
        {{ add_days('firsts.finished_at', days) }} <= horizon.observed_until as is_over,
        followed.left_at is null or followed.left_at > {{ add_days('firsts.finished_at', days) }} as is_met
    from firsts
    left join followed on firsts.period = followed.period and firsts.conversation_id = followed.conversation_id
    cross join {{ ref('int_horizon_found') }} as horizon
    union all
    {%- endfor %}
    select
        'saved_7d' as metric,
        firsts.*,
        {{ add_days('firsts.finished_at', 7) }} <= horizon.observed_until as is_over,
        coalesce(followed.saved_at <= {{ add_days('firsts.finished_at', 7) }}, false) as is_met
    from firsts
    left join followed on firsts.period = followed.period and firsts.conversation_id = followed.conversation_id
    cross join {{ ref('int_horizon_found') }} as horizon
    -- Where nobody tags saves, none is unknown and not zero.
    inner join saves_known on firsts.finished_at >= saves_known.from_at
),

counted as (
    {%- for length in ['length', "'all'"] %}
    select
        period,
        max(period_start_on) as period_start_on,
        metric,
        {{ length }} as length,
        count(case when is_over and is_identified and contact_number = 1 and is_met then 1 end) as numerator,
        count(case when is_over and is_identified and contact_number = 1 then 1 end) as n,
        count(case when is_over and not is_identified then 1 end) as unknown_n
    from outcomes
    group by period, metric{{ ', length' if loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

compared as (
    select
        counted.*,
        shortest.numerator as short_numerator,
        shortest.n as short_n,
        coalesce(least(counted.n, shortest.n) >= {{ minimum_n_compared() }} and shortest.n is not null, false)
            as is_compared
    from counted
    left join counted as shortest
        on counted.period = shortest.period and counted.metric = shortest.metric
        and shortest.length = 'short' and counted.length in ('usual', 'long')
)

select
    'human' as population,
    period,
    period_start_on,
    length,
    metric,
    {{ rate_columns('numerator', 'n', 'unknown_n') }},
    case when is_compared then {{ contrast('numerator', 'n', 'short_numerator', 'short_n') }} end as difference,
    case when is_compared then {{ contrast('numerator', 'n', 'short_numerator', 'short_n') }}
        - sqrt({{ contrast_low_square('numerator', 'n', 'short_numerator', 'short_n') }}) end as difference_low,
    case when is_compared then {{ contrast('numerator', 'n', 'short_numerator', 'short_n') }}
        + sqrt({{ contrast_high_square('numerator', 'n', 'short_numerator', 'short_n') }}) end as difference_high
from compared
