-- One row per population, period, channel (and `all`) and promise: how many fell due, and how many were kept.
-- The period is that in which a promise fell due. What is open and overdue is broken; what fell due later is not yet
-- judged, even when it was kept early: counting only early successes would tilt every recent month.
{% set zone = "'" ~ var('company_time_zone') ~ "'" %}
with promises as (
    select
        targets.conversation_id,
        targets.metric,
        targets.is_met,
        targets.is_over,
        targets.is_running,
        cast({{ to_local('coalesce(targets.due_at, targets.started_at)', zone) }} as date) as due_on,
        case when not targets.is_running then coalesce(targets.due_at <= horizon.observed_until, true) else false end
            as is_due
    from {{ ref('int_sla_targets') }} as targets
    cross join {{ ref('int_horizon_found') }} as horizon
),

contacts as (
    select
        promises.*,
        conversations.channel,
        coalesce(conversations.last_population, 'unknown') as population,
        conversations.native_sla_met,
        -- The source judges conversations, not promises: it is compared once, with the first reply.
        promises.metric = 'first_reply' and conversations.native_sla_met is not null as has_native
    from promises
    inner join {{ ref('fct_conversations') }} as conversations
        on promises.conversation_id = conversations.conversation_id
    where conversations.exclusion_reason is null and promises.is_due
),

spread as (
    {%- for channel in ['channel', "'all'"] %}
    {%- for period in ["'all'", month_key('due_on')] %}
    select
        population,
        {{ period }} as period,
        {{ 'cast(null as date)' if period == "'all'" else month_start('due_on') }} as period_start_on,
        {{ channel }} as channel,
        metric,
        is_met,
        is_over,
        has_native,
        native_sla_met
    from contacts
    where {{ channel }} is not null and due_on is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    population,
    period,
    period_start_on,
    channel,
    metric,
    count(is_met) as due,
    count(case when is_met then 1 end) as met,
    count(case when not is_met then 1 end) as broken,
    count(case when not is_met and not is_over then 1 end) as open_broken,
    count(*) - count(is_met) as unknown_n,
    count(case when has_native then 1 end) as native_n,
    count(case when has_native and native_sla_met then 1 end) as native_met,
    count(case when has_native and is_met is not null and native_sla_met <> is_met then 1 end) as native_differs
from spread
group by population, period, period_start_on, channel, metric
