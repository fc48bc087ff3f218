-- One row per metric of the register: what it decides, for whom, from when on, and where it stands.
with places as (
    select mart, metric, count(*) as columns_used
    from {{ ref('metric_columns') }}
    group by mart, metric
),

versions as (
    select metric, max(in_force_from) as defined_since_on from {{ ref('metric_versions') }} group by metric
)

select
    register.metric,
    register.metric_label,
    cast(register.metric_order as bigint) as metric_order,
    register.grade,
    register.function_id,
    functions.function_name,
    register.definition,
    cast(register.definition_version as bigint) as definition_version,
    versions.defined_since_on,
    register.unit,
    register.populations,
    register.window_label,
    register.direction,
    register.decision,
    register.owner,
    register.threshold,
    register.cadence,
    register.requirement,
    register.mart,
    cast(coalesce(own.columns_used, shared.columns_used) as bigint) as mart_columns
from {{ ref('metric_register') }} as register
inner join {{ ref('functions') }} as functions on register.function_id = functions.function_id
left join places as own on register.mart = own.mart and register.metric = own.metric
left join places as shared on register.mart = shared.mart and shared.metric is null
left join versions on register.metric = versions.metric
