-- One row per judged contact: when the same person was next in touch, on the same matter and on any, and until when
-- they had been before. In the same conversation it is a reopening, not another contact.
with contacts as (
    select
        legs.leg_id,
        legs.conversation_id,
        legs.population,
        legs.person_id,
        legs.issue_key,
        legs.end_at,
        screened.opened_at,
        screened.is_identified
    from {{ ref('int_legs_judgeable') }} as legs
    inner join {{ ref('int_legs_measured') }} as measured on legs.leg_id = measured.leg_id and measured.is_contact_leg
    inner join {{ ref('int_conversations_screened') }} as screened on legs.conversation_id = screened.conversation_id
    where legs.exclusion_reason is null and screened.opened_at is not null and legs.end_at is not null
),

longest as (
    select max(window_hours) as window_hours from {{ ref('resolution_windows') }}
),

returns as (
    select
        contacts.leg_id,
        min(later.opened_at) as next_any_at,
        min(case when later.issue_key = contacts.issue_key then later.opened_at end) as next_same_at
    from contacts
    cross join longest
    inner join {{ ref('int_conversations_screened') }} as later
        on contacts.person_id = later.person_id
        and contacts.conversation_id <> later.conversation_id
        and contacts.end_at < later.opened_at
    where contacts.is_identified
        and later.exclusion_reason is null
        and later.opened_at <= {{ add_hours('contacts.end_at', 'longest.window_hours') }}
    group by contacts.leg_id
)

select
    contacts.leg_id,
    contacts.conversation_id,
    contacts.population,
    contacts.opened_at,
    contacts.end_at,
    contacts.is_identified,
    contacts.is_identified and contacts.issue_key is not null as is_traceable,
    returns.next_same_at,
    returns.next_any_at,
    max(contacts.end_at) over (
        partition by contacts.person_id, contacts.issue_key
        order by contacts.opened_at, contacts.conversation_id rows between unbounded preceding and 1 preceding
    ) as previous_same_end_at,
    max(contacts.end_at) over (
        partition by contacts.person_id
        order by contacts.opened_at, contacts.conversation_id rows between unbounded preceding and 1 preceding
    ) as previous_any_end_at
from contacts
left join returns on contacts.leg_id = returns.leg_id
