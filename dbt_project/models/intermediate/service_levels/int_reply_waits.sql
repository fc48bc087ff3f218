-- One row per time that a customer wrote again after a reply, and when that was answered.
-- Several messages in a row are one wait, from the first of them. A closing without a reply ends the wait as well:
-- nobody owes an answer to the thanks that a case was closed with.
{% set is_reply = 'is_answer and not coalesce(is_greeting, false)' %}
with turns as (
    select
        conversation_id,
        event_position,
        occurred_at,
        is_customer_message,
        {{ is_reply }} as is_reply,
        case when ({{ is_reply }}) or event_type in ('solved', 'closed') then 1 else 0 end as ends_wait
    from {{ ref('int_events_attributed') }}
    where is_customer_message or is_answer or event_type in ('solved', 'closed')
),

numbered as (
    select
        *,
        sum(ends_wait) over so_far as endings,
        sum(case when is_reply then 1 else 0 end) over so_far as replies
    from turns
    window so_far as (
        partition by conversation_id order by event_position rows between unbounded preceding and current row
    )
),

rounds as (
    select
        conversation_id,
        endings,
        max(replies) as replies,
        max(case when is_customer_message then 1 else 0 end) = 1 as is_wait,
        {{ time_of_first('is_customer_message') }} as asked_at,
        -- The ending that opened this round of the conversation closed the one before.
        max(case when ends_wait = 1 then occurred_at end) as opened_by_at
    from numbered
    group by conversation_id, endings
),

answered as (
    select
        *,
        lead(opened_by_at) over (partition by conversation_id order by endings) as answered_at,
        lead(endings) over (partition by conversation_id order by endings) is not null as is_over
    from rounds
)

select
    conversation_id,
    row_number() over (partition by conversation_id order by endings) as occurrence,
    asked_at,
    answered_at,
    is_over
from answered
where is_wait and replies > 0
