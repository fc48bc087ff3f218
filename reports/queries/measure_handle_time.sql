select population, period, channel, n, unknown_n, unknown_share, handle_mean_seconds, handle_mean_low_seconds,
       handle_mean_high_seconds, calls, talk_mean_seconds, hold_mean_seconds, wrap_mean_seconds, hold_share,
       wrap_cap_seconds, wraps_capped, sessions, session_seconds, busy_seconds, session_mean_seconds,
       adjusted_mean_seconds, mean_concurrency, peak_sessions, is_withheld, withheld_reason
from mart.measure_handle_time
where population is not null
order by period, channel
