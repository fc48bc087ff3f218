-- One row per live channel and period: who waited for a person, and whether they were answered or gave up, within the
-- threshold or after it. Waiting starts when the customer was queued, else when the person's turn began.
with calls as (
    select conversation_id, max(case when event_type = 'answered' then 1 else 0 end) = 1 as is_answer_told
    from {{ ref('int_conversation_events_ordered') }}
    group by conversation_id
),

turns as (
    select
        *,
        row_number() over (partition by conversation_id order by leg_number) as turn
    from {{ ref('fct_legs') }}
    where population = 'human' and received_by in ('new', 'hand_off') and exclusion_reason is null
),

waits as (
    select
        turns.channel,
        periods.period,
        periods.period_start_on,
        thresholds.threshold_seconds,
        not turns.is_handled as has_given_up,
        case
            when not turns.is_handled then turns.elapsed_seconds
            -- What is written after a call does not say when the call was answered.
            when turns.channel <> 'voice' or calls.is_answer_told then turns.wait_seconds
        end as waited_seconds
    from turns
    inner join {{ ref('queue_thresholds') }} as thresholds on turns.channel = thresholds.channel
    inner join {{ ref('int_contact_periods') }} as periods on turns.conversation_id = periods.conversation_id
    left join calls on turns.conversation_id = calls.conversation_id
    where turns.turn = 1 and (turns.is_handled or turns.ended_by = 'abandoned')
)

select
    channel,
    period,
    period_start_on,
    threshold_seconds,
    count(case when waited_seconds <= threshold_seconds and not has_given_up then 1 end) as answered_within,
    count(case when waited_seconds > threshold_seconds and not has_given_up then 1 end) as answered_after,
    count(case when waited_seconds <= threshold_seconds and has_given_up then 1 end) as abandoned_within,
    count(case when waited_seconds > threshold_seconds and has_given_up then 1 end) as abandoned_after,
    cast(sum(case when not has_given_up then waited_seconds end) as bigint) as answered_wait_seconds,
    -- A wait of hours spans the night and is no test of patience: everybody is watched for an hour at most.
    cast(sum(case when waited_seconds is not null then least(waited_seconds, 3600) end) as bigint)
        as watched_wait_seconds,
    count(case when has_given_up and waited_seconds <= 3600 then 1 end) as watched_abandoned,
    count(case when waited_seconds is null then 1 end) as unknown_n
from waits
group by channel, period, period_start_on, threshold_seconds
