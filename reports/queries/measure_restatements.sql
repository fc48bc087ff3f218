select mart, population, metric, period, value_before, value_after, difference, n_before, n_after, reason,
       known_until_before, known_until_after, observed_until_before, observed_until_after
from mart.measure_restatements
where mart is not null
order by mart, metric, population, period
