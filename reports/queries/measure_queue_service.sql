select channel, period, threshold_seconds, n, answered_within, answered_after, abandoned_within,
       abandoned_after, service_level, service_level_low, service_level_high, service_level_of_answered,
       service_level_without_short_abandons, service_level_short_abandons_credited, abandonment_rate,
       abandonment_rate_low, abandonment_rate_high, abandonment_rate_without_short, answer_mean_seconds,
       unknown_n, unknown_share, is_withheld, withheld_reason
from mart.measure_queue_service
where channel is not null
order by period, channel
