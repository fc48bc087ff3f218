-- One row per first reply of a leg: how old the newest thing was that the customer had done by then, here or elsewhere.
with replies as (
    select
        legs.leg_id,
        legs.conversation_id,
        legs.population,
        legs.channel,
        conversations.person_id,
        landmarks.first_reply_at
    from {{ ref('fct_legs') }} as legs
    inner join {{ ref('int_conversations_merged') }} as conversations
        on legs.conversation_id = conversations.conversation_id
    inner join {{ ref('int_leg_landmarks') }} as landmarks
        on legs.conversation_id = landmarks.conversation_id and legs.leg_number = landmarks.leg_number
    where legs.exclusion_reason is null and legs.population in ('human', 'ai')
        and landmarks.first_reply_at is not null and conversations.person_id is not null
),

moments as (
    select person_id, first_reply_at as moment_at, 2 as kind_order, 'reply' as kind, leg_id from replies
    union all
    select
        conversations.person_id,
        events.occurred_at as moment_at,
        1 as kind_order,
        'words' as kind,
        cast(null as string) as leg_id
    from {{ ref('int_events_attributed') }} as events
    inner join {{ ref('int_conversations_merged') }} as conversations
        on events.conversation_id = conversations.conversation_id
    where events.is_customer_message and events.occurred_at is not null and conversations.person_id is not null
    union all
    -- A conversation ends with its last reply or later: what has ended before a reply is another one.
    select
        conversations.person_id,
        finished.finished_at as moment_at,
        3 as kind_order,
        'ended' as kind,
        cast(null as string) as leg_id
    from {{ ref('fct_conversations') }} as finished
    inner join {{ ref('int_conversations_merged') }} as conversations
        on finished.conversation_id = conversations.conversation_id
    where finished.finished_at is not null and conversations.person_id is not null
    union all
    select
        customers.person_id,
        valued.occurred_at as moment_at,
        1 as kind_order,
        'value' as kind,
        cast(null as string) as leg_id
    from {{ ref('int_customer_value_events_unioned') }} as valued
    inner join {{ ref('int_customers_stitched') }} as customers on valued.customer_id = customers.customer_id
    where valued.occurred_at is not null
),

known as (
    select
        leg_id,
        moment_at as replied_at,
        max(case when kind in ('words', 'value') then moment_at end) over so_far as newest_at,
        max(case when kind in ('ended', 'value') then moment_at end) over so_far as elsewhere_at
    from moments
    window so_far as (
        partition by person_id order by moment_at, kind_order rows between unbounded preceding and current row
    )
)

select
    replies.leg_id,
    replies.conversation_id,
    replies.population,
    replies.channel,
    {{ seconds_between('known.newest_at', 'known.replied_at') }} as age_seconds,
    {{ seconds_between('known.elsewhere_at', 'known.replied_at') }} as elsewhere_age_seconds
from replies
inner join known on replies.leg_id = known.leg_id
