select scorecard_id, dimension, first_type, second_type, population, n, graders, alpha, alpha_low, alpha_high,
       band, kappa, weighted_kappa, fleiss_kappa, auto_fail_rate, auto_fail_ac1, auto_fail_kappa, is_withheld,
       sentence
from mart.perform_grader_agreement
where dimension is not null
order by scorecard_id, dimension, first_type, second_type, population
