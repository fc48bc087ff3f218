-- One row per message or note of a Freshdesk ticket. Its first words are its description, no conversation of it.
{% set fields = {
    'id': 'text', 'ticket_id': 'text', 'user_id': 'text', 'body': 'text', 'body_text': 'text', 'incoming': 'boolean',
    'private': 'boolean', 'created_at': 'text'
} %}
with source as (
    {{ latest_records(source('raw_freshdesk', 'conversations'), fields) }}
),

transcripts as (
    select ticket_id
    from {{ ref('stg_freshdesk__ticket_tags') }}
    where tag = '{{ var("freshdesk_transcript_tag") }}'
),

said as (
    select
        r.id as message_id,
        r.ticket_id,
        r.user_id,
        coalesce(r.incoming, false) as is_incoming,
        not coalesce(r.private, false) as is_public,
        coalesce(nullif(trim(r.body_text), ''), {{ plain_text('r.body') }}) as body,
        {{ utc_timestamp('r.created_at') }} as occurred_at,
        known_at,
        first_known_at
    from source
),

opened as (
    select
        tickets.ticket_id,
        tickets.requester_id,
        tickets.description,
        -- An outbound e-mail is the company's; a chat's transcript nobody's: both sides speak in it.
        case
            when transcripts.ticket_id is not null then 'system'
            when tickets.native_channel = '10' then 'human'
            else 'customer'
        end as actor_type,
        tickets.created_at,
        tickets.known_at,
        tickets.first_known_at
    from {{ ref('stg_freshdesk__tickets') }} as tickets
    left join transcripts on tickets.ticket_id = transcripts.ticket_id
)

select
    message_id,
    ticket_id,
    case
        when is_incoming then 'customer'
        when {{ is_freshdesk_tool('user_id') }} then case when is_public then 'ai' else 'system' end
        else 'human'
    end as actor_type,
    user_id as actor_id,
    is_public,
    length(body) as text_chars,
    {{ text_hash('body') }} as text_hash,
    case when not is_public then {{ extract_pattern('lower(body)', var('freshdesk_merge_note'), 1) }} end
        as merged_into_ticket_id,
    occurred_at,
    known_at,
    first_known_at
from said
union all
select
    ticket_id || ':description' as message_id,
    ticket_id,
    actor_type,
    case when actor_type = 'customer' then requester_id end as actor_id,
    actor_type <> 'system' as is_public,
    length(description) as text_chars,
    {{ text_hash('description') }} as text_hash,
    cast(null as string) as merged_into_ticket_id,
    created_at as occurred_at,
    known_at,
    first_known_at
from opened
