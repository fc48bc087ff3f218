{#- The newest version of each record of a raw table, parsed.
    Columns: record_key, r (the record as a struct), known_at (newest version), first_known_at (first version).
    A record whose newest version is a tombstone (it vanished at the source) is left out.
    Versions are ranked without their records, which are then fetched: ranking whole records took twice the time and three
    times the memory. `_row_id` tells two versions apart that one load brought.
    `containing` parses only records whose text holds it: far cheaper than parsing all of them to keep a few.
    `--vars '{as_of: ...}'` rebuilds history: versions loaded later than that are not seen. -#}
{% macro latest_records(relation, fields, containing=none) -%}
    select
        newest.record_key,
        {{ parse_json('stored.record', fields) }} as r,
        stored.known_at,
        newest.first_known_at
    from {{ relation }} as stored
    inner join (
        select
            record_key,
            _row_id,
            min(known_at) over (partition by record_key) as first_known_at,
            row_number() over (
                partition by record_key order by known_at desc, cursor_value desc, record_hash desc, _row_id desc
            ) as version_rank
        from {{ relation }}
        {%- if var('as_of', none) %}
        where known_at <= {{ utc_timestamp("'" ~ var('as_of') ~ "'") }}
        {%- endif %}
    ) as newest
        on stored.record_key = newest.record_key
        and stored._row_id is not distinct from newest._row_id
    where newest.version_rank = 1 and not {{ is_tombstone('stored.record') }}
    {%- if containing %} and contains(stored.record, '{{ containing }}'){% endif %}
{%- endmacro %}

{#- Inside a JSON string every quote is escaped, so this text can only be a key: no parse is needed to see it. -#}
{% macro is_tombstone(record) -%}
(contains({{ record }}, '"_deleted":true') or contains({{ record }}, '"_deleted": true'))
{%- endmacro %}

{#- All sources' rows of one standard entity, in the column order that the model documents.
    `optional` sources take part where they are set up: elsewhere they have no models (dbt_project.yml).
    `by_key` names, for sources that know agents by address or name only, the column that holds the agent: it is found by
    the `agent_key` of their staging model, and stays as it is where nobody has that key. Agents themselves are found
    among those of the other sources. A column with `values` in its meta holds these words only; others are marked. -#}
{% macro union_standard_entity(entity, sources, optional=[], by_key={}) -%}
    {%- set set_up = var('optional_sources', []) -%}
    {%- set sources = sources + (optional | select('in', set_up) | list) -%}
    {%- set columns = model['columns'].keys() | list -%}
    {%- set found_in = '(' ~ _agents_of(sources | reject('in', by_key) | list) ~ ') as others' if entity == 'agents' else none -%}
    {%- set words = {} -%}
    {%- for name, column in model['columns'].items() -%}
        {%- set meta = column.get('config', {}).get('meta') or column.get('meta') or {} -%}
        {%- if meta.get('values') %}{% do words.update({name: meta['values']}) %}{% endif -%}
    {%- endfor -%}
    {%- for source in sources %}
    {%- if source in by_key %}
    select
        {%- for column in columns %}
        {%- if column == by_key[source] %}
        coalesce(agents.agent_id, given.{{ column }}) as {{ column }}
        {%- else %}
        {{ known_or_unknown('given.' ~ column, words[column]) ~ ' as ' ~ column if column in words else 'given.' ~ column }}
        {%- endif %}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }} as given
    left join ({{ agents_by_key(found_in or ref('int_agents_unioned')) }}) as agents
        on given.agent_key = agents.agent_key
    {%- else %}
    select
        {%- for column in columns %}
        {{ known_or_unknown(column, words[column]) ~ ' as ' ~ column if column in words else column }}
        {{- ',' if not loop.last }}
        {%- else %} *
        {%- endfor %}
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{%- macro _agents_of(sources) -%}
{%- for source in sources -%}
select agent_id, actor_type, email_hash, display_name from {{ ref('stg_' ~ source ~ '__agents') }}
{{- ' union all ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{#- What a file says in words: `Yes`, `TRUE` or `1`; null where it says neither that nor the contrary. -#}
{% macro yes_or_no(expression) -%}
case
        when lower({{ expression }}) in ('true', 'yes', '1') then true
        when lower({{ expression }}) in ('false', 'no', '0') then false
    end
{%- endmacro %}

{#- Columns of an event that only the trace of a model fills. -#}
{% macro unknown_steps_of_a_model() -%}
cast(null as string) as tool_name,
    cast(null as string) as article_id,
    cast(null as bigint) as tokens_in,
    cast(null as bigint) as tokens_out,
    cast(null as double) as latency_seconds,
    cast(null as string) as sub_agent
{%- endmacro %}

{#- The last columns of an event as helpdesks tell it: from what to what, how long it was, since when it is known. -#}
{% macro helpdesk_event_columns(source) -%}
from_value,
    to_value,
    text_chars,
    text_hash,
    {{ unknown_steps_of_a_model() }},
    '{{ source }}' as source,
    known_at as extracted_at,
    first_known_at,
    occurred_at as source_updated_at
{%- endmacro %}

{#- One row per way in which a ticket can move: a field of these kinds, or a tag that stands for an event. -#}
{% macro facets_of_a_move(source, kinds) -%}
    select
        kinds.facet,
        cast(null as string) as tag,
        cast(null as string) as tag_event_type
    from (values ('{{ kinds | join("'), ('") }}')) as kinds (facet)
    union all
    select
        'tag' as facet,
        tag,
        event_type as tag_event_type
    from {{ ref('tag_event_mapping') }}
    where source = '{{ source }}'
{%- endmacro %}

{#- Columns of a group as helpdesks tell it: which line it is, only its name says. -#}
{% macro helpdesk_group_columns(source, changed_at='cast(null as timestamp)') -%}
'{{ source }}:' || r.id as group_id,
    r.name,
    {{ try_cast(extract_pattern('lower(r.name)', '(tier|line|level) ?([1-9])', 2), 'bigint') }} as tier,
    cast(null as string) as channel,
    cast(null as string) as schedule_id,
    '{{ source }}' as source,
    known_at as extracted_at,
    first_known_at,
    {{ changed_at }} as source_updated_at
{%- endmacro %}

{#- Columns of an agent that only an AI has. -#}
{% macro unknown_of_an_ai() -%}
cast(null as string) as vendor,
    cast(null as string) as product,
    cast(null as string) as version,
    cast(null as timestamp) as version_released_at,
    cast(null as timestamp) as knowledge_snapshot_at,
    cast(null as string) as use_case_id
{%- endmacro %}
