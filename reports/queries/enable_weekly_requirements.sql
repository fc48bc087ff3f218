select scenario, scenario_order, week_start_on, weeks_ahead, queue, first_contacts, contacts_for_people,
       handle_seconds, line_hours, required_fte, required_fte_low, required_fte_high, required_fte_stress,
       square_root_fte, staffed_fte, effective_fte, gap_fte, is_withheld, withheld_reason
from mart.enable_weekly_requirements
where scenario is not null
order by scenario_order, queue, week_start_on
