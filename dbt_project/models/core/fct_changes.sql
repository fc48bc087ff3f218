-- One row per change of policy, knowledge or AI, with how long it took to reach each population.
select
    change_id,
    {{ known('kind') }} as kind,
    subject,
    intents,
    {{ seconds_between('decided_at', 'live_for_humans_at') }} as seconds_to_humans,
    {{ seconds_between('decided_at', 'live_for_ai_at') }} as seconds_to_ai,
    decided_at,
    live_for_humans_at,
    live_for_ai_at,
    rolled_back_at,
    first_known_at,
    extracted_at as last_known_at
from {{ ref('int_changes_unioned') }}
