select population, from_activity, to_activity, transitions, reverse_transitions, dependency, cases, n,
       case_share, case_share_low, case_share_high, timed_transitions, wait_mean_seconds, wait_p50_seconds,
       wait_p90_seconds, wait_share, wait_rank, is_allowed, owner, is_shown, hidden_reason
from mart.process_flow
where population is not null
order by population desc, from_activity, to_activity
