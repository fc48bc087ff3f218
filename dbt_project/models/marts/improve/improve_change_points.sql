-- One row per population, measure and break of the weekly series, matched with what happened in the 7 days before.
select
    population,
    measure,
    break_on,
    weeks_before,
    weeks_after,
    level_before,
    level_after,
    p,
    is_matched,
    event_id,
    event_kind,
    event_label,
    event_owner,
    event_at,
    sentence
from {{ source('analysis', 'change_points') }}
