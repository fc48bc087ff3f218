{#- What the exports of AI vendors have in common, once each is read: its `stg_<source>__ai_conversations` has one row per
    conversation, its `stg_<source>__messages` one per message. A vendor's id of a conversation is `<source>_conversation_id`. -#}

{#- Columns of a message that its words tell: no field says that a person was asked for, or that the AI said what it is. -#}
{% macro what_was_said(body, sender_type) -%}
length({{ body }}) as text_chars,
    {{ text_hash(body) }} as text_hash,
    case when {{ sender_type }} = 'customer' then coalesce({{ asks_for_a_person(body) }}, false) else false end
        as is_person_request,
    case when {{ sender_type }} = 'ai' then coalesce({{ discloses_ai(body) }}, false) else false end as is_disclosure
{%- endmacro %}

{#- The helpdesk whose tickets an AI vendor's conversations name: the one set, else the one that is set up. -#}
{% macro helpdesk_of_tickets() -%}
{%- set set_up = ['freshdesk', 'gorgias', 'intercom'] | select('in', var('optional_sources', [])) | list -%}
{{ return(var('ai_tickets_in') or (set_up + ['zendesk'])[0]) }}
{%- endmacro %}

{#- The entity `conversations`. `customer` is the column with the vendor's key of the customer, where it has one, `helpdesk` the one
    whose tickets it names, where it can be no other's. Vendors keep no status: a label is a judgement, not an end. A ticket made for
    a conversation is that conversation seen from the helpdesk. -#}
{% macro ai_vendor_conversations(source, customer=none, helpdesk=none) -%}
with conversations as (
    select * from {{ ref('stg_' ~ source ~ '__ai_conversations') }}
),

channels as (
    select * from {{ ref('channel_mapping') }}
    where source = '{{ source }}'
)

select
    '{{ source }}:' || conversations.{{ source }}_conversation_id as conversation_id,
    coalesce(
        '{{ helpdesk or helpdesk_of_tickets() }}:' || conversations.ticket_id,
        '{{ source }}:' || conversations.{{ source }}_conversation_id
    ) as canonical_conversation_id,
    {{ mapped_or_unknown('channels.channel', 'lower(conversations.platform)') }} as channel,
    {{ "'" ~ source ~ ":' || conversations." ~ customer if customer else 'cast(null as string)' }} as customer_id,
    cast(null as string) as group_id,
    conversations.created_at as opened_at,
    cast(null as timestamp) as resolved_at,
    cast(null as timestamp) as closed_at,
    cast(null as string) as status,
    cast(null as string) as native_status,
    -- The AI's own time; the time of people after a hand-off is the helpdesk's to tell.
    conversations.ai_handle_seconds as native_handle_seconds,
    cast(null as boolean) as native_sla_met,
    conversations.native_intent,
    conversations.resolution_label as native_ai_label,
    cast(null as string) as priority,
    conversations.language,
    cast(null as string) as lifecycle_stage,
    cast(null as boolean) as is_proactive,
    conversations.is_test,
    cast(null as string) as parent_conversation_id,
    cast(null as string) as merged_into_id,
    cast(null as string) as duplicate_of_id,
    cast(null as timestamp) as deleted_at,
    cast(null as string) as tags,
    '{{ source }}' as source,
    conversations.known_at as extracted_at,
    conversations.first_known_at,
    conversations.updated_at as source_updated_at
from conversations
left join channels on lower(conversations.platform) = channels.native_channel
{%- endmacro %}

{#- The entity `customers`. The vendor's key is a browser's or an account's, not a person's: only an address makes it one. -#}
{% macro ai_vendor_customers(source, customer) -%}
with conversations as (
    select
        *,
        min(created_at) over (partition by {{ customer }}) as first_created_at,
        min(first_known_at) over (partition by {{ customer }}) as customer_first_known_at,
        row_number() over (
            partition by {{ customer }}
            order by
                case when email_hash is null then 1 else 0 end asc,
                created_at desc nulls last,
                {{ source }}_conversation_id asc
        ) as preference
    from {{ ref('stg_' ~ source ~ '__ai_conversations') }}
    where {{ customer }} is not null
)

select
    '{{ source }}:' || {{ customer }} as customer_id,
    cast(null as string) as account_id,
    email_hash as identity_hash,
    cast(null as string) as segment,
    cast(null as string) as plan,
    cast(null as string) as region,
    language,
    first_created_at as created_at,
    cast(null as string) as lifecycle_stage,
    email_hash is not null as is_identified,
    '{{ source }}' as source,
    known_at as extracted_at,
    customer_first_known_at as first_known_at,
    updated_at as source_updated_at
from conversations
where preference = 1
{%- endmacro %}

{#- The entity `conversation_events`: what was said, the hand-off, and two things the words show, which follow their message.
    `position` puts messages in order where their times do not. A hand-off whose time no vendor tells (`hand_off_at`) keeps
    its place behind its message, and is null. -#}
{% macro ai_vendor_events(source, position='message_id', hand_off_at='events.occurred_at') -%}
with messages as (
    select * from {{ ref('stg_' ~ source ~ '__messages') }}
),

conversations as (
    select
        {{ source }}_conversation_id,
        ai_agent_id
    from {{ ref('stg_' ~ source ~ '__ai_conversations') }}
),

facets as (
    select
        kinds.event_type,
        kinds.id_suffix,
        kinds.facet_order
    from (
        values
        ('message', '', 1),
        ('human_requested', ':human_requested', 2),
        ('disclosure', ':disclosure', 3),
        ('hand_off', ':hand_off', 4)
    ) as kinds (event_type, id_suffix, facet_order)
),

events as (
    select
        messages.*,
        facets.event_type,
        facets.id_suffix,
        row_number() over (
            partition by messages.{{ source }}_conversation_id
            order by messages.occurred_at nulls last, messages.{{ position }}, facets.facet_order
        ) as sequence
    from messages
    inner join facets
        on case facets.event_type
            when 'message' then messages.is_said
            when 'human_requested' then messages.is_said and messages.is_person_request
            when 'disclosure' then messages.is_said and messages.is_disclosure
            when 'hand_off' then messages.is_hand_off
        end
)

select
    '{{ source }}:' || events.message_id || events.id_suffix as event_id,
    '{{ source }}:' || events.{{ source }}_conversation_id as conversation_id,
    case when events.event_type = 'hand_off' then {{ hand_off_at }} else events.occurred_at end as occurred_at,
    events.sequence,
    events.event_type,
    -- Whoever posts the hand-off message, it is the AI that hands over.
    case
        when events.event_type = 'hand_off' or events.sender_type = 'ai' then conversations.ai_agent_id
        else '{{ source }}:' || events.sender
    end as actor_id,
    case when events.event_type = 'hand_off' then 'ai' else events.sender_type end as actor_type,
    case when events.event_type <> 'hand_off' then 'public' end as visibility,
    cast(null as string) as from_value,
    cast(null as string) as to_value,
    case when events.event_type = 'message' then events.text_chars end as text_chars,
    case when events.event_type = 'message' then events.text_hash end as text_hash,
    {{ unknown_steps_of_a_model() }},
    '{{ source }}' as source,
    events.known_at as extracted_at,
    events.first_known_at,
    events.occurred_at as source_updated_at
from events
left join conversations on events.{{ source }}_conversation_id = conversations.{{ source }}_conversation_id
{%- endmacro %}

{#- The entity `outcome_claims`: what the vendor calls resolved, by a definition of its own. A label, not a bill: what was
    invoiced comes with the billing statement. The change that brought the label is the nearest time known. -#}
{% macro ai_vendor_claims(source, is_claimed, claim_state="'assumed'", claimed_at='updated_at') -%}
with conversations as (
    select * from {{ ref('stg_' ~ source ~ '__ai_conversations') }}
    where {{ is_claimed }}
)

select
    '{{ source }}:claim:' || {{ source }}_conversation_id as claim_id,
    '{{ source }}:' || {{ source }}_conversation_id as conversation_id,
    '{{ source }}' as vendor,
    'resolved' as outcome,
    {{ claim_state }} as claim_state,
    {{ claimed_at }} as claimed_at,
    cast(null as timestamp) as withdrawn_at,
    cast(null as decimal(18, 6)) as billed_amount,
    cast(null as string) as currency,
    cast(null as string) as invoice_id,
    '{{ source }}' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from conversations
{%- endmacro %}

{#- The entity `ratings`, of vendors that give a score from 1 to 5 without saying when it was asked for or given. -#}
{% macro ai_vendor_ratings(source) -%}
with conversations as (
    select * from {{ ref('stg_' ~ source ~ '__ai_conversations') }}
    where csat_score is not null
)

select
    '{{ source }}:csat:' || {{ source }}_conversation_id as rating_id,
    '{{ source }}:' || {{ source }}_conversation_id as conversation_id,
    -- After a hand-off a person may be the one rated; the vendor does not say.
    case when is_escalated = false then ai_agent_id end as actor_id,
    'csat' as kind,
    csat_score as score,
    1.0e0 as scale_min,
    5.0e0 as scale_max,
    cast(null as timestamp) as asked_at,
    cast(null as timestamp) as answered_at,
    '{{ source }}' as source,
    known_at as extracted_at,
    first_known_at,
    updated_at as source_updated_at
from conversations
{%- endmacro %}
