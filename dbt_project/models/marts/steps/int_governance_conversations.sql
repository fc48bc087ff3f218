-- One row per conversation: what there is to show of an AI's conduct in it.
with actions as (
    select
        conversation_id,
        count(*) as actions,
        count(case when bounds = 'out_of_bounds' then 1 end) as out_of_bounds,
        count(case when bounds = 'out_of_bounds' and decision = 'blocked' then 1 end) as out_of_bounds_blocked,
        count(case when bounds = 'near_limit' then 1 end) as near_limit,
        count(case when approval in ('before', 'after', 'missing') then 1 end) as approvals_needed,
        count(case when approval = 'before' then 1 end) as approvals_before,
        count(reading_seconds) as approvals_timed,
        count(case when is_rubber_stamp then 1 end) as rubber_stamps,
        count(case when approved_by is not null or decision = 'overridden' then 1 end) as reviewed,
        count(case when decision = 'overridden' then 1 end) as overridden,
        max(case when origin = 'log' and decision is null then 1 else 0 end) = 1 as has_action_without_result
    from {{ ref('fct_ai_actions') }}
    where conversation_id is not null
    group by conversation_id
),

requests as (
    select
        conversation_id,
        max(case when is_granted then 1 else 0 end) = 1 as is_human_reached,
        max(case when is_out_of_hours then 1 when not is_out_of_hours then 0 end) = 1 as is_asked_out_of_hours
    from {{ ref('fct_human_requests') }}
    group by conversation_id
),

sources as (
    select distinct records.canonical_id as conversation_id
    from {{ ref('int_article_events_unioned') }} as used
    inner join {{ ref('int_conversation_records_ranked') }} as records
        on used.conversation_id = records.conversation_id
    where used.actor_type = 'ai'
),

hops as (
    select conversation_id, hops, returns
    from {{ ref('int_sub_agent_hops') }}
),

ai_legs as (
    select conversation_id, max(case when is_substantive_ai then 1 else 0 end) = 1 as is_substantive
    from {{ ref('fct_legs') }}
    where population = 'ai'
    group by conversation_id
)

select
    conversations.conversation_id,
    case when ai_legs.conversation_id is not null then 'ai' else 'human' end as population,
    conversations.channel,
    conversations.language,
    disclosures.disclosure,
    coalesce(actions.actions, 0) as actions,
    coalesce(actions.out_of_bounds, 0) as out_of_bounds,
    coalesce(actions.out_of_bounds_blocked, 0) as out_of_bounds_blocked,
    coalesce(actions.near_limit, 0) as near_limit,
    coalesce(actions.approvals_needed, 0) as approvals_needed,
    coalesce(actions.approvals_before, 0) as approvals_before,
    coalesce(actions.approvals_timed, 0) as approvals_timed,
    coalesce(actions.rubber_stamps, 0) as rubber_stamps,
    coalesce(actions.reviewed, 0) as reviewed,
    coalesce(actions.overridden, 0) as overridden,
    requests.conversation_id is not null as is_human_requested,
    coalesce(requests.is_human_reached, false) as is_human_reached,
    requests.is_asked_out_of_hours,
    -- Version, policy it ran under, sources of its answer, results of its actions, and how it ended.
    disclosures.ai_version is not null
    and disclosures.use_case_id is not null
    and (sources.conversation_id is not null or not coalesce(ai_legs.is_substantive, false))
    and not coalesce(actions.has_action_without_result, false)
    and conversations.ended_by <> 'open' as is_log_complete,
    hops.hops,
    hops.returns
from {{ ref('fct_conversations') }} as conversations
left join ai_legs on conversations.conversation_id = ai_legs.conversation_id
left join {{ ref('fct_disclosures') }} as disclosures on conversations.conversation_id = disclosures.conversation_id
left join actions on conversations.conversation_id = actions.conversation_id
left join requests on conversations.conversation_id = requests.conversation_id
left join sources on conversations.conversation_id = sources.conversation_id
left join hops on conversations.conversation_id = hops.conversation_id
where conversations.exclusion_reason is null
