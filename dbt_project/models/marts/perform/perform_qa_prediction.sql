-- One row per scorecard dimension, population and outcome: whether what reviewers score goes with what becomes of
-- the contact.
select
    dimension,
    population,
    measure,
    n,
    clusters,
    correlation,
    slope,
    slope_low,
    slope_high,
    p_value,
    adjusted_p_value,
    verdict,
    is_withheld,
    has_two_quarters,
    is_removal_candidate,
    sentence
from {{ source('analysis', 'qa_prediction') }}
