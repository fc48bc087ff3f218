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
