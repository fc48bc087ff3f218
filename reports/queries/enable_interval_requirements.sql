select queue, weekday, day_slot, starts_at, is_open, contacts, required_agents, required_agents_stress,
       square_root_agents, workload_agents, staffed_agents, gap_agents, ai_n, ai_kept, ai_absorption, model
from mart.enable_interval_requirements
where queue is not null and is_open
order by queue, weekday, day_slot
