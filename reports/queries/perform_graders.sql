select scorecard_id, dimension, grader_id, grader_type, grader_vendor, n, n_human, n_ai, bias, bias_low,
       bias_high, bias_human, bias_ai, bias_gap, bias_gap_low, bias_gap_high, alpha, drift, verdict,
       never_judges_vendor, is_withheld, sentence
from mart.perform_graders
where dimension is not null
order by grader_type, grader_id, dimension
