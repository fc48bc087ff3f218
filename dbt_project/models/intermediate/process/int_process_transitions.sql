-- One row per event that follows another in its conversation: from which activity to which, after what wait, and
-- whether the owner of the process allows it.
with followed as (
    select
        conversation_id,
        first_population,
        event_number,
        lag(activity) over in_order as from_activity,
        activity as to_activity,
        lag(ended_at) over in_order as from_ended_at,
        started_at as to_started_at
    from {{ ref('int_process_events') }}
    window in_order as (partition by conversation_id order by event_number)
)

select
    followed.conversation_id,
    followed.first_population,
    followed.event_number,
    followed.from_activity,
    followed.to_activity,
    greatest(0, {{ seconds_between('followed.from_ended_at', 'followed.to_started_at') }}) as wait_seconds,
    allowed.from_activity is not null as is_allowed
from followed
left join {{ ref('process_transitions') }} as allowed
    on followed.from_activity = allowed.from_activity and followed.to_activity = allowed.to_activity
where followed.from_activity is not null
