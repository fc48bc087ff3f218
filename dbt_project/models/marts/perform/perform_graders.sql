-- One row per scorecard dimension and grader: how far each marks from the others, on both populations, and whether
-- an automatic one may enter comparisons.
select
    scorecard_id,
    dimension,
    grader_id,
    grader_type,
    grader_vendor,
    n,
    n_human,
    n_ai,
    bias,
    bias_low,
    bias_high,
    bias_human,
    bias_ai,
    bias_gap,
    bias_gap_low,
    bias_gap_high,
    alpha,
    drift,
    verdict,
    never_judges_vendor,
    is_withheld,
    sentence
from {{ source('analysis', 'graders') }}
