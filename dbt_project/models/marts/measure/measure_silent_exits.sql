-- One row per population, way a contact ended and what may follow within 30 days: whether those who left in silence
-- were helped can be seen only from what they did afterwards.
with known as (
    select event_type, count(*) as events
    from {{ ref('int_customer_value_events_unioned') }}
    group by event_type
),

counted as (
    {%- for event in ['churn', 'refund', 'dispute'] %}
    select
        population,
        exit_kind,
        '{{ event }}' as followed_by,
        count(*) as n,
        sum(has_{{ 'churned' if event == 'churn' else 'refunded' if event == 'refund' else 'disputed' }}) as hits
    from {{ ref('int_exit_groups') }}
    group by population, exit_kind
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        counted.*,
        case
            when known.events is null then 'No source says when it happens'
            when counted.n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from counted
    left join known on counted.followed_by = known.event_type
)

select
    population,
    exit_kind,
    followed_by,
    n,
    case when withheld_reason is null then cast(hits as bigint) end as hits,
    case when withheld_reason is null then {{ ratio('hits', 'n') }} end as value,
    case when withheld_reason is null then {{ wilson_low('hits', 'n') }} end as value_low,
    case when withheld_reason is null then {{ wilson_high('hits', 'n') }} end as value_high,
    withheld_reason is not null as is_withheld,
    withheld_reason
from judged
