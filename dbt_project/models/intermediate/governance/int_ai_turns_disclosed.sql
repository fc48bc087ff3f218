-- One row per conversation in which an AI wrote to a customer: in which of its turns it said what it is.
with spoken as (
    select
        *,
        {{ extract_pattern('source_conversation_id', '^([^:]+)', 1) }} as source
    from {{ ref('int_events_attributed') }}
    where event_type = 'disclosure' or (event_type = 'message' and visibility = 'public' and actor_type = 'ai')
),

tellers as (
    -- A source with neither words nor disclosures cannot tell that there was none.
    select source
    from spoken
    group by source
    having count(case when event_type = 'disclosure' or text_hash is not null then 1 end) > 0
),

counted as (
    select
        spoken.*,
        tellers.source is not null as is_told,
        count(case when spoken.event_type = 'message' then 1 end) over (
            partition by spoken.conversation_id
            order by spoken.event_position rows between unbounded preceding and current row
        ) as ai_turns
    from spoken
    left join tellers on spoken.source = tellers.source
)

select
    conversation_id,
    max(ai_turns) as ai_turns,
    min(case when event_type = 'disclosure' then ai_turns end) as disclosed_turn,
    max(case when is_told then 1 else 0 end) = 1 as is_told,
    min(case when ai_turns = 1 and event_type = 'message' then occurred_at end) as first_ai_message_at,
    min(case when event_type = 'disclosure' then occurred_at end) as disclosed_at
from counted
group by conversation_id
having max(ai_turns) > 0
