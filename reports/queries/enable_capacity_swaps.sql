select queue, n, met_by_ai, met_by_people, unmet, met_share, met_share_low, met_share_high, minutes_to_shift,
       people, people_in_several_queues, skill_coverage, is_withheld, withheld_reason, sentence
from mart.enable_capacity_swaps
where queue is not null
order by queue
