-- One row per time a contact came into the backlog or left it: opened, closed, reopened, closed again.
-- A contact whose source tells no ending leaves it when it was over, if it is. The population is that of whoever holds
-- it now or held it last, for all of its history: otherwise every transfer would have to be a flow of its own.
with contacts as (
    select
        conversations.conversation_id,
        coalesce(rolled.holder_population, 'unknown') as population,
        coalesce(conversations.opened_at, activity.first_event_at) as opened_at,
        case
            when coalesce(activity.has_ended, false) then null
            else coalesce(
                conversations.resolved_at,
                conversations.closed_at,
                case when rolled.ended_by <> 'open' then rolled.finished_at end
            )
        end as over_at
    from {{ ref('int_conversations_merged') }} as conversations
    inner join {{ ref('int_conversations_screened') }} as screened
        on conversations.conversation_id = screened.conversation_id
    inner join {{ ref('int_conversation_legs') }} as rolled
        on conversations.conversation_id = rolled.conversation_id
    left join {{ ref('int_conversation_activity') }} as activity
        on conversations.conversation_id = activity.conversation_id
    where screened.exclusion_reason is null
),

states as (
    select conversation_id, cast(0 as bigint) as position, opened_at as moved_at, true as is_open from contacts
    union all
    select conversation_id, cast(1 as bigint) as position, over_at as moved_at, false as is_open
    from contacts
    where over_at is not null
    union all
    select conversation_id, 1 + event_position as position, effective_at as moved_at, event_type = 'reopened' as is_open
    from {{ ref('int_conversation_events_ordered') }}
    where event_type in ('solved', 'closed', 'reopened')
),

compared as (
    select
        contacts.conversation_id,
        contacts.population,
        contacts.opened_at,
        states.position,
        states.is_open,
        greatest(states.moved_at, contacts.opened_at) as moved_at,
        lag(states.is_open) over (partition by states.conversation_id order by states.position) as was_open
    from states
    inner join contacts on states.conversation_id = contacts.conversation_id
),

placed as (
    select
        compared.*,
        cast({{ to_local('compared.moved_at', "'" ~ var('company_time_zone') ~ "'") }} as date) as moved_on
    from compared
    cross join {{ ref('int_horizon_found') }} as horizon
    where (compared.was_open is null or compared.was_open <> compared.is_open)
        and compared.moved_at <= horizon.observed_until
)

select
    conversation_id,
    row_number() over (partition by conversation_id order by position) as move_number,
    population,
    case when was_open is null then 'inflow' when is_open then 'reopened' else 'closed' end as kind,
    opened_at as case_opened_at,
    moved_at,
    moved_on
from placed
