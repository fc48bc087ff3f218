-- One row per incident: when it was noticed and when it was contained.
select
    ops_event_id as incident_id,
    intents,
    magnitude,
    {{ seconds_between('started_at', 'ended_at') }} as seconds_to_containment,
    started_at as detected_at,
    ended_at as contained_at,
    first_known_at,
    extracted_at as last_known_at
from {{ ref('int_ops_events_unioned') }}
where kind = 'incident'
