-- One row per period and channel (and `all`): the working time of people per contact and per session.
-- An AI has none: machine time and a person's time are never put in one column.
with judged as (
    select
        *,
        {{ ratio('unknown_n', '(handled + unknown_n)') }} as unknown_share,
        case
            when {{ ratio('unknown_n', '(handled + unknown_n)') }} > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: no source says how long people worked on it'
            when handled < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from {{ ref('int_handle_statistics') }}
)

select
    'human' as population,
    judged.period,
    judged.period_start_on,
    judged.channel,
    judged.handled as n,
    judged.unknown_n,
    judged.unknown_share,
    case when judged.withheld_reason is null then judged.handle_mean_seconds end as handle_mean_seconds,
    {%- for bound, sign in {'low': '-', 'high': '+'}.items() %}
    case
        when judged.withheld_reason is null and judged.handle_error_seconds is not null
            then greatest(0, judged.handle_mean_seconds {{ sign }} 1.959963984540054 * judged.handle_error_seconds)
    end as handle_mean_{{ bound }}_seconds,
    {%- endfor %}
    judged.calls,
    {%- for part in ['talk_mean_seconds', 'hold_mean_seconds', 'wrap_mean_seconds', 'hold_share'] %}
    case when judged.calls >= {{ minimum_n() }} then judged.{{ part }} end as {{ part }},
    {%- endfor %}
    judged.wrap_cap_seconds,
    judged.wraps_capped,
    coalesce(sessions.sessions, 0) as sessions,
    sessions.session_seconds,
    sessions.busy_seconds,
    {%- for name, parts in {
        'session_mean_seconds': ['session_seconds', 'sessions'],
        'adjusted_mean_seconds': ['busy_seconds', 'sessions'],
        'mean_concurrency': ['session_seconds', 'busy_seconds']
    }.items() %}
    case
        when sessions.sessions >= {{ minimum_n() }} then {{ ratio('sessions.' ~ parts[0], 'sessions.' ~ parts[1]) }}
    end as {{ name }},
    {%- endfor %}
    sessions.peak_sessions,
    judged.withheld_reason is not null as is_withheld,
    judged.withheld_reason,
    horizon.observed_until
from judged
left join {{ ref('int_session_statistics') }} as sessions
    on judged.period = sessions.period and judged.channel = sessions.channel
cross join {{ ref('int_horizon_found') }} as horizon
