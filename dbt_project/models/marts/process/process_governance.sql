-- One row per period, channel, language (each and `all`) and measure of how the AI is governed.
with known as (
    select
        counts.*,
        register.metric_label,
        register.unit,
        case when register.unit = 'per_1000' then 1000 else 1 end as scale,
        -- A source that tells nothing of the kind cannot be told from one where it never happened.
        max(case when counts.metric in ('disclosure_in_time', 'disclosure_late') then counts.numerator else 0 end)
            over () as disclosures
    from {{ ref('int_governance_counts') }} as counts
    inner join {{ ref('metric_register') }} as register on 'governance_' || counts.metric = register.metric
),

rated as (
    select
        known.*,
        {{ withheld_reason('n', '0', "when metric like 'disclosure%' and disclosures = 0 "
            ~ "then 'No source says when the AI disclosed itself'") }} as withheld_reason
    from known
)

select
    rated.period,
    rated.period_start_on,
    rated.channel,
    rated.language,
    rated.metric,
    rated.metric_label,
    rated.unit,
    rated.numerator,
    rated.n,
    case when rated.withheld_reason is null then rated.scale * {{ ratio('rated.numerator', 'rated.n') }} end as value,
    case when rated.withheld_reason is null then rated.scale * {{ wilson_low('rated.numerator', 'rated.n') }} end
        as value_low,
    case when rated.withheld_reason is null then rated.scale * {{ wilson_high('rated.numerator', 'rated.n') }} end
        as value_high,
    rated.withheld_reason is not null as is_withheld,
    rated.withheld_reason,
    horizon.observed_until
from rated
cross join {{ ref('int_horizon_found') }} as horizon
