-- A row here means that a number is shown with an interval that does not contain it, or without one, or although it is
-- withheld.
select population, period, metric, value, value_low, value_high, is_withheld
from {{ ref('measure_population_read') }}
where (unit <> 'count' and is_withheld and value is not null)
    or (unit <> 'count' and not is_withheld and (value_low is null or value_low > value or value_high < value))
    or (unit = 'share' and (value_low < 0 or value_high > 1))
union all
select population, period, rung as metric, value, value_low, value_high, is_withheld
from {{ ref('measure_resolution_ladder') }}
where (is_withheld and value is not null)
    or (not is_withheld and (value_low is null or value_low > value or value_high < value))
    or (value_low < 0 or value_high > 1)
