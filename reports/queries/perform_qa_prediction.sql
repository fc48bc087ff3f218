select dimension, population, measure, n, clusters, correlation, slope, slope_low, slope_high, p_value,
       adjusted_p_value, verdict, is_withheld, has_two_quarters, is_removal_candidate, sentence
from mart.perform_qa_prediction
where dimension is not null
order by dimension, measure, population
