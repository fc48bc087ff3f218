-- One row per conversation, as one thing whatever number of systems saw it.
select
    conversations.conversation_id,
    journeys.journey_id,
    conversations.person_id as customer_id,
    conversations.group_id,
    rolled.contact_leg_id,
    conversations.channel,
    conversations.intent_id,
    conversations.status,
    conversations.priority,
    conversations.language,
    coalesce(conversations.lifecycle_stage, persons.lifecycle_stage, intents.lifecycle_stage) as lifecycle_stage,
    rolled.first_population,
    rolled.last_population,
    rolled.ended_by,
    screened.exclusion_reason,
    slas.sla_policy,
    journeys.contact_number,
    conversations.records as source_records,
    rolled.legs,
    rolled.ai_legs,
    rolled.human_legs,
    coalesce(activity.events, 0) as events,
    coalesce(activity.reopens, 0) as reopens,
    coalesce(activity.agent_replies, 0) as agent_replies,
    coalesce(activity.ai_replies, 0) as ai_replies,
    coalesce(activity.customer_replies, 0) as customer_replies,
    coalesce(activity.touches, 0) as touches,
    coalesce(activity.assignee_stations, 0) as assignee_stations,
    coalesce(activity.group_stations, 0) as group_stations,
    {{ seconds_between('activity.queued_at', 'coalesce(activity.left_queue_at, activity.first_reply_at)') }}
        as queue_wait_seconds,
    clocks.first_reply_seconds,
    clocks.first_human_reply_seconds,
    clocks.first_assignment_to_resolution_seconds,
    clocks.first_resolution_seconds,
    clocks.full_resolution_seconds,
    waits.requester_wait_seconds,
    waits.agent_wait_seconds,
    waits.on_hold_seconds,
    clocks.first_reply_business_seconds,
    clocks.first_assignment_to_resolution_business_seconds,
    clocks.first_resolution_business_seconds,
    clocks.full_resolution_business_seconds,
    waits.requester_wait_business_seconds,
    waits.agent_wait_business_seconds,
    waits.on_hold_business_seconds,
    rolled.is_contact and screened.exclusion_reason is null as is_contact,
    rolled.ai_legs > 0 and rolled.human_legs = 0 as is_sole_ai,
    screened.exclusion_reason is not null
    or coalesce(
        coalesce(activity.has_abandoned, false) and not rolled.is_contact
        and {{ seconds_between('conversations.opened_at', 'activity.left_queue_at') }} <= 600, false
    ) as is_noise,
    not rolled.is_contact and (coalesce(activity.has_abandoned, false) or rolled.ended_by = 'abandoned')
        as is_abandoned,
    coalesce(activity.has_solved and activity.touches = 1, false) as is_one_touch,
    coalesce(activity.has_solved and activity.touches = 2, false) as is_two_touch,
    coalesce(conversations.is_identified, false) as is_identified,
    conversations.is_proactive,
    case when slas.is_broken then true when not slas.has_untold then false end as sla_breached,
    conversations.native_sla_met,
    conversations.opened_at,
    cast({{ to_local('conversations.opened_at', "'" ~ var('company_time_zone') ~ "'") }} as date) as opened_local_on,
    coalesce(activity.last_solved_at, conversations.resolved_at) as resolved_at,
    coalesce(activity.last_closed_at, conversations.closed_at) as closed_at,
    rolled.finished_at,
    least(conversations.first_known_at, activity.first_known_at) as first_known_at,
    greatest(conversations.last_known_at, activity.last_known_at) as last_known_at
from {{ ref('int_conversations_merged') }} as conversations
inner join {{ ref('int_conversations_screened') }} as screened
    on conversations.conversation_id = screened.conversation_id
inner join {{ ref('int_conversation_legs') }} as rolled on conversations.conversation_id = rolled.conversation_id
inner join {{ ref('int_journeys_found') }} as journeys on conversations.conversation_id = journeys.conversation_id
left join {{ ref('int_persons_merged') }} as persons on conversations.person_id = persons.person_id
left join {{ ref('dim_intents') }} as intents on conversations.intent_id = intents.intent_id
left join {{ ref('int_conversation_activity') }} as activity
    on conversations.conversation_id = activity.conversation_id
left join {{ ref('int_conversation_clocks') }} as clocks on conversations.conversation_id = clocks.conversation_id
left join {{ ref('int_conversation_waits') }} as waits on conversations.conversation_id = waits.conversation_id
left join {{ ref('int_conversation_slas') }} as slas on conversations.conversation_id = slas.conversation_id
