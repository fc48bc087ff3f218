{#- The few expressions whose spelling differs between engines. -#}

{% macro try_cast(expression, type) -%}
try_cast({{ expression }} as {{ type }})
{%- endmacro %}

{#- ISO 8601 text -> UTC timestamp. An offset is applied (DuckDB's plain cast to TIMESTAMP drops it);
    text without one is UTC; unreadable text is null. -#}
{% macro utc_timestamp(expression) -%}
    {{ return(adapter.dispatch('utc_timestamp', 'haven')(expression)) }}
{%- endmacro %}
{% macro duckdb__utc_timestamp(expression) -%}
timezone('UTC', try_cast({{ expression }} as timestamptz))
{%- endmacro %}
{% macro spark__utc_timestamp(expression) -%}
try_cast({{ expression }} as timestamp)
{%- endmacro %}

{#- Whole seconds from a to b (b - a), each cut to its second; null when either is null. -#}
{% macro seconds_between(a, b) -%}
    {{ return(adapter.dispatch('seconds_between', 'haven')(a, b)) }}
{%- endmacro %}
{% macro duckdb__seconds_between(a, b) -%}
date_diff('second', {{ a }}, {{ b }})
{%- endmacro %}
{% macro spark__seconds_between(a, b) -%}
(unix_timestamp({{ b }}) - unix_timestamp({{ a }}))
{%- endmacro %}

{% macro sha256(expression) -%}
    {{ return(adapter.dispatch('sha256', 'haven')(expression)) }}
{%- endmacro %}
{% macro duckdb__sha256(expression) -%}
sha256({{ expression }})
{%- endmacro %}
{% macro spark__sha256(expression) -%}
sha2({{ expression }}, 256)
{%- endmacro %}

{#- True when the text matches a regular expression (write patterns both RE2 and Java read alike). -#}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'haven')(expression, pattern)) }}
{%- endmacro %}
{% macro duckdb__matches(expression, pattern) -%}
regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}
{% macro spark__matches(expression, pattern) -%}
({{ expression }} rlike r'{{ pattern }}')
{%- endmacro %}

{% macro epoch_to_timestamp(expression) -%}
    {{ return(adapter.dispatch('epoch_to_timestamp', 'haven')(expression)) }}
{%- endmacro %}
{% macro duckdb__epoch_to_timestamp(expression) -%}
make_timestamp(cast({{ expression }} as bigint) * 1000000)
{%- endmacro %}
{% macro spark__epoch_to_timestamp(expression) -%}
timestamp_seconds(cast({{ expression }} as bigint))
{%- endmacro %}

{#- UTC timestamp -> wall clock of an IANA zone. -#}
{% macro to_local(timestamp, time_zone) -%}
    {{ return(adapter.dispatch('to_local', 'haven')(timestamp, time_zone)) }}
{%- endmacro %}
{% macro duckdb__to_local(timestamp, time_zone) -%}
timezone({{ time_zone }}, timezone('UTC', {{ timestamp }}))
{%- endmacro %}
{% macro spark__to_local(timestamp, time_zone) -%}
from_utc_timestamp({{ timestamp }}, {{ time_zone }})
{%- endmacro %}

{#- Seconds, milliseconds or ISO 8601, as text -> UTC timestamp. APIs that document one of them send another on some records;
    a number of 13 or more digits is milliseconds, parts of which some APIs send, too. -#}
{% macro flexible_timestamp(expression) -%}
case
    when {{ matches(expression, '^[0-9]{13,}([.][0-9]+)?$') }}
        then {{ epoch_to_timestamp('floor(' ~ try_cast(expression, 'double') ~ ' / 1000)') }}
    when {{ matches(expression, '^[0-9]+([.][0-9]+)?$') }}
        then {{ epoch_to_timestamp('floor(' ~ try_cast(expression, 'double') ~ ')') }}
    else {{ utc_timestamp(expression) }}
end
{%- endmacro %}

{#- A timestamp moved by a number of days (an integer expression). -#}
{% macro add_days(timestamp, days) -%}
    {{ return(adapter.dispatch('add_days', 'haven')(timestamp, days)) }}
{%- endmacro %}
{% macro duckdb__add_days(timestamp, days) -%}
({{ timestamp }} + to_days(cast({{ days }} as integer)))
{%- endmacro %}
{% macro spark__add_days(timestamp, days) -%}
timestampadd(DAY, {{ days }}, {{ timestamp }})
{%- endmacro %}

{#- First match, or null where there is none. -#}
{% macro extract_pattern(expression, pattern, group=0) -%}
nullif({{ adapter.dispatch('extract_pattern', 'haven')(expression, pattern, group) }}, '')
{%- endmacro %}
{% macro duckdb__extract_pattern(expression, pattern, group) -%}
regexp_extract({{ expression }}, '{{ pattern }}', {{ group }})
{%- endmacro %}
{% macro spark__extract_pattern(expression, pattern, group) -%}
regexp_extract({{ expression }}, r'{{ pattern }}', {{ group }})
{%- endmacro %}

{#- The n-th element of a list, counted from 1; null beyond its end. -#}
{% macro list_item(list, position) -%}
    {{ return(adapter.dispatch('list_item', 'haven')(list, position)) }}
{%- endmacro %}
{% macro duckdb__list_item(list, position) -%}
list_extract({{ list }}, {{ position }})
{%- endmacro %}
{% macro spark__list_item(list, position) -%}
try_element_at({{ list }}, {{ position }})
{%- endmacro %}
