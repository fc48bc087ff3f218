select population, measure, week_start_on, n, value, centre, limit_low, limit_high, is_frozen, is_signal, rules,
       is_cusum_signal, sentence
from mart.improve_control_charts
where measure is not null
order by measure, population desc, week_start_on
