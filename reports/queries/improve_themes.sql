select theme_id, population, intent_id, matters, change_id, routed_at, acknowledged_at, decided_at, live_at,
       days_to_acknowledge, days_to_fix, n_before, failed_before, n_after, failed_after, n_later, failed_later,
       difference, difference_low, difference_high, verdict
from mart.improve_themes
where theme_id is not null
order by routed_at desc, theme_id, population desc
