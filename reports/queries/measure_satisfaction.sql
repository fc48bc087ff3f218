select population, contacts, surveyed, answered, asked_in, response_rate, response_rate_low, response_rate_high,
       raw_value, raw_value_low, raw_value_high, value, value_low, value_high, worst_case_low, worst_case_high,
       classes, effective_answers, is_established, is_withheld, sentence
from mart.measure_satisfaction
where population is not null
order by population
