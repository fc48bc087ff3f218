select component, kind, population, ai_version, numerator, n, unknown_n, unknown_share, value, value_low, value_high,
       is_withheld, withheld_reason, conversations, reuse_matters, reuse_sub_agents, reuse_use_cases, changes,
       lead_days_p50
from mart.process_tasks
where component is not null
order by kind, component, ai_version, population
