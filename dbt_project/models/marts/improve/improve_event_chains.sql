-- One row per event whose effect an edge predicts, and per anomaly: inside the window of an event, or unexplained.
select
    chain_id,
    kind,
    edge_id,
    event_id,
    event_label,
    happened_on,
    intent_id,
    target,
    window_start_on,
    window_end_on,
    n,
    observed,
    expected,
    z,
    p_adjusted,
    is_signal,
    posterior_active,
    sentence
from {{ source('analysis', 'event_chains') }}
