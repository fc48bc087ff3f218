-- One row per message of a Gorgias ticket, and who wrote it.
{% set fields = {
    'id': 'text', 'ticket_id': 'text', 'public': 'boolean', 'via': 'text', 'from_agent': 'boolean', 'rule_id': 'text',
    'sender': {'id': 'text'}, 'body_text': 'text', 'stripped_text': 'text', 'created_datetime': 'text',
    'failed_datetime': 'text', 'deleted_datetime': 'text'
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'messages'), fields) }}
),

written as (
    select
        r.id as message_id,
        r.ticket_id,
        r.sender.id as sender_id,
        -- What is quoted below an answer was not said in it.
        nullif(trim(coalesce(nullif(trim(r.stripped_text), ''), r.body_text)), '') as body,
        r.deleted_datetime is not null as is_deleted,
        -- What could not be sent the customer never saw.
        coalesce(r.public, true) and r.failed_datetime is null as is_public,
        coalesce(r.from_agent, false) as is_from_agent,
        -- A rule answers in the name of whom its maker chose: that is automation, and not the AI agent.
        r.via = 'rule' or r.rule_id is not null as is_by_rule,
        {{ utc_timestamp('r.created_datetime') }} as occurred_at,
        known_at,
        first_known_at
    from source
),

authored as (
    select
        written.*,
        case
            when not written.is_from_agent then 'customer'
            when coalesce(written.is_by_rule, false) then 'system'
            when coalesce(users.is_bot, false) then 'ai'
            else 'human'
        end as actor_type
    from written
    left join {{ ref('stg_gorgias__users') }} as users on written.is_from_agent and written.sender_id = users.user_id
)

select
    message_id,
    ticket_id,
    actor_type,
    case when actor_type <> 'system' then sender_id end as actor_id,
    is_public,
    case when not is_deleted then length(body) end as text_chars,
    case when not is_deleted then {{ text_hash('body') }} end as text_hash,
    actor_type = 'customer' and coalesce({{ asks_for_a_person('body') }}, false) as is_person_request,
    actor_type = 'ai' and coalesce({{ discloses_ai('body') }}, false) as is_disclosure,
    occurred_at,
    known_at,
    first_known_at
from authored
