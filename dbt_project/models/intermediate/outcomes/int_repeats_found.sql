-- One row per judged leg whose customer came back: the first time, at the same conversation or by another contact.
-- Another contact counts when it is the same person's on the same matter and starts after the end; who answers and
-- which channel it takes do not matter, except to say whether it went elsewhere.
with contacts as (
    select
        screened.conversation_id,
        screened.person_id,
        screened.issue_key,
        screened.channel,
        screened.opened_at,
        first_legs.leg_id,
        first_legs.population
    from {{ ref('int_conversations_screened') }} as screened
    inner join {{ ref('int_legs_measured') }} as first_legs
        on screened.conversation_id = first_legs.conversation_id and first_legs.leg_number = 1
    where screened.is_identified and screened.issue_key is not null and screened.exclusion_reason is null
),

longest as (
    select max(window_hours) as window_hours from {{ ref('resolution_windows') }}
),

returns as (
    select
        ended.leg_id,
        contacts.conversation_id as repeat_conversation_id,
        contacts.leg_id as repeat_leg_id,
        contacts.opened_at as repeat_at,
        'contact' as repeat_kind,
        contacts.channel <> ended.channel or contacts.population <> ended.population as is_elsewhere
    from {{ ref('int_legs_judgeable') }} as ended
    inner join contacts
        on ended.person_id = contacts.person_id
        and ended.issue_key = contacts.issue_key
        and ended.conversation_id <> contacts.conversation_id
        and ended.end_at < contacts.opened_at
    cross join longest
    where ended.is_traceable and contacts.opened_at <= {{ add_hours('ended.end_at', 'longest.window_hours') }}
    union all
    select
        leg_id,
        conversation_id as repeat_conversation_id,
        reopened_leg_id as repeat_leg_id,
        reopened_at as repeat_at,
        'reopen' as repeat_kind,
        false as is_elsewhere
    from {{ ref('int_legs_judgeable') }}
    where reopened_leg_id is not null
)

select
    leg_id,
    repeat_conversation_id,
    repeat_leg_id,
    repeat_at,
    repeat_kind,
    coalesce(is_elsewhere, false) as is_elsewhere
from (
    select
        *,
        row_number() over (partition by leg_id order by repeat_at, repeat_kind desc, repeat_conversation_id)
            as repeat_number
    from returns
) as ordered
where repeat_number = 1
