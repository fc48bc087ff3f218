-- One row per population, period and rung: the numbers sold as "resolution", all on the same conversations.
with confirmations as (
    select count(*) as known from {{ ref('int_ladder_judged') }} where is_confirmed
),

rungs as (
    select
        counts.*,
        rungs.rung_order,
        rungs.rung_label,
        rungs.denominator_label,
        rungs.is_outcome,
        {{ ratio('counts.unknown_n', '(counts.denominator + counts.unknown_n)') }} as unknown_share,
        case
            when rungs.applies_to = 'ai' and counts.population = 'human' then rungs.not_applicable_reason
            when counts.rung in ('confirmed', 'verified_and_confirmed') and confirmations.known = 0
                then 'No source says which customers confirmed'
        end as not_applicable_reason
    from {{ ref('int_ladder_counts') }} as counts
    inner join {{ ref('ladder_rungs') }} as rungs on counts.rung = rungs.rung
    cross join confirmations
),

judged as (
    select
        *,
        coalesce(not_applicable_reason, case
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the customer or the matter is not known'
            when denominator < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end) as withheld_reason
    from rungs
)

select
    population,
    period,
    period_start_on,
    rung,
    cast(rung_order as bigint) as rung_order,
    rung_label,
    case when not_applicable_reason is null then numerator end as numerator,
    case when not_applicable_reason is null then denominator end as denominator,
    denominator_label,
    case when withheld_reason is null then {{ ratio('numerator', 'denominator') }} end as value,
    case when withheld_reason is null then {{ wilson_low('numerator', 'denominator') }} end as value_low,
    case when withheld_reason is null then {{ wilson_high('numerator', 'denominator') }} end as value_high,
    unknown_n,
    unknown_share,
    is_outcome,
    withheld_reason is not null as is_withheld,
    withheld_reason,
    horizon.observed_until
from judged
cross join {{ ref('int_horizon_found') }} as horizon
