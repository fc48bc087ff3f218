-- One row per period and what became of an attempt: counted, given up within ten minutes, or left out and why. The
-- shares add up to one.
with attempts as (
    select
        periods.period,
        periods.period_start_on,
        coalesce(
            conversations.exclusion_reason, case when conversations.is_noise then 'self_resolved' else 'counted' end
        ) as outcome,
        count(*) as attempts
    from {{ ref('fct_conversations') }} as conversations
    inner join {{ ref('int_contact_periods') }} as periods
        on conversations.conversation_id = periods.conversation_id
    group by 1, 2, 3
),

totals as (
    select *, sum(attempts) over (partition by period) as n
    from attempts
)

select
    period,
    period_start_on,
    outcome,
    outcome <> 'counted' as is_noise,
    attempts,
    cast(n as bigint) as n,
    case when n >= {{ minimum_n() }} then {{ ratio('attempts', 'n') }} end as value,
    case when n >= {{ minimum_n() }} then {{ wilson_low('attempts', 'n') }} end as value_low,
    case when n >= {{ minimum_n() }} then {{ wilson_high('attempts', 'n') }} end as value_high,
    n < {{ minimum_n() }} as is_withheld,
    case when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases' end as withheld_reason
from totals
