-- One row per population, month and channel in which contacts were opened, and scope of the mart that counts them.
-- A scope is a population, a month or all time, and a channel or all. Its number is a narrow key: ranking millions of
-- readings under words takes 1.6 times as long.
with listed as (
    select distinct population, month, channel from {{ ref('int_clock_values') }}
),

cells as (
    select *, row_number() over (order by population, month, channel) as cell_id
    from listed
),

spread as (
    {%- for period in ["'all'", 'month'] %}
    {%- for scope_channel in ["'all'", 'channel'] %}
    select *, {{ period }} as period, {{ scope_channel }} as scope_channel
    from cells
    where {{ period }} is not null and {{ scope_channel }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    cell_id,
    population,
    month,
    channel,
    dense_rank() over (order by population, period, scope_channel) as scope_id,
    period,
    scope_channel
from spread
