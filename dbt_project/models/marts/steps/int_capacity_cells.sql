-- One row per queue, intent and local week: what came, what the AI took and kept, what of it came back to a person
-- within 30 days, how long people took, and how it went. The sums from which a mixed staff of people and AI is planned.
with outcomes as (
    select
        legs.conversation_id,
        max(case when legs.is_mature_7d and legs.is_traceable then 1 else 0 end) as judged,
        max(case when legs.is_mature_7d and legs.is_traceable and legs.resolution = 'verified' then 1 else 0 end)
            as verified,
        max(case when legs.is_mature_30d and legs.is_traceable and legs.population = 'ai' then 1 else 0 end)
            as watched,
        max(case when legs.is_mature_30d and legs.is_traceable and legs.population = 'ai'
            and legs.recontact_30d and later.human_legs > 0 then 1 else 0 end) as returned
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('fct_legs') }} as repeats on legs.recontact_leg_id = repeats.leg_id
    left join {{ ref('fct_conversations') }} as later on repeats.conversation_id = later.conversation_id
    where legs.is_judged
    group by legs.conversation_id
),

ratings as (
    select
        conversation_id,
        count(*) as rated,
        count(case when csat >= 0.75 then 1 end) as satisfied
    from {{ ref('fct_legs') }}
    where csat is not null
    group by conversation_id
),

contacts as (
    select
        conversations.*,
        coalesce(families.channel_group, conversations.channel) as queue,
        coalesce(conversations.first_population = 'ai', false) as is_tried,
        coalesce(conversations.first_population = 'ai', false) and conversations.human_legs = 0 as is_kept
    from {{ ref('fct_conversations') }} as conversations
    left join {{ ref('channel_groups') }} as families on conversations.channel = families.channel
    where conversations.exclusion_reason is null and conversations.channel is not null
        and conversations.opened_local_on is not null
)

select
    contacts.queue,
    coalesce(contacts.intent_id, 'unknown') as intent_id,
    intents.complexity,
    cast(date_trunc('week', contacts.opened_local_on) as date) as week_start_on,
    count(*) as contacts,
    count(case when contacts.contact_number = 1 then 1 end) as first_contacts,
    count(case when contacts.contact_number = 1 and contacts.is_tried then 1 end) as first_tried_by_ai,
    count(case when contacts.contact_number = 1 and contacts.is_kept then 1 end) as first_kept_by_ai,
    count(case when contacts.is_kept and outcomes.watched = 1 then 1 end) as kept_watched,
    count(case when contacts.is_kept and outcomes.returned = 1 then 1 end) as kept_returned,
    count(case when times.handle_seconds > 0 then 1 end) as timed,
    cast(coalesce(sum(case when times.handle_seconds > 0 then times.handle_seconds end), 0) as bigint)
        as handle_seconds,
    count(case when not times.is_handed_off and times.handle_seconds > 0 then 1 end) as direct_timed,
    cast(coalesce(sum(case when not times.is_handed_off then times.handle_seconds end), 0) as bigint)
        as direct_seconds,
    count(
        case when times.is_handed_off and times.handle_seconds > 0 and times.standard_n >= {{ minimum_n() }} then 1 end
    ) as extra_timed,
    cast(coalesce(sum(
        case
            when times.is_handed_off and times.handle_seconds > 0 and times.standard_n >= {{ minimum_n() }}
                then times.handle_seconds - times.standard_seconds
        end
    ), 0) as bigint) as extra_seconds,
    count(case when outcomes.judged = 1 then 1 end) as judged,
    count(case when outcomes.judged = 1 and outcomes.verified = 1 then 1 end) as verified,
    cast(coalesce(sum(ratings.rated), 0) as bigint) as rated,
    cast(coalesce(sum(ratings.satisfied), 0) as bigint) as satisfied
from contacts
left join {{ ref('dim_intents') }} as intents on contacts.intent_id = intents.intent_id
left join {{ ref('int_handle_standards') }} as times on contacts.conversation_id = times.conversation_id
left join outcomes on contacts.conversation_id = outcomes.conversation_id
left join ratings on contacts.conversation_id = ratings.conversation_id
group by
    contacts.queue, coalesce(contacts.intent_id, 'unknown'), intents.complexity,
    cast(date_trunc('week', contacts.opened_local_on) as date)
