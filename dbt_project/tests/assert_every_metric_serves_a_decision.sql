-- A row here means that a number is shown that nobody has to act on: give it a decision, owner, threshold, cadence and
-- direction in the seed metric_register, or take it off the page.
select metric, decision, owner, threshold, cadence, direction
from {{ ref('metric_register') }}
where decision is null or owner is null or threshold is null or cadence is null or direction is null
    or definition is null
