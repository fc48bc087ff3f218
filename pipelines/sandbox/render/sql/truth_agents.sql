select agent, 'zendesk:' || helpdesk_id as agent_id, cohort_month, grp, hired_on, left_on, coaching_week, after_bad_month, coached_from
from agents order by agent
