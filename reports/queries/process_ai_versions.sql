select window_id, kind, label, change_id, window_name, from_at, until_at, rolled_back_at, numerator, n,
       unknown_n, unknown_share, value, value_low, value_high, is_withheld, withheld_reason, difference,
       difference_low, difference_high
from mart.process_ai_versions
where window_id is not null
order by change_id, kind, label, window_name desc
