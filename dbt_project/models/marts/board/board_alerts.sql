-- One row per alert: what is wrong or moved, how severe, since when, who takes it up, what to do next, where to look.
with claims as (
    select
        vendor,
        dispute_by_on,
        is_in_time,
        count(*) as disputed,
        sum(disputed_amount) as amount,
        max(currency) as currency,
        {{ days_between('max(cast(observed_until as date))', 'dispute_by_on') }} as days_left
    from {{ ref('measure_dispute_lines') }}
    where basis = 'contract' and dispute_by_on is not null
    group by vendor, dispute_by_on, is_in_time
),

disputes as (
    select
        'dispute:' || vendor || ':' || cast(dispute_by_on as string) as alert_id,
        'dispute' as kind,
        case when days_left < 0 then 'look' when days_left <= 14 then 'urgent' else 'act' end as severity,
        'ai' as population,
        vendor as about,
        {{ whole_text('disputed') }} || case when disputed = 1 then ' billed line of ' else ' billed lines of ' end
        || vendor || ' over ' || {{ amount_text('amount') }} || ' '
        || currency || case
            when is_in_time then ' can be disputed until ' || cast(dispute_by_on as string) || '.'
            else ' could be disputed until ' || cast(dispute_by_on as string) || '; that day has passed.'
        end as what,
        cast(null as string) as owner,
        case
            when is_in_time then 'Send the dispute file to the vendor'
            else 'Ask the vendor for goodwill, and send the next file earlier'
        end as next_step,
        case when not is_in_time then dispute_by_on end as since_on,
        'measure_dispute_lines' as evidence,
        dispute_by_on as due_on
    from claims
    where days_left >= -7 * {{ var('alert_weeks') }}
),

everything as (
    select *, cast(null as string) as state from disputes
    union all
    select
        'finding:' || kind || ':' || population || ':' || place || ':' || measure as alert_id,
        'finding' as kind,
        case when verdict = 'helped' then 'look' else 'act' end as severity,
        population, measure as about, sentence as what, owner, next_step, cast(null as date) as since_on, evidence,
        cast(null as date) as due_on, verdict as state
    from {{ ref('improve_findings') }}
    {%- for alerts in ['int_alerts_of_numbers', 'int_alerts_of_series', 'int_alerts_of_data'] %}
    union all
    select
        alert_id, kind, severity, population, about, what, owner, next_step, since_on, evidence,
        cast(null as date) as due_on, state
    from {{ ref(alerts) }}
    {%- endfor %}
)

select
    everything.alert_id,
    cast(row_number() over (
        order by
            case everything.severity when 'urgent' then 1 when 'act' then 2 else 3 end, everything.due_on nulls last,
            case everything.kind when 'gate' then 1 when 'freshness' then 2 when 'finding' then 3 else 4 end,
            everything.alert_id
    ) as bigint) as alert_order,
    everything.kind,
    everything.severity,
    everything.population,
    everything.about,
    everything.what,
    coalesce(everything.owner, register.owner, 'Head of support') as owner,
    everything.next_step,
    everything.since_on,
    everything.due_on,
    everything.evidence,
    everything.severity || coalesce(' since ' || cast(everything.since_on as string), '')
    || coalesce(', ' || everything.state, '') as news_key,
    horizon.observed_until
from everything
cross join {{ ref('int_horizon_found') }} as horizon
left join {{ ref('metric_register') }} as register on register.metric = case everything.kind
    when 'dispute' then 'dispute_lines' when 'signal' then 'control_charts' when 'break' then 'change_points'
    else 'findings'
end
