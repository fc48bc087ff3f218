-- One row per scenario and class to hire, or one that says why there is none.
select
    scenario,
    scenario_order,
    class_number,
    offer_by_on,
    start_on,
    productive_on,
    need_on,
    hires,
    required_fte,
    required_fte_low,
    required_fte_high,
    missing_fte,
    late_weeks,
    late_cost_amount,
    is_gate_open,
    sentence,
    basis
from {{ source('analysis', 'hiring_plan') }}
