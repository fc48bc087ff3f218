-- One row per vendor, period and line: what was invoiced, and each billed unit judged by the standard. The other lines
-- add up to `invoiced` exactly.
with units as (
    select vendor, line, 'all' as period, cast(null as date) as period_start_on, units, mature_units, amount_micros
    from {{ ref('int_reconciliation_units') }}
    union all
    select vendor, line, {{ month_key('fee_month') }} as period, fee_month as period_start_on, units, mature_units,
        amount_micros
    from {{ ref('int_reconciliation_units') }}
    where fee_month is not null
),

lined as (
    select vendor, period, line, units, mature_units, amount_micros from units
    union all
    select vendor, period, 'invoiced' as line, units, mature_units, amount_micros from units
),

summed as (
    select
        vendor,
        period,
        line,
        cast(sum(units) as bigint) as units,
        cast(sum(mature_units) as bigint) as mature_units,
        cast(sum(amount_micros) as bigint) as amount_micros
    from lined
    group by vendor, period, line
),

periods as (
    select
        units.vendor,
        units.period,
        max(units.period_start_on) as period_start_on,
        cast(sum(units.units) as bigint) as invoiced_units,
        cast(sum(case when lines.is_judged then units.mature_units else 0 end) as bigint) as judged_units
    from units
    inner join {{ ref('reconciliation_lines') }} as lines on units.line = lines.line
    group by units.vendor, units.period
),

filled as (
    select
        periods.*,
        lines.line_order,
        lines.line,
        lines.line_label,
        lines.explanation,
        lines.is_disputed,
        lines.is_judged,
        coalesce(summed.units, 0) as units,
        coalesce(summed.mature_units, 0) as mature_units,
        coalesce(summed.amount_micros, 0) as amount_micros
    from periods
    cross join {{ ref('reconciliation_lines') }} as lines
    left join summed
        on periods.vendor = summed.vendor and periods.period = summed.period and lines.line = summed.line
    where not lines.is_optional or summed.line is not null
)

select
    vendor,
    period,
    period_start_on,
    cast(line_order as bigint) as line_order,
    line,
    line_label,
    explanation,
    units,
    {{ from_micros('amount_micros') }} as amount,
    '{{ var("reporting_currency") }}' as currency,
    {{ ratio('units', 'invoiced_units') }} as share,
    {{ wilson_low('least(greatest(units, 0), invoiced_units)', 'invoiced_units') }} as share_low,
    {{ wilson_high('least(greatest(units, 0), invoiced_units)', 'invoiced_units') }} as share_high,
    invoiced_units as n,
    case when is_judged then {{ ratio('mature_units', 'judged_units') }} end as judged_share,
    case when is_judged then {{ wilson_low('mature_units', 'judged_units') }} end as judged_share_low,
    case when is_judged then {{ wilson_high('mature_units', 'judged_units') }} end as judged_share_high,
    case when is_judged then mature_units end as judged_units,
    judged_units as judged_n,
    is_disputed,
    horizon.observed_until
from filled
cross join {{ ref('int_horizon_found') }} as horizon
