-- One row per population and period: how much larger the number that vendors bill by is than the one that held.
with judged as (
    select
        *,
        {{ ratio('unknown_n', '(mature + unknown_n)') }} as unknown_share,
        case when mature < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases' end as too_few
    from {{ ref('int_resolution_claims') }}
),

withheld as (
    select
        *,
        coalesce(case
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the customer or the matter is not known'
        end, too_few) as withheld_reason
    from judged
)

select
    population,
    period,
    period_start_on,
    mature as n,
    assumed_mature,
    verified,
    assumed_but_not_verified,
    verified_silent,
    case when withheld_reason is null then {{ ratio('assumed_mature', 'verified') }} end as overstatement_ratio,
    case when withheld_reason is null then {{ ratio('assumed_but_not_verified', 'assumed_mature') }} end
        as not_held_share,
    case when withheld_reason is null then {{ wilson_low('assumed_but_not_verified', 'assumed_mature') }} end
        as not_held_share_low,
    case when withheld_reason is null then {{ wilson_high('assumed_but_not_verified', 'assumed_mature') }} end
        as not_held_share_high,
    case when withheld_reason is null then {{ ratio('verified_silent', 'verified') }} end as silent_share,
    unknown_n,
    unknown_share,
    withheld_reason is not null as is_withheld,
    withheld_reason
from withheld
