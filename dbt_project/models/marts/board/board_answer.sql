-- One row per build: the answer in one sentence, from the verified resolution of both populations.
{{ config(materialized='ephemeral', contract={'enforced': false}) }}
with figures as (
    select * from {{ ref('measure_population_read') }}
    where period = 'all' and metric = 'verified_resolution_7d'
),

sides as (
    {%- for side in ['ai', 'human'] %}
    select
        '{{ side }}' as side,
        max(value) as value,
        max(value_low) as value_low,
        max(value_high) as value_high,
        max(n) as n,
        coalesce(max(withheld_reason), 'No contacts') as reason
    from figures
    where population = '{{ side }}'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

paired as (
    select
        ai.*,
        people.value as human_value,
        people.value_low as human_low,
        people.value_high as human_high,
        people.n as human_n,
        people.reason as human_reason,
        {{ share_text('ai.value', 'ai.value_low', 'ai.value_high', 'ai.n') }} as ai_text,
        {{ share_text('people.value', 'people.value_low', 'people.value_high', 'people.n') }} as human_text
    from sides as ai
    inner join sides as people on ai.side = 'ai' and people.side = 'human'
)

select
    cast(1 as bigint) as line_order,
    'answer' as section,
    case
        when value is null and human_value is null
            then 'No resolution can be shown yet. AI: ' || reason || '. People: ' || human_reason || '.'
        when value is null
            then 'Nobody came back within 7 days after ' || human_text
                || ' of the contacts of people; the figure of the AI is not shown. ' || reason || '.'
        when human_value is null
            then 'Nobody came back within 7 days after ' || ai_text
                || ' of the contacts of the AI; the figure of people is not shown. ' || human_reason || '.'
        else 'By one rule for both, nobody came back within 7 days after ' || ai_text
            || ' of the contacts of the AI and ' || human_text || ' of those of people: ' || case
                when value_high < human_low then 'what the AI resolves holds less well'
                when value_low > human_high then 'what the AI resolves holds better'
                else 'the intervals overlap'
            end || ', and the two see different work.'
    end as headline,
    cast(null as string) as population,
    'verified_resolution_7d' as metric,
    value,
    value_low,
    value_high,
    coalesce(n, 0) as n,
    'share' as unit,
    value is null as is_withheld,
    case when value is null then reason end as withheld_reason
from paired
