select programme, kind, label, population, measure, design, started_on, verdict, sentence, effect, effect_low,
       effect_high, p_adjusted, n_reached, n_comparison, rebound, contacts_a_week
from mart.improve_programmes
where programme is not null
order by programme, population, measure
