-- One row per local day and population of whoever holds the contact (and `all`): the backlog, its flows and its age.
-- Rebuilt from the events for every past day. Closing equals the day before's closing + inflow + reopened - closed.
select
    days.local_on,
    days.population,
    days.is_complete,
    days.opening,
    days.inflow,
    days.reopened,
    days.closed,
    days.closing,
    days.recent_days as window_days,
    case when days.recent_closed >= {{ minimum_n() }} then days.days_of_work end as days_of_work,
    case when days.recent_in >= {{ minimum_n() }} then days.clearance_ratio end as clearance_ratio,
    case when days.closing >= {{ minimum_n() }} then ages.age_p50_seconds end as age_p50_seconds,
    case when days.closing >= {{ minimum_n() }} then ages.age_p90_seconds end as age_p90_seconds,
    coalesce(ages.targeted, 0) as targeted,
    coalesce(ages.beyond_target, 0) as beyond_target,
    days.closing - coalesce(ages.targeted, 0) as untargeted,
    case when ages.targeted >= {{ minimum_n() }} then {{ ratio('ages.beyond_target', 'ages.targeted') }} end
        as beyond_target_share,
    case when ages.targeted >= {{ minimum_n() }} then {{ wilson_low('ages.beyond_target', 'ages.targeted') }} end
        as beyond_target_share_low,
    case when ages.targeted >= {{ minimum_n() }} then {{ wilson_high('ages.beyond_target', 'ages.targeted') }} end
        as beyond_target_share_high,
    case
        when days.closing < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} open contacts'
        when ages.targeted < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} open contacts with a known target'
        when days.recent_closed < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} closures in the window'
    end as withheld_reason,
    days.seen_until as observed_until
from {{ ref('int_backlog_days') }} as days
left join {{ ref('int_backlog_ages') }} as ages
    on days.local_on = ages.local_on and days.population = ages.population
