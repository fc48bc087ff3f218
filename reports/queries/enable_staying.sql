select group_kind, group_name, people, leavers, weeks_seen, stay_4_weeks, stay_4_weeks_low, stay_4_weeks_high,
       stay_13_weeks, stay_13_weeks_low, stay_13_weeks_high, stay_26_weeks, stay_26_weeks_low,
       stay_26_weeks_high, stay_52_weeks, stay_52_weeks_low, stay_52_weeks_high, attrition_annualised,
       attrition_low, attrition_high, attrition_compound, average_headcount, days, new_hires, new_hires_left,
       new_hire_attrition, new_hire_attrition_low, new_hire_attrition_high, p_adjusted, is_withheld,
       withheld_reason, sentence
from mart.enable_staying
where group_kind is not null
order by group_kind, group_name
