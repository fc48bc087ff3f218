-- One row per live channel and period: service level under four conventions for those who give up at once. Contracts
-- differ, so each convention is a column; the strict one counts everybody who came.
with offered as (
    select
        *,
        answered_within + answered_after + abandoned_within + abandoned_after as n,
        answered_within + answered_after as answered,
        abandoned_within + abandoned_after as abandoned
    from {{ ref('int_queue_counts') }}
),

judged as (
    select
        *,
        {{ ratio('unknown_n', '(n + unknown_n)') }} as unknown_share,
        case
            when {{ ratio('unknown_n', '(n + unknown_n)') }} > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the wait is not known'
            when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from offered
)

select
    channel,
    period,
    period_start_on,
    threshold_seconds,
    n,
    answered_within,
    answered_after,
    abandoned_within,
    abandoned_after,
    case when withheld_reason is null then {{ ratio('answered_within', 'n') }} end as service_level,
    case when withheld_reason is null then {{ wilson_low('answered_within', 'n') }} end as service_level_low,
    case when withheld_reason is null then {{ wilson_high('answered_within', 'n') }} end as service_level_high,
    case when withheld_reason is null then {{ ratio('answered_within', 'answered') }} end as service_level_of_answered,
    case when withheld_reason is null then {{ ratio('answered_within', '(n - abandoned_within)') }} end
        as service_level_without_short_abandons,
    case when withheld_reason is null then {{ ratio('(answered_within + abandoned_within)', 'n') }} end
        as service_level_short_abandons_credited,
    case when withheld_reason is null then {{ ratio('abandoned', 'n') }} end as abandonment_rate,
    case when withheld_reason is null then {{ wilson_low('abandoned', 'n') }} end as abandonment_rate_low,
    case when withheld_reason is null then {{ wilson_high('abandoned', 'n') }} end as abandonment_rate_high,
    case when withheld_reason is null then {{ ratio('abandoned_after', '(n - abandoned_within)') }} end
        as abandonment_rate_without_short,
    case when withheld_reason is null then {{ ratio('answered_wait_seconds', 'answered') }} end
        as answer_mean_seconds,
    unknown_n,
    unknown_share,
    withheld_reason is not null as is_withheld,
    withheld_reason
from judged
