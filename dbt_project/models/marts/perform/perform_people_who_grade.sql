-- One row per scorecard dimension and person who grades: how far they mark from the others. About persons: it stays in
-- the warehouse, for calibration with them and never for ranking them.
select
    scorecard_id,
    dimension,
    grader_id,
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
    is_withheld,
    sentence
from {{ source('analysis', 'graders') }}
where grader_type = 'human'
