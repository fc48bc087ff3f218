select population, period, variant, window_key, window_label, n, followed_by_repeat, repeat_rate,
       repeat_rate_low, repeat_rate_high, first_contacts, first_contacts_without_repeat,
       first_contact_resolution_rate, first_contact_resolution_rate_low, first_contact_resolution_rate_high,
       unknown_n, unknown_share, is_withheld, withheld_reason
from mart.measure_repeat_contact
where population is not null
order by period, variant, window_key, population desc
