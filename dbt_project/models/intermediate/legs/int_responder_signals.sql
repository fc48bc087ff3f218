-- One row per event that says who answers the customer from then on.
-- An AI's closing words after it has handed over do not take the conversation back; being assigned again, or a
-- reopening, does.
with signals as (
    select
        events.conversation_id,
        events.event_position,
        events.event_id,
        events.event_type,
        case
            when events.event_type = 'assignment' then events.to_value
            when events.event_type in ('message', 'answered', 'action') then events.actor_id
        end as actor_id,
        case
            when events.event_type = 'hand_off' then 'human'
            -- Work is assigned to people unless the assignee is known to be an AI.
            when events.event_type = 'assignment' then coalesce(agents.actor_type, 'human')
            when events.event_type <> 'reopened' then events.actor_type
        end as population,
        case when events.event_type = 'hand_off' then events.actor_id end as handed_off_by
    from {{ ref('int_conversation_events_ordered') }} as events
    left join {{ ref('int_agents_merged') }} as agents
        on events.to_value = agents.agent_id and events.event_type = 'assignment'
    where events.event_type in ('hand_off', 'reopened')
        or (events.event_type = 'assignment' and events.to_value is not null)
        or (events.event_type = 'message' and events.visibility = 'public' and events.actor_type in ('human', 'ai'))
        or (events.event_type = 'answered' and events.actor_type in ('human', 'ai'))
        or (events.event_type = 'action' and events.actor_type = 'ai')
),

placed as (
    select
        *,
        coalesce(max(case when event_type = 'hand_off' then event_position end) over so_far, 0)
            as handed_off_at_position,
        coalesce(max(
            case
                when event_type = 'reopened' or (event_type = 'assignment' and population = 'ai') then event_position
            end
        ) over so_far, 0) as returned_at_position
    from signals
    window so_far as (
        partition by conversation_id order by event_position rows between unbounded preceding and current row
    )
),

heard as (
    select
        *,
        lag(population) over (partition by conversation_id order by event_position) as population_before
    from placed
    where not (
        population = 'ai' and event_type <> 'assignment' and handed_off_at_position > returned_at_position
    )
)

select conversation_id, event_position, event_id, event_type, actor_id, population, handed_off_by
from heard
-- A second hand-off while a person is already responsible changes nothing.
where not (event_type = 'hand_off' and coalesce(population_before, '') = 'human')
