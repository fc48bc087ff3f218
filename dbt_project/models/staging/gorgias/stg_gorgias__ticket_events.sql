-- One row per event in which something was done to a Gorgias ticket, in the tool's own words.
{% set fields = {
    'id': 'text', 'type': 'text', 'object_type': 'text', 'object_id': 'text', 'user_id': 'text',
    'created_datetime': 'text',
    'data': {
        'assignee_user_id': 'text', 'assignee_team_id': 'text', 'tags_added': ['text'], 'tags_removed': ['text']
    }
} %}
with source as (
    {{ latest_records(source('raw_gorgias', 'events'), fields) }}
)

select
    source.r.id as event_id,
    source.r.object_id as ticket_id,
    source.r.type as event_word,
    source.r.data.assignee_user_id as assigned_user_id,
    source.r.data.assignee_team_id as assigned_team_id,
    source.r.data.tags_added as tags_added,
    source.r.data.tags_removed as tags_removed,
    source.r.user_id as actor_id,
    -- Nobody's name on it: a rule, the tool itself or the customer.
    case when source.r.user_id is null then 'system' when coalesce(users.is_bot, false) then 'ai' else 'human' end
        as actor_type,
    {{ utc_timestamp('source.r.created_datetime') }} as occurred_at,
    source.known_at,
    source.first_known_at
from source
left join {{ ref('stg_gorgias__users') }} as users on source.r.user_id = users.user_id
where source.r.object_type = 'Ticket'
