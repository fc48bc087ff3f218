-- One row per thing that is wrong with the data itself: a source that went silent, a promise of the raw door that does
-- not hold. The published door judges a build after it was made: what it finds stops the build, and is told by itself.
{%- set entities = [
    'conversations', 'agent_states', 'shifts', 'ratings', 'quality_scores', 'outcome_claims', 'ai_actions',
    'article_events', 'cost_lines', 'customer_value_events', 'changes', 'ops_events', 'training_events',
    'coaching_sessions'
] %}
with seen as (
    select source, max(occurred_at) as last_at, true as has_events
    from {{ ref('int_conversation_events_unioned') }}
    group by source
    {%- for entity in entities %}
    union all
    select source, max(source_updated_at) as last_at, false as has_events
    from {{ ref('int_' ~ entity ~ '_unioned') }}
    group by source
    {%- endfor %}
),

sources as (
    select
        source,
        max(last_at) as last_at,
        max(case when has_events then 1 else 0 end) = 1 as has_events
    from seen
    group by source
),

newest as (
    select max(case when has_events then last_at end) as newest_at from seen
),

judged as (
    select
        table_name, column_name, promise, severity, observed, is_kept, checked_at,
        max(checked_at) over () as last_checked_at,
        max(case when is_kept then checked_at end) over (partition by table_name, column_name, promise) as last_kept_at
    from {{ ref('stg_quality__gate_results') }}
    where door = 'raw'
),

broken as (
    select
        table_name,
        column_name,
        promise,
        max(severity) as severity,
        max(case when checked_at = last_checked_at then observed end) as observed,
        min(checked_at) as since_at
    from judged
    where not is_kept and (last_kept_at is null or checked_at > last_kept_at)
    group by table_name, column_name, promise
    having max(checked_at) = max(last_checked_at)
)

select
    'freshness:' || sources.source as alert_id,
    'freshness' as kind,
    case when sources.has_events then 'act' else 'look' end as severity,
    cast(null as string) as population,
    sources.source as about,
    'Nothing newer from ' || sources.source || ' than ' || cast(cast(sources.last_at as date) as string)
    || ', while other sources reach ' || cast(cast(newest.newest_at as date) as string) || '.' as what,
    'Head of data' as owner,
    'Look at its last load, then at the source itself' as next_step,
    cast(sources.last_at as date) as since_on,
    'know_data_access' as evidence,
    cast(null as string) as state
from sources
cross join newest
where {{ add_hours('sources.last_at', 72) }} < newest.newest_at
union all
select
    'gate:' || table_name || ':' || coalesce(column_name || ':', '') || promise as alert_id,
    'gate' as kind,
    case severity when 'critical' then 'urgent' else 'look' end as severity,
    cast(null as string) as population,
    table_name as about,
    'A promise of what arrives does not hold: ' || table_name || coalesce('.' || column_name, '') || ' ' || promise
    || coalesce(' (seen: ' || observed || ')', '') || '.' as what,
    'Head of data' as owner,
    'Look at the records named by the door, then at the source' as next_step,
    cast(since_at as date) as since_on,
    'meta.gate_results' as evidence,
    cast(null as string) as state
from broken
