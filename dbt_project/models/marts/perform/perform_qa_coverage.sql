-- One row per population, channel and family of intents, with `all`: how much is reviewed, the gap between the
-- populations, and how many reviews a mean needs.
select
    population,
    channel,
    family,
    eligible,
    reviewed,
    reviewed_by_people,
    reviewed_by_machines,
    coverage,
    coverage_low,
    coverage_high,
    parity_gap,
    parity_gap_low,
    parity_gap_high,
    reviews_needed,
    reviews_missing,
    sentence
from {{ source('analysis', 'qa_coverage') }}
