-- A row here is an entry of a register that leads nowhere: a column without a metric, an indicator without a function
-- or tier, a target of an unknown stage, a wording of an unknown metric or version. Correct the seed that is named.
with newest as (
    select metric, max(definition_version) as version from {{ ref('metric_versions') }} group by metric
)

select 'metric_columns' as register, columns.mart || '.' || columns.column_name as entry
from {{ ref('metric_columns') }} as columns
left join {{ ref('metric_register') }} as metrics on columns.metric = metrics.metric
where (columns.metric is not null and (metrics.metric is null or metrics.mart <> columns.mart))
    or (columns.metric is null and columns.key_column is null)
union all
select 'metric_register' as register, metrics.metric as entry
from {{ ref('metric_register') }} as metrics
left join {{ ref('functions') }} as functions on metrics.function_id = functions.function_id
where functions.function_id is null or metrics.grade not in ('decision', 'performance', 'legacy')
union all
select 'functions' as register, functions.function_id as entry
from {{ ref('functions') }} as functions
left join {{ ref('artefacts') }} as artefacts
    on functions.artefact_id = artefacts.artefact_id and functions.function_id = artefacts.function_id
where artefacts.artefact_id is null
union all
select 'maturity_indicators' as register, indicators.indicator_id as entry
from {{ ref('maturity_indicators') }} as indicators
left join {{ ref('functions') }} as functions on indicators.function_id = functions.function_id
left join {{ ref('tiers') }} as tiers on indicators.tier_id = tiers.tier_id
where functions.function_id is null or tiers.tier_id is null
    or indicators.applies_to not in ('both', 'human', 'ai', 'company')
    or indicators.direction not in ('up', 'down', 'below')
union all
select 'stage_targets' as register, targets.measure as entry
from {{ ref('stage_targets') }} as targets
left join {{ ref('maturity_stages') }} as stages on targets.first_stage_order = stages.stage_order
where stages.stage_order is null
union all
select 'metric_versions' as register, metrics.metric as entry
from {{ ref('metric_register') }} as metrics
left join newest on metrics.metric = newest.metric
where coalesce(newest.version, 1) <> metrics.definition_version
union all
select 'metric_versions' as register, versions.metric as entry
from {{ ref('metric_versions') }} as versions
left join {{ ref('metric_register') }} as metrics on versions.metric = metrics.metric
where metrics.metric is null
