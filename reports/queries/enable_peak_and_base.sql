select queue, population, load_level, contacts, waits, answered_in_time, answered_in_time_low,
       answered_in_time_high, judged, verified_rate, verified_rate_low, verified_rate_high, costed,
       cost_per_contact, cost_per_contact_low, cost_per_contact_high, is_withheld, withheld_reason
from mart.enable_peak_and_base
where queue is not null
order by queue, load_level, population desc
