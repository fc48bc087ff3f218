-- One row per population, period, channel (and `all`) and promise: how many of those that fell due were kept.
with judged as (
    select
        *,
        {{ ratio('unknown_n', '(due + unknown_n)') }} as unknown_share,
        case
            when {{ ratio('unknown_n', '(due + unknown_n)') }} > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: a time, the opening hours or an answer is missing'
            when due < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from {{ ref('int_sla_counts') }}
)

select
    judged.population,
    judged.period,
    judged.period_start_on,
    judged.channel,
    judged.metric,
    judged.due as n,
    judged.met,
    judged.broken,
    judged.open_broken,
    judged.unknown_n,
    judged.unknown_share,
    case when judged.withheld_reason is null then {{ ratio('judged.met', 'judged.due') }} end as value,
    case when judged.withheld_reason is null then {{ wilson_low('judged.met', 'judged.due') }} end as value_low,
    case when judged.withheld_reason is null then {{ wilson_high('judged.met', 'judged.due') }} end as value_high,
    judged.native_n,
    judged.native_met,
    judged.native_differs,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason,
    horizon.observed_until
from judged
cross join {{ ref('int_horizon_found') }} as horizon
