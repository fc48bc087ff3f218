-- One row per period and channel (and `all`): handle time of contacts that people handled, by its parts where they are
-- told.
-- Wrap-up is capped at the 99th percentile of all calls, by nearest rank: a form left open overnight is not work.
with ranked as (
    select
        wrap_seconds,
        row_number() over (order by wrap_seconds) as place,
        count(*) over () as n
    from {{ ref('int_leg_calls') }}
    where wrap_seconds is not null
),

caps as (
    select max(case when place = {{ percentile_rank('n', 99) }} then wrap_seconds end) as wrap_cap_seconds
    from ranked
),

contacts as (
    select
        legs.conversation_id,
        legs.channel,
        case when count(*) = count(legs.handle_seconds) then sum(
            legs.handle_seconds - greatest(coalesce(calls.wrap_seconds, 0) - coalesce(caps.wrap_cap_seconds, 0), 0)
        ) end as handle_seconds,
        sum(calls.talk_seconds) as talk_seconds,
        sum(calls.hold_seconds) as hold_seconds,
        -- `least` would give the cap where the wrap-up is unknown.
        sum(case when calls.wrap_seconds > caps.wrap_cap_seconds then caps.wrap_cap_seconds else calls.wrap_seconds end)
            as wrap_seconds,
        count(case when calls.wrap_seconds > caps.wrap_cap_seconds then 1 end) as capped,
        max(caps.wrap_cap_seconds) as wrap_cap_seconds
    from {{ ref('fct_legs') }} as legs
    left join {{ ref('int_leg_calls') }} as calls
        on legs.conversation_id = calls.conversation_id and legs.leg_number = calls.leg_number
    cross join caps
    where legs.population = 'human' and legs.is_handled and legs.exclusion_reason is null
    group by legs.conversation_id, legs.channel
),

spread as (
    select periods.period, periods.period_start_on, contacts.* from contacts
    inner join {{ ref('int_contact_periods') }} as periods on contacts.conversation_id = periods.conversation_id
),

measured as (
    {%- for channel in ['channel', "'all'"] %}
    select
        period,
        period_start_on,
        {{ channel }} as channel,
        handle_seconds,
        talk_seconds,
        hold_seconds,
        wrap_seconds,
        capped,
        wrap_cap_seconds
    from spread
    where {{ channel }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    period,
    period_start_on,
    channel,
    count(handle_seconds) as handled,
    count(*) - count(handle_seconds) as unknown_n,
    count(talk_seconds) as calls,
    {{ ratio('sum(handle_seconds)', 'count(handle_seconds)') }} as handle_mean_seconds,
    sqrt({{ ratio(whole_variance('handle_seconds'), 'count(handle_seconds)') }}) as handle_error_seconds,
    {{ ratio('sum(talk_seconds)', 'count(talk_seconds)') }} as talk_mean_seconds,
    {{ ratio('sum(hold_seconds)', 'count(talk_seconds)') }} as hold_mean_seconds,
    {{ ratio('sum(wrap_seconds)', 'count(talk_seconds)') }} as wrap_mean_seconds,
    {{ ratio('sum(hold_seconds)', '(sum(talk_seconds) + sum(hold_seconds) + sum(wrap_seconds))') }} as hold_share,
    cast(sum(capped) as bigint) as wraps_capped,
    max(wrap_cap_seconds) as wrap_cap_seconds
from measured
group by period, period_start_on, channel
