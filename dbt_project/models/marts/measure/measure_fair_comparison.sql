-- One row per comparison and measure: the verdict on the same work, or why it is withheld.
select
    comparison,
    measure,
    verdict,
    sentence,
    difference,
    low as difference_low,
    high as difference_high
from {{ source('analysis', 'fair_comparisons') }}
