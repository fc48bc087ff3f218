-- One row per conversation and metric that was promised something: the first fitting target of the policies in force
-- when the conversation opened.
with fitting as (
    select
        conversations.conversation_id,
        policies.*,
        row_number() over (
            partition by conversations.conversation_id, policies.metric
            order by policies.target_order, policies.sla_target
        ) as choice
    from {{ ref('int_conversations_merged') }} as conversations
    inner join {{ ref('sla_policies') }} as policies
        on (policies.channel is null or conversations.channel = policies.channel)
        and (policies.priority is null or conversations.priority = policies.priority)
        and conversations.opened_at >= policies.in_force_from
        and (policies.in_force_to is null or conversations.opened_at < policies.in_force_to)
)

select
    conversation_id,
    metric,
    sla_policy,
    sla_target,
    target_seconds,
    hours,
    pauses
from fitting
where choice = 1
