-- One row per canonical conversation. Status and closing facts come from the source that owns it, the channel and the
-- intent from where the customer began, the person from the record that knows one.
with merged as (
    select
        canonical_id as conversation_id,
        max(case when person_rank = 1 then person_id end) as person_id,
        max(case when person_rank = 1 and is_identified then 1 else 0 end) = 1 as is_identified,
        {{ first_known(known('channel'), 'contact_rank') }} as channel,
        {{ first_known('mapped_intent_id', 'contact_rank') }} as mapped_intent_id,
        {{ first_known("source || ':' || native_intent", 'contact_rank') }} as native_issue,
        {{ first_known('language', 'contact_rank') }} as language,
        min(opened_at) as opened_at,
        {%- for column in [
            'resolved_at', 'closed_at', 'group_id', 'native_sla_met', 'native_ai_label', 'parent_conversation_id', 'merged_into_id', 'duplicate_of_id',
            'deleted_at', 'tags'
        ] %}
        {{ first_known(column) }} as {{ column }},
        {%- endfor %}
        {%- for column in ['status', 'priority', 'lifecycle_stage'] %}
        {{ first_known(known(column)) }} as {{ column }},
        {%- endfor %}
        -- The owner's only: another record's handle time is another actor's.
        max(case when record_rank = 1 then native_handle_seconds end) as native_handle_seconds,
        max(case when is_proactive then 1 else 0 end) = 1 as is_proactive,
        max(case when is_test then 1 else 0 end) = 1 as is_test,
        count(*) as records,
        min(first_known_at) as first_known_at,
        max(extracted_at) as last_known_at
    from {{ ref('int_conversation_records_ranked') }}
    group by canonical_id
)

select
    merged.*,
    coalesce(mapped_intent_id, 'unknown') as intent_id,
    -- What makes two contacts the same matter. A label outside the taxonomy still equals itself.
    case when mapped_intent_id <> 'unknown' then mapped_intent_id when mapped_intent_id is null then native_issue end
        as issue_key
from merged
