select population, period, channel, clock, running_n, n, unknown_n, unknown_share, median_seconds,
       median_low_seconds, median_high_seconds, p90_seconds, mean_seconds, withheld_reason, business_n,
       business_unknown_n, business_unknown_share, business_median_seconds, business_median_low_seconds,
       business_median_high_seconds, business_p90_seconds, business_mean_seconds, business_withheld_reason
from mart.measure_clocks
where clock is not null
order by period, channel, clock, population desc
