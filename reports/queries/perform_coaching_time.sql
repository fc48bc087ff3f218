select period, population, outcome, reason, n, planned_sessions, minutes, planned_minutes, share,
       sessions_share_low, sessions_share_high, minutes_an_agent_week
from mart.perform_coaching_time
where outcome is not null
order by period, outcome, reason
