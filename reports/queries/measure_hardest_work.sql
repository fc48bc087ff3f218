select lens, population, measure, n, value, value_low, value_high, is_withheld, withheld_reason, intents,
       sentence
from mart.measure_hardest_work
where lens is not null
order by lens, measure, population desc
