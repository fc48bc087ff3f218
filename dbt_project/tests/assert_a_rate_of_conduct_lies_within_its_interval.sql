-- A row here means that a number is shown with an interval that does not contain it, or without one, or although it is
-- withheld.
{% for mart in [
    'process_failure_paths', 'process_hand_offs', 'process_variants', 'process_effort', 'process_governance',
    'process_ai_versions', 'know_figures'
] %}
select '{{ mart }}' as mart, numerator, n, value, value_low, value_high, is_withheld
from {{ ref(mart) }}
where (is_withheld and value is not null)
    or (not is_withheld and (value_low is null or value_low > value or value_high < value))
{{ 'union all' if not loop.last }}
{% endfor %}
