select population, measure, n_exposed, n_control, value, value_low, value_high, customers_prudent, prudent_value,
       currency, sentence
from mart.grow_proactive
where measure is not null
order by measure, population desc
