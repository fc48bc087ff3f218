-- One row per Intercom conversation part, and one for the first words of each conversation, which are no part there.
{% set fields = {
    'id': 'text', 'conversation_id': 'text', 'part_type': 'text', 'body': 'text', 'created_at': 'integer',
    'redacted': 'boolean', 'state': 'text', 'assigned_to': {'type': 'text', 'id': 'text'},
    'author': {'type': 'text', 'id': 'text', 'from_ai_agent': 'boolean', 'is_ai_answer': 'boolean'}
} %}
with source as (
    {{ latest_records(source('raw_intercom', 'conversation_parts'), fields) }}
),

written as (
    select
        r.id as part_id,
        r.conversation_id as thread_id,
        r.part_type,
        r.author.type as author_type,
        r.author.id as author_id,
        coalesce(r.author.from_ai_agent, r.author.is_ai_answer, false) as is_from_ai,
        coalesce(r.author.is_ai_answer, false) as is_ai_answer,
        r.assigned_to.type as assigned_type,
        nullif(r.assigned_to.id, '0') as assigned_id,
        {{ plain_text('r.body') }} as body,
        coalesce(r.redacted, false) as is_redacted,
        r.state,
        {{ epoch_to_timestamp('r.created_at') }} as occurred_at,
        known_at,
        first_known_at
    from source
    union all
    select
        thread_id || ':source' as part_id,
        thread_id,
        'source' as part_type,
        opening_author_type as author_type,
        opening_author_id as author_id,
        opening_author_type = 'bot' and has_ai as is_from_ai,
        false as is_ai_answer,
        cast(null as string) as assigned_type,
        cast(null as string) as assigned_id,
        opening_body as body,
        is_opening_redacted as is_redacted,
        'open' as state,
        created_at as occurred_at,
        known_at,
        first_known_at
    from {{ ref('stg_intercom__threads') }}
),

placed as (
    select
        *,
        -- Ids of one workspace grow, so among parts of one second the shorter, then the smaller, came first.
        row_number() over (
            partition by thread_id
            order by
                case when part_type = 'source' then 0 else 1 end,
                occurred_at nulls last,
                length(part_id),
                part_id
        ) as place,
        -- Since when the AI agent is in a conversation no field says: a bot that is not Fin is a workflow's.
        case
            when author_type in ('user', 'lead', 'contact') then 'customer'
            when author_type = 'admin' then 'human'
            when author_type = 'bot' and is_from_ai then 'ai'
            else 'system'
        end as actor_type,
        case part_type
            when 'close' then 'closed'
            when 'snoozed' then 'snoozed'
            when 'open' then 'open'
            when 'assign_and_reopen' then 'open'
            else state
        end as state_after
    from written
)

select
    part_id,
    thread_id,
    place,
    part_type,
    actor_type,
    case when actor_type <> 'system' then author_id end as actor_id,
    is_ai_answer,
    assigned_type,
    assigned_id,
    part_type in ('assignment', 'assign_and_reopen') as is_assignment,
    -- Words may come with any step: people answer and close at once, customers reopen by writing.
    body is not null and part_type in (
        'source', 'comment', 'note', 'quick_reply', 'open', 'close', 'assignment', 'assign_and_reopen', 'snoozed'
    ) as is_said,
    part_type = 'note' as is_note,
    -- What stands in place of removed words is the vendor's notice.
    case when not is_redacted then length(body) end as text_chars,
    case when not is_redacted then {{ text_hash('body') }} end as text_hash,
    actor_type = 'customer' and coalesce({{ asks_for_a_person('body') }}, false) as is_person_request,
    actor_type = 'ai' and coalesce({{ discloses_ai('body') }}, false) as is_disclosure,
    coalesce(state_after, 'open') as state_after,
    coalesce(
        lag(coalesce(state_after, 'open')) over (partition by thread_id order by place), 'open'
    ) as state_before,
    occurred_at,
    known_at,
    first_known_at
from placed
