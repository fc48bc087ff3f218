select population, channel, family, eligible, reviewed, reviewed_by_people, reviewed_by_machines, coverage,
       coverage_low, coverage_high, parity_gap, parity_gap_low, parity_gap_high, reviews_needed,
       reviews_missing, sentence
from mart.perform_qa_coverage
where population is not null
order by channel, family, population desc
