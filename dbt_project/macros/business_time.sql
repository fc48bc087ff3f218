{#- Opening hours: wall clock of a zone -> UTC, and open seconds between two moments. -#}

{#- Wall clock of an IANA zone -> UTC, alike on every engine because only `to_local` is asked.
    `side`: which of the two moments is meant when the clock shows a time twice, `first` or `last` (what opens takes the
    first, what shuts the last). A time that the clock skips is the moment of the skip: zones change on a full hour of
    their own clock. -#}
{% macro local_to_utc(local, time_zone, side='first') -%}
    {%- set early = haven.utc_by_offset(local, time_zone, -86400) -%}
    {%- set late = haven.utc_by_offset(local, time_zone, 86400) -%}
    {%- set first, last = (early, late) if side == 'first' else (late, early) -%}
case
    when {{ to_local(first, time_zone) }} = {{ local }} then {{ first }}
    when {{ to_local(last, time_zone) }} = {{ local }} then {{ last }}
    else {{ haven.utc_by_offset("date_trunc('hour', " ~ local ~ ")", time_zone, -86400) }}
end
{%- endmacro %}

{#- The wall clock read with the offset that the zone has `seconds` later. -#}
{% macro utc_by_offset(local, time_zone, seconds) -%}
    {%- set then = add_seconds(local, seconds) -%}
{{ add_seconds(local, seconds_between(to_local(then, time_zone), then)) }}
{%- endmacro %}

{#- 'HH:MM' -> minutes after midnight; '24:00' is 1440; null when unreadable. -#}
{% macro minutes_of(clock) -%}
(
    60 * {{ try_cast(extract_pattern(clock, '^([0-9]{1,2}):([0-9]{2})', 1), 'bigint') }}
    + {{ try_cast(extract_pattern(clock, '^([0-9]{1,2}):([0-9]{2})', 2), 'bigint') }}
)
{%- endmacro %}

{#- A minute of the day as `hh:mm`. -#}
{% macro clock_of(minute) -%}
lpad(cast({{ integer_divide(minute, 60) }} as string), 2, '0') || ':' || lpad(cast(mod({{ minute }}, 60) as string), 2, '0')
{%- endmacro %}

{#- 0 = Monday ... 6 = Sunday. 1970-01-05 was a Monday. -#}
{% macro weekday_of(day) -%}
mod(mod({{ days_between("date '1970-01-05'", day) }}, 7) + 7, 7)
{%- endmacro %}

{% macro days_between(a, b) -%}
    {{ return(adapter.dispatch('days_between', 'haven')(a, b)) }}
{%- endmacro %}
{% macro duckdb__days_between(a, b) -%}
date_diff('day', {{ a }}, {{ b }})
{%- endmacro %}
{% macro spark__days_between(a, b) -%}
datediff({{ b }}, {{ a }})
{%- endmacro %}

{#- Joins the stretch of `int_business_clock` that a moment falls into. An equality on schedule and day carries the join; a day
    has few stretches, of which exactly one fits. No match when the schedule or the moment is unknown. -#}
{% macro join_business_clock(clock, alias, schedule_id, moment) -%}
left join {{ clock }} as {{ alias }}
    on {{ schedule_id }} = {{ alias }}.schedule_id
    and cast({{ moment }} as date) = {{ alias }}.from_on
    and {{ moment }} >= {{ alias }}.from_at
    and {{ moment }} < {{ alias }}.to_at
{%- endmacro %}

{#- Open seconds of the schedule from its first known day until a moment within a joined stretch. -#}
{% macro open_seconds_until(alias, moment) -%}
(
    {{ alias }}.open_seconds_before
    + case when {{ alias }}.is_open then {{ seconds_between(alias ~ '.from_at', moment) }} else 0 end
)
{%- endmacro %}
