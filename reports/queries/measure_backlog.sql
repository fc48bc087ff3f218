select local_on, population, is_complete, opening, inflow, reopened, closed, closing, window_days, days_of_work,
       clearance_ratio, age_p50_seconds, age_p90_seconds, targeted, beyond_target, untargeted,
       beyond_target_share, beyond_target_share_low, beyond_target_share_high, withheld_reason
from mart.measure_backlog
where population is not null
order by local_on, population
