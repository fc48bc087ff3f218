-- One row per lens, population and measure: how well the hardest work is done by people and by the AI.
select
    lens,
    population,
    measure,
    n,
    value,
    value_low,
    value_high,
    is_withheld,
    withheld_reason,
    intents,
    sentence
from {{ source('analysis', 'hardest_work') }}
