-- One row per escalation: the conversation goes to a group of a higher tier than the one before, or to somebody who
-- manages others.
with tiers as (
    select group_id, max(tier) as tier
    from {{ ref('int_groups_unioned') }}
    group by group_id
),

managers as (
    select distinct manager_agent_id as agent_id
    from {{ ref('int_agents_merged') }}
    where manager_agent_id is not null
),

moves as (
    select
        events.event_id,
        events.conversation_id,
        events.leg_number,
        events.event_position,
        events.occurred_at,
        tiers.tier,
        lag(tiers.tier) over (partition by events.conversation_id order by events.event_position) as tier_before
    from {{ ref('int_events_attributed') }} as events
    inner join tiers on events.to_value = tiers.group_id
    where events.event_type = 'group_assignment'
),

to_managers as (
    select
        events.event_id,
        events.conversation_id,
        events.leg_number,
        events.event_position,
        events.occurred_at,
        row_number() over (partition by events.conversation_id order by events.event_position) as assignment_number,
        managers.agent_id is not null as is_manager
    from {{ ref('int_events_attributed') }} as events
    left join managers on events.to_value = managers.agent_id
    where events.event_type = 'assignment' and events.to_value is not null
)

select event_id, conversation_id, leg_number, event_position, occurred_at, 'tier' as kind, tier_before, tier
from moves
where tier > tier_before
union all
select
    event_id,
    conversation_id,
    leg_number,
    event_position,
    occurred_at,
    'manager' as kind,
    cast(null as bigint) as tier_before,
    cast(null as bigint) as tier
from to_managers
-- The first to get it did not get it from anybody.
where is_manager and assignment_number > 1
