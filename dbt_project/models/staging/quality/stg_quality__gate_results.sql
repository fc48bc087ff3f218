-- One row per promise of a door each time it was judged.
select
    door,
    table_name,
    column_name,
    description as promise,
    severity,
    observed,
    success as is_kept,
    checked_at
from {{ source('quality', 'gate_results') }}
where expectation <> 'gate'
{%- if var('as_of', none) %}
    and checked_at <= {{ utc_timestamp("'" ~ var('as_of') ~ "'") }}
{%- endif %}
