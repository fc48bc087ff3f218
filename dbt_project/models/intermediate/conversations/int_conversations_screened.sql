-- One row per canonical conversation, with the reason it does not count as a contact, where there is one.
-- A duplicate is the same person's same first words within 10 minutes of the conversation before.
with first_words as (
    select conversation_id, text_hash
    from (
        select
            conversation_id,
            text_hash,
            row_number() over (partition by conversation_id order by event_position) as message_number
        from {{ ref('int_conversation_events_ordered') }}
        where event_type = 'message' and actor_type = 'customer'
    ) as messages
    where message_number = 1
),

tagged as (
    select conversations.conversation_id, min(noise.exclusion_reason) as exclusion_reason
    from {{ ref('int_conversations_merged') }} as conversations
    inner join {{ ref('noise_tags') }} as noise on contains(conversations.tags, '"' || noise.tag || '"')
    group by conversations.conversation_id
),

compared as (
    select
        conversations.*,
        tagged.exclusion_reason as tagged_reason,
        lag(conversations.opened_at) over (
            partition by conversations.person_id, first_words.text_hash
            order by
                case when conversations.opened_at is null then 1 else 0 end,
                conversations.opened_at,
                conversations.conversation_id
        ) as same_words_before_at,
        first_words.text_hash is not null and conversations.person_id is not null as is_comparable
    from {{ ref('int_conversations_merged') }} as conversations
    left join first_words on conversations.conversation_id = first_words.conversation_id
    left join tagged on conversations.conversation_id = tagged.conversation_id
)

select
    conversation_id,
    person_id,
    is_identified,
    issue_key,
    channel,
    opened_at,
    case
        when is_test then 'test'
        when tagged_reason is not null then tagged_reason
        when deleted_at is not null or status = 'deleted' then 'deleted'
        when merged_into_id is not null then 'merged'
        when duplicate_of_id is not null then 'duplicate'
        when is_comparable and {{ seconds_between('same_words_before_at', 'opened_at') }} <= 600 then 'duplicate'
    end as exclusion_reason
from compared
