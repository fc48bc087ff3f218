-- One row per AI version, and two per change that reached the AI: what share of its contacts was verified.
with counted as (
    select
        windows.window_id,
        count(case when legs.is_traceable then 1 end) as n,
        count(case when legs.is_traceable and legs.resolution = 'verified' then 1 end) as numerator,
        count(case when not legs.is_traceable then 1 end) as unknown_n
    from {{ ref('int_version_windows') }} as windows
    left join {{ ref('fct_legs') }} as legs
        on windows.from_at <= legs.started_at
        and windows.until_at > legs.started_at
        and legs.population = 'ai' and legs.is_judged and legs.is_mature_7d
        and (
            windows.kind <> 'version'
            or (windows.label = legs.ai_version and coalesce(windows.vendor, '') = coalesce(legs.vendor, ''))
        )
        and (coalesce(windows.intents, '[]') = '[]' or {{ names_id('windows.intents', 'legs.intent_id') }})
    group by windows.window_id
),

rated as (
    select
        windows.*,
        {{ rate_columns('counted.numerator', 'counted.n', 'counted.unknown_n') }}
    from {{ ref('int_version_windows') }} as windows
    inner join counted on windows.window_id = counted.window_id
)

select
    rated.window_id,
    rated.kind,
    rated.label,
    rated.vendor,
    rated.change_id,
    rated.window_name,
    rated.from_at,
    rated.until_at,
    rated.rolled_back_at,
    rated.numerator,
    rated.n,
    rated.unknown_n,
    rated.unknown_share,
    rated.value,
    rated.value_low,
    rated.value_high,
    rated.is_withheld,
    rated.withheld_reason,
    case
        when rated.withheld_reason is null and earlier.withheld_reason is null
            then {{ contrast('rated.numerator', 'rated.n', 'earlier.numerator', 'earlier.n') }}
    end as difference,
    case
        when rated.withheld_reason is null and earlier.withheld_reason is null
            then {{ contrast('rated.numerator', 'rated.n', 'earlier.numerator', 'earlier.n') }}
                - sqrt({{ contrast_low_square('rated.numerator', 'rated.n', 'earlier.numerator', 'earlier.n') }})
    end as difference_low,
    case
        when rated.withheld_reason is null and earlier.withheld_reason is null
            then {{ contrast('rated.numerator', 'rated.n', 'earlier.numerator', 'earlier.n') }}
                + sqrt({{ contrast_high_square('rated.numerator', 'rated.n', 'earlier.numerator', 'earlier.n') }})
    end as difference_high,
    horizon.observed_until
from rated
left join rated as earlier
    on rated.change_id = earlier.change_id and rated.window_name = 'after' and earlier.window_name = 'before'
cross join {{ ref('int_horizon_found') }} as horizon
