select population, exit_kind, followed_by, n, hits, value, value_low, value_high, is_withheld, withheld_reason
from mart.measure_silent_exits
where population is not null
order by exit_kind, followed_by, population desc
