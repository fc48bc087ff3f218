-- One row per action an AI took or tried, held against what was declared for its use case.
with actions as (
    select
        logged.*,
        agents.use_case_id,
        declared.use_case_id is not null as is_declared,
        coalesce(
            logged.limit_amount,
            case
                when declared.currency is null or logged.currency is null or declared.currency = logged.currency
                    then declared.limit_amount
            end
        ) as tested_limit_amount,
        -- An amount above what the register lets pass alone needs a person, whatever the log says.
        coalesce(logged.is_approval_required, false)
        or coalesce(logged.amount > declared.approval_above_amount and declared.currency = logged.currency, false)
            as needs_approval
    from {{ ref('int_ai_actions_logged') }} as logged
    left join {{ ref('int_agents_merged') }} as agents on logged.actor_id = agents.agent_id
    left join {{ ref('use_case_actions') }} as declared
        on agents.use_case_id = declared.use_case_id and logged.action_type = declared.action_type
)

select
    actions.action_id,
    actions.conversation_id,
    actions.actor_id,
    actions.use_case_id,
    actions.origin,
    actions.action_type,
    actions.amount,
    actions.currency,
    cast(actions.tested_limit_amount as decimal(18, 6)) as limit_amount,
    actions.risk_tier,
    actions.sub_agent,
    actions.is_declared,
    {{ action_bounds('actions.is_declared', 'actions.amount', 'actions.tested_limit_amount') }} as bounds,
    actions.needs_approval as is_approval_required,
    {{ approval_state('actions.needs_approval', 'actions.approved_at', 'actions.occurred_at', 'actions.decision') }}
        as approval,
    actions.approved_by,
    timed.reading_seconds,
    timed.reading_seconds < {{ var('honest_reading_seconds') }} as is_rubber_stamp,
    actions.decision,
    actions.occurred_at,
    actions.approved_at,
    actions.first_known_at,
    actions.last_known_at
from actions
left join {{ ref('int_approvals_timed') }} as timed on actions.action_id = timed.action_id
