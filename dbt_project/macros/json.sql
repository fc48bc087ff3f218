{#- Reading JSON on every engine. A schema is a Jinja dict: a leaf is text, integer, number or boolean,
    a nested dict is an object, and a list of one element is a list of that element. -#}

{% macro parse_json(column, fields) -%}
    {{ return(adapter.dispatch('parse_json', 'haven')(column, fields)) }}
{%- endmacro %}

{% macro duckdb__parse_json(column, fields) -%}
from_json({{ column }}, '{{ tojson(_json_shape(fields)) }}')
{%- endmacro %}

{% macro spark__parse_json(column, fields) -%}
from_json({{ column }}, '{{ _spark_fields(fields) }}')
{%- endmacro %}

{% macro _json_shape(node) -%}
    {%- if node is mapping -%}
        {%- set shape = {} -%}
        {%- for name, child in node.items() -%}
            {%- do shape.update({name: _json_shape(child)}) -%}
        {%- endfor -%}
        {{ return(shape) }}
    {%- elif node is string -%}
        {{ return({'text': 'VARCHAR', 'integer': 'BIGINT', 'number': 'DOUBLE', 'boolean': 'BOOLEAN'}[node]) }}
    {%- else -%}
        {{ return([_json_shape(node[0])]) }}
    {%- endif -%}
{%- endmacro %}

{% macro _spark_type(node) -%}
    {%- if node is mapping -%}
        {{ return('STRUCT<' ~ _spark_fields(node, ': ') ~ '>') }}
    {%- elif node is string -%}
        {{ return({'text': 'STRING', 'integer': 'BIGINT', 'number': 'DOUBLE', 'boolean': 'BOOLEAN'}[node]) }}
    {%- else -%}
        {{ return('ARRAY<' ~ _spark_type(node[0]) ~ '>') }}
    {%- endif -%}
{%- endmacro %}

{% macro _spark_fields(fields, separator=' ') -%}
    {%- set parts = [] -%}
    {%- for name, child in fields.items() -%}
        {%- do parts.append('`' ~ name ~ '`' ~ separator ~ _spark_type(child)) -%}
    {%- endfor -%}
    {{ return(parts | join(', ')) }}
{%- endmacro %}

{#- One row per element of a list, in a SELECT list: `select r.id, {{ explode('r.items') }} as item from source`. An empty list
    gives no row. One per SELECT; a condition on the element belongs to the next query. -#}
{% macro explode(list) -%}
    {{ return(adapter.dispatch('explode', 'haven')(list)) }}
{%- endmacro %}

{% macro duckdb__explode(list) -%}
unnest({{ list }})
{%- endmacro %}

{% macro spark__explode(list) -%}
explode({{ list }})
{%- endmacro %}

{#- The same with the place of each element in its list, counted from 0: two columns, `item` and `place`. -#}
{% macro explode_placed(list) -%}
    {{ return(adapter.dispatch('explode_placed', 'haven')(list)) }}
{%- endmacro %}

{% macro duckdb__explode_placed(list) -%}
unnest({{ list }}) as item, generate_subscripts({{ list }}, 1) - 1 as place
{%- endmacro %}

{% macro spark__explode_placed(list) -%}
posexplode({{ list }}) as (place, item)
{%- endmacro %}

{#- The same in a FROM clause: `from source {{ lateral_explode('r.items', 'item') }}`. For short lists of plain values only:
    DuckDB runs it as a join of the list with itself, ten times slower than `explode` on 500,000 parsed records. -#}
{% macro lateral_explode(list, alias) -%}
    {{ return(adapter.dispatch('lateral_explode', 'haven')(list, alias)) }}
{%- endmacro %}

{% macro duckdb__lateral_explode(list, alias) -%}
cross join unnest({{ list }}) as _{{ alias }} ({{ alias }})
{%- endmacro %}

{% macro spark__lateral_explode(list, alias) -%}
lateral view explode({{ list }}) _{{ alias }} as {{ alias }}
{%- endmacro %}

{#- A list of the places 0 to `count` - 1, to be exploded; empty where nothing is counted. -#}
{% macro places(count) -%}
    {{ return(adapter.dispatch('places', 'haven')(count)) }}
{%- endmacro %}

{% macro duckdb__places(count) -%}
range(coalesce({{ count }}, 0))
{%- endmacro %}

{% macro spark__places(count) -%}
slice(sequence(0, greatest({{ count }}, 1)), 1, cast(greatest(coalesce({{ count }}, 0), 0) as int))
{%- endmacro %}

{#- A text that may be JSON, null where it is none: what customers' own settings put into a field must stop no build. -#}
{% macro json_or_null(text) -%}
    {{ return(adapter.dispatch('json_or_null', 'haven')(text)) }}
{%- endmacro %}

{% macro duckdb__json_or_null(text) -%}
case when json_valid({{ text }}) then {{ text }} end
{%- endmacro %}

{% macro spark__json_or_null(text) -%}
{{ text }}
{%- endmacro %}
