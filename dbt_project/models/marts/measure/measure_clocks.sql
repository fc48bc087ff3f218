-- One row per population, period, channel (and `all`) and clock: how long customers and agents waited.
-- The median and the ninetieth percentile are the reading; the mean, which a few long cases move, stands beside them.
with judged as (
    select
        *,
        {{ ratio('unknown_n', '(n + unknown_n)') }} as unknown_share
    from {{ ref('int_clock_statistics') }}
),

explained as (
    select
        *,
        case
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: a time or the opening hours are not known'
            when n = 0 then 'Nothing to measure in this period'
            when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from judged
)

select
    calendar.population,
    calendar.period,
    calendar.period_start_on,
    calendar.channel,
    calendar.clock,
    calendar.running_n,
    {%- for hours, prefix in {'calendar': '', 'business': 'business_'}.items() %}
    {{ hours }}.n as {{ prefix }}n,
    {{ hours }}.unknown_n as {{ prefix }}unknown_n,
    {{ hours }}.unknown_share as {{ prefix }}unknown_share,
    {%- for statistic in ['median', 'median_low', 'median_high', 'p90', 'mean'] %}
    case when {{ hours }}.withheld_reason is null then {{ hours }}.{{ statistic }}_seconds end
        as {{ prefix }}{{ statistic }}_seconds,
    {%- endfor %}
    {{ hours }}.withheld_reason as {{ prefix }}withheld_reason,
    {%- endfor %}
    horizon.observed_until
from explained as calendar
inner join explained as business
    on calendar.population = business.population
    and calendar.period = business.period
    and calendar.channel = business.channel
    and calendar.clock = business.clock
    and business.hours = 'business'
cross join {{ ref('int_horizon_found') }} as horizon
where calendar.hours = 'calendar'
