-- One row per scorecard dimension and automatic grader: how far it marks from people, on both populations, and whether
-- it may enter comparisons. People who grade are in perform_people_who_grade, which is not published.
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
where grader_type <> 'human'
