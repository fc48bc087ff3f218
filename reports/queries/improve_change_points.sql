select population, measure, break_on, weeks_before, weeks_after, level_before, level_after, p, is_matched,
       event_kind, event_label, event_owner, sentence
from mart.improve_change_points
where measure is not null
order by break_on, measure, population
