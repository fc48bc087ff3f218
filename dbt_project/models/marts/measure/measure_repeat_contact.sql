-- One row per population, period, window and variant: repeat contact and first-contact resolution, with the window in
-- the row, because the same name means a day to one company and a month to another.
with counted as (
    select
        *,
        {{ ratio('unknown_n', '(eligible + unknown_n)') }} as unknown_share
    from {{ ref('int_repeat_counts') }}
),

judged as (
    select
        *,
        case
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the customer or the matter is not known'
            when eligible < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from counted
)

select
    judged.population,
    judged.period,
    judged.period_start_on,
    judged.variant,
    judged.window_key,
    windows.window_label,
    judged.eligible as n,
    judged.followed_by_repeat,
    case when withheld_reason is null then {{ ratio('followed_by_repeat', 'eligible') }} end as repeat_rate,
    case when withheld_reason is null then {{ wilson_low('followed_by_repeat', 'eligible') }} end as repeat_rate_low,
    case when withheld_reason is null then {{ wilson_high('followed_by_repeat', 'eligible') }} end as repeat_rate_high,
    judged.first_contacts,
    judged.first_contacts_without_repeat,
    case
        when withheld_reason is null and first_contacts >= {{ minimum_n() }}
            then {{ ratio('first_contacts_without_repeat', 'first_contacts') }}
    end as first_contact_resolution_rate,
    case
        when withheld_reason is null and first_contacts >= {{ minimum_n() }}
            then {{ wilson_low('first_contacts_without_repeat', 'first_contacts') }}
    end as first_contact_resolution_rate_low,
    case
        when withheld_reason is null and first_contacts >= {{ minimum_n() }}
            then {{ wilson_high('first_contacts_without_repeat', 'first_contacts') }}
    end as first_contact_resolution_rate_high,
    judged.unknown_n,
    judged.unknown_share,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason
from judged
inner join {{ ref('resolution_windows') }} as windows on judged.window_key = windows.window_key
