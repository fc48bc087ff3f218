{#- Clock arithmetic whose spelling differs between engines. -#}

{% macro add_hours(timestamp, hours) -%}
    {{ return(adapter.dispatch('add_hours', 'haven')(timestamp, hours)) }}
{%- endmacro %}
{% macro duckdb__add_hours(timestamp, hours) -%}
({{ timestamp }} + to_hours(cast({{ hours }} as integer)))
{%- endmacro %}
{% macro spark__add_hours(timestamp, hours) -%}
({{ timestamp }} + make_dt_interval(0, cast({{ hours }} as int)))
{%- endmacro %}

{#- Start of the 10-minute (or other whole-second) interval that contains the timestamp, counted from 1970. -#}
{% macro interval_start(timestamp, seconds=600) -%}
    {{ return(adapter.dispatch('interval_start', 'haven')(timestamp, seconds)) }}
{%- endmacro %}
{% macro duckdb__interval_start(timestamp, seconds) -%}
time_bucket(to_seconds({{ seconds }}), {{ timestamp }}, timestamp '1970-01-01')
{%- endmacro %}
{% macro spark__interval_start(timestamp, seconds) -%}
timestamp_seconds(floor(unix_timestamp({{ timestamp }}) / {{ seconds }}) * {{ seconds }})
{%- endmacro %}

{#- List of interval starts from the one that contains `from_at` to the one that contains `to_at`. -#}
{% macro interval_starts(from_at, to_at, seconds=600) -%}
    {{ return(adapter.dispatch('interval_starts', 'haven')(from_at, to_at, seconds)) }}
{%- endmacro %}
{% macro duckdb__interval_starts(from_at, to_at, seconds) -%}
generate_series(
    {{ duckdb__interval_start(from_at, seconds) }}, {{ duckdb__interval_start(to_at, seconds) }}, to_seconds({{ seconds }})
)
{%- endmacro %}
{% macro spark__interval_starts(from_at, to_at, seconds) -%}
sequence(
    {{ spark__interval_start(from_at, seconds) }},
    {{ spark__interval_start(to_at, seconds) }},
    make_dt_interval(0, 0, 0, {{ seconds }})
)
{%- endmacro %}

{% macro month_start(date_or_timestamp) -%}
cast(date_trunc('month', {{ date_or_timestamp }}) as date)
{%- endmacro %}

{#- 'YYYY-MM' of a date. -#}
{% macro month_key(day) -%}
substring(cast({{ day }} as string), 1, 7)
{%- endmacro %}

{% macro add_seconds(timestamp, seconds) -%}
    {{ return(adapter.dispatch('add_seconds', 'haven')(timestamp, seconds)) }}
{%- endmacro %}
{% macro duckdb__add_seconds(timestamp, seconds) -%}
({{ timestamp }} + to_seconds({{ seconds }}))
{%- endmacro %}
{% macro spark__add_seconds(timestamp, seconds) -%}
({{ timestamp }} + make_dt_interval(0, 0, 0, cast({{ seconds }} as decimal(18, 6))))
{%- endmacro %}

{#- Seconds of a clock from a to b; null when either is unknown or they contradict each other (b before a). -#}
{% macro clock_seconds(a, b) -%}
case when {{ b }} >= {{ a }} then cast({{ seconds_between(a, b) }} as bigint) end
{%- endmacro %}

{#- Under `group by`: the time of the first (last) event that meets a condition; null when that very event has none. A later
    (earlier) event's time would be another moment. `time` may be null for events that cannot be told to be the one meant. -#}
{% macro time_of_first(condition, time='occurred_at') -%}
    {{ return(haven.time_of_extreme('min', condition, time)) }}
{%- endmacro %}
{% macro time_of_last(condition, time='occurred_at') -%}
    {{ return(haven.time_of_extreme('max', condition, time)) }}
{%- endmacro %}
{% macro time_of_extreme(extreme, condition, time) -%}
case
    when {{ extreme }}(case when {{ condition }} then event_position end)
        = {{ extreme }}(case when ({{ condition }}) and {{ time }} is not null then event_position end)
        then {{ extreme }}(case when {{ condition }} then {{ time }} end)
end
{%- endmacro %}

{#- Last day of the month that a first day begins. -#}
{% macro last_day_of_month(first_on) -%}
cast({{ add_days('cast(' ~ month_start(add_days('cast(' ~ first_on ~ ' as timestamp)', 31)) ~ ' as timestamp)', -1) }} as date)
{%- endmacro %}

{#- Which 10 minutes of its day a local timestamp lies in, 0 to 143. -#}
{% macro day_slot(local_timestamp) -%}
{{ integer_divide(seconds_between('cast(cast(' ~ local_timestamp ~ ' as date) as timestamp)', local_timestamp), '600') }}
{%- endmacro %}

{#- Whole weeks of a clock from a to b. -#}
{% macro whole_weeks(a, b) -%}
{{ integer_divide(seconds_between(a, b), '604800') }}
{%- endmacro %}
