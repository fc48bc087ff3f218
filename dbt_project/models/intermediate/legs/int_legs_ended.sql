-- One row per leg: when it started and ended, and how.
-- An automatic close is not a resolution by anybody: the leg then ended when it fell silent.
with legs as (
    select
        started.conversation_id,
        started.leg_number,
        started.received_by,
        started.population,
        started.actor_id,
        conversations.opened_at,
        conversations.status,
        conversations.resolved_at as source_resolved_at,
        conversations.closed_at as source_closed_at,
        windows.silence_hours,
        landmarks.boundary_at,
        landmarks.boundary_effective_at,
        landmarks.abandoned_effective_at,
        landmarks.closing_effective_at,
        landmarks.closing_actor_type,
        landmarks.last_contact_effective_at,
        landmarks.last_contact_actor_type,
        activity.first_reply_position is not null as is_answered,
        coalesce(activity.actions, 0) as actions,
        lead(started.received_by) over (partition by started.conversation_id order by started.leg_number)
            as next_received_by,
        case
            when started.leg_number = 1 then conversations.opened_at
            else greatest(landmarks.boundary_effective_at, conversations.opened_at)
        end as started_at
    from {{ ref('int_legs_started') }} as started
    inner join {{ ref('int_conversations_merged') }} as conversations
        on started.conversation_id = conversations.conversation_id
    left join {{ ref('int_leg_landmarks') }} as landmarks
        on started.conversation_id = landmarks.conversation_id and started.leg_number = landmarks.leg_number
    left join {{ ref('int_leg_activity') }} as activity
        on started.conversation_id = activity.conversation_id and started.leg_number = activity.leg_number
    left join {{ ref('silence_windows') }} as windows on conversations.channel = windows.channel
),

quieted as (
    select
        legs.*,
        lead(started_at) over (partition by conversation_id order by leg_number) as next_started_at,
        coalesce(
            max(last_contact_effective_at) over (partition by conversation_id), legs.opened_at
        ) as silent_from,
        {{ add_hours(
            'coalesce(max(last_contact_effective_at) over (partition by conversation_id), legs.opened_at)',
            'coalesce(silence_hours, 72)'
        ) }} <= horizon.observed_until as is_silent
    from legs
    cross join {{ ref('int_horizon_found') }} as horizon
),

ended as (
    select
        *,
        case
            when next_received_by in ('hand_off', 'transfer') then next_received_by
            when not is_answered and abandoned_effective_at is not null then 'abandoned'
            when next_received_by is null and not is_answered and received_by = 'hand_off'
                and (is_silent or status in ('solved', 'closed') or closing_effective_at is not null) then 'abandoned'
            when closing_actor_type = 'system' then 'timeout'
            when closing_effective_at is not null or next_received_by = 'reopen' then 'resolved'
            when status in ('solved', 'closed') and source_resolved_at is not null then 'resolved'
            when status in ('solved', 'closed') then 'timeout'
            when is_silent and population = 'ai' and not is_answered and actions = 0 then 'abandoned'
            when is_silent and (population = 'ai' or last_contact_actor_type = 'human') then 'timeout'
            else 'open'
        end as ended_by
    from quieted
)

select
    conversation_id,
    leg_number,
    received_by,
    population,
    actor_id,
    started_at,
    case when leg_number = 1 then opened_at else boundary_at end as clock_started_at,
    next_received_by,
    next_started_at,
    ended_by,
    is_answered or actions > 0 or coalesce(closing_actor_type = population, false) as is_handled,
    closing_actor_type,
    case
        when ended_by = 'open' then null
        when next_received_by in ('hand_off', 'transfer') then next_started_at
        when ended_by = 'resolved'
            then greatest(started_at, coalesce(closing_effective_at, source_resolved_at, source_closed_at, silent_from))
        when ended_by = 'abandoned' then greatest(started_at, coalesce(abandoned_effective_at, silent_from))
        when closing_effective_at is null and source_closed_at is not null then greatest(started_at, source_closed_at)
        else greatest(started_at, coalesce(last_contact_effective_at, started_at))
    end as finished_at
from ended
