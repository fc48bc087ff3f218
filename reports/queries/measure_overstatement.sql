select population, period, n, assumed_mature, verified, assumed_but_not_verified, verified_silent,
       overstatement_ratio, not_held_share, not_held_share_low, not_held_share_high, silent_share, unknown_n,
       unknown_share, is_withheld, withheld_reason
from mart.measure_overstatement
where population is not null
order by period, population desc
