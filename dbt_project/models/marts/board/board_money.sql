-- One row per vendor that bills per outcome: how much of the bill stands by our rule.
{{ config(materialized='ephemeral', contract={'enforced': false}) }}
with bills as (
    select
        vendor,
        max(case when line = 'invoiced' then units end) as invoiced_units,
        max(case when line = 'invoiced' then amount end) as invoiced_amount,
        max(case when line = 'verified' then units end) as verified_units,
        max(judged_n) as judged_units,
        cast(sum(case when line in ('came_back', 'went_elsewhere') then judged_units else 0 end) as bigint)
            as returned_units,
        sum(case when is_disputed then amount else 0 end) as disputed_amount,
        cast(sum(case when line in ('unmatched', 'unverifiable') then units else 0 end) as bigint) as uncheckable_units,
        max(currency) as currency
    from {{ ref('measure_vendor_reconciliation') }}
    where period = 'all'
    group by vendor
),

bounded as (
    select
        *,
        {{ ratio('returned_units', 'judged_units') }} as value,
        {{ wilson_low('returned_units', 'judged_units') }} as value_low,
        {{ wilson_high('returned_units', 'judged_units') }} as value_high,
        case when judged_units < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} billed units can be judged' end
            as withheld_reason
    from bills
)

select
    cast(49 + row_number() over (order by vendor) as bigint) as line_order,
    'money' as section,
    vendor || ' billed ' || {{ whole_text('invoiced_units') }} || ' resolutions for '
    || {{ amount_text('invoiced_amount') }} || ' ' || currency || '. ' || case
        when withheld_reason is not null then 'How many hold is not shown. ' || withheld_reason || '.'
        else 'Of the ' || {{ whole_text('judged_units') }} || ' that can be judged, '
            || {{ percent_text('value', 'value_low', 'value_high') }} || ' % ('
            || {{ percent_text('value_low', 'value_low', 'value_high') }} || ' to '
            || {{ percent_text('value_high', 'value_low', 'value_high') }}
            || ' %) were followed by the same person on the same matter within the window; '
            || 'units disputed for any reason cost '
            || {{ amount_text('disputed_amount') }} || ' ' || currency || '. '
            || {{ whole_text('uncheckable_units') }} || ' units cannot be checked.'
    end as headline,
    'ai' as population,
    'vendor_reconciliation' as metric,
    case when withheld_reason is null then value end as value,
    case when withheld_reason is null then value_low end as value_low,
    case when withheld_reason is null then value_high end as value_high,
    judged_units as n,
    'share' as unit,
    withheld_reason is not null as is_withheld,
    withheld_reason
from bounded
