select register_key, use_case, role, tier, basis, owner, channels, approval_rule, version, live_on,
       review_due_on, duties_apply_on, law_verified_on, conversations, conversations_elsewhere, approvers,
       approvers_without_override, is_classified, is_permitted, has_owner, is_review_current,
       is_within_channels, is_failing, failing_checks, log_seconds, first_seen_at, last_seen_at
from mart.process_use_cases
where register_key is not null
order by register_key
