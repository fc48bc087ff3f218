-- One row per contact, clock, kind of hours and scope that counts it: eight for each contact and clock, so it is not
-- stored.
{{ config(materialized='view') }}
{% set hours = {'calendar': 'seconds', 'business': 'business_seconds'} %}
with cells as (
    select distinct cell_id, population, month, channel from {{ ref('int_clock_scopes') }}
),

told as (
    select
        cells.cell_id,
        clock_values.clock_order,
        clock_values.has_come,
        clock_values.seconds,
        clock_values.business_seconds
    from {{ ref('int_clock_values') }} as clock_values
    inner join cells
        on clock_values.population = cells.population
        and clock_values.month is not distinct from cells.month
        and clock_values.channel is not distinct from cells.channel
)

{% for name, seconds in hours.items() -%}
select
    scopes.scope_id,
    told.clock_order,
    {{ 'true' if name == 'business' else 'false' }} as is_business,
    told.has_come,
    told.{{ seconds }} as seconds
from told
inner join {{ ref('int_clock_scopes') }} as scopes on told.cell_id = scopes.cell_id
{{ 'union all' if not loop.last }}
{% endfor %}
