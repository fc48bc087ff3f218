-- One row per use case of the register, and per AI that answers customers without one: what is declared, what is seen,
-- and which checks fail.
with duties as (
    select tier, min(applies_on) as duties_apply_on, min(last_verified) as law_verified_on
    from {{ ref('regulation_dates') }}
    group by tier
),

register as (
    select
        coalesce(declared.use_case_id, judged.register_key) as register_key,
        declared.*,
        duties.duties_apply_on,
        duties.law_verified_on,
        coalesce(judged.conversations, 0) as conversations,
        coalesce(judged.conversations_elsewhere, 0) as conversations_elsewhere,
        judged.first_seen_at,
        judged.last_seen_at,
        coalesce(approvers.approvers, 0) as approvers,
        coalesce(approvers.approvers_without_override, 0) as approvers_without_override,
        horizon.observed_until
    from {{ ref('use_cases') }} as declared
    full outer join {{ ref('int_use_cases_seen') }} as judged on declared.use_case_id = judged.use_case_id
    left join {{ ref('int_approvers_counted') }} as approvers
        on coalesce(declared.use_case_id, judged.use_case_id) = approvers.use_case_id
    left join duties on declared.tier = duties.tier
    cross join {{ ref('int_horizon_found') }} as horizon
),

checked as (
    select
        *,
        coalesce(tier in ('prohibited', 'high', 'transparency', 'minimal'), false) as is_classified,
        coalesce(tier <> 'prohibited', true) as is_permitted,
        owner is not null as has_owner,
        coalesce(review_due_on >= cast(observed_until as date), false) as is_review_current
    from register
),

listed as (
    select
        *,
        is_classified and is_permitted and has_owner and is_review_current and conversations_elsewhere = 0
        and approvers_without_override = 0 as is_passing,
        concat(
            case when is_classified then '' else 'not classified; ' end,
            case when is_permitted then '' else 'prohibited; ' end,
            case when has_owner then '' else 'nobody accountable; ' end,
            case when is_review_current then '' else 'review overdue; ' end,
            case when conversations_elsewhere = 0 then '' else 'answers in a channel that is not declared; ' end,
            case when approvers_without_override = 0 then '' else 'somebody approved 50 times and never objected; ' end
        ) as checks
    from checked
)

select
    register_key,
    use_case,
    role,
    tier,
    basis,
    owner,
    channels,
    approval_rule,
    cast(version as bigint) as version,
    live_on,
    review_due_on,
    duties_apply_on,
    law_verified_on,
    conversations,
    conversations_elsewhere,
    approvers,
    approvers_without_override,
    is_classified,
    is_permitted,
    has_owner,
    is_review_current,
    conversations_elsewhere = 0 as is_within_channels,
    not is_passing as is_failing,
    case when not is_passing then substring(checks, 1, length(checks) - 2) end as failing_checks,
    {{ seconds_between('first_seen_at', 'observed_until') }} as log_seconds,
    first_seen_at,
    last_seen_at,
    observed_until
from listed
