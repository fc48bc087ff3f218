-- One row per build: the answer in one sentence, from the verified resolution of both populations.
{{ config(materialized='ephemeral', contract={'enforced': false}) }}
with sides as (
    select
        max(case when population = 'ai' and metric = 'verified_resolution_7d' then value end) as ai_value,
        max(case when population = 'ai' and metric = 'verified_resolution_7d' then value_low end) as ai_low,
        max(case when population = 'ai' and metric = 'verified_resolution_7d' then value_high end) as ai_high,
        max(case when population = 'ai' and metric = 'verified_resolution_7d' then n end) as ai_n,
        max(case when population = 'ai' and metric = 'verified_resolution_7d' then withheld_reason end) as ai_reason,
        max(case when population = 'human' and metric = 'verified_resolution_7d' then value end) as human_value,
        max(case when population = 'human' and metric = 'verified_resolution_7d' then value_low end) as human_low,
        max(case when population = 'human' and metric = 'verified_resolution_7d' then value_high end) as human_high,
        max(case when population = 'human' and metric = 'verified_resolution_7d' then n end) as human_n,
        max(case when population = 'human' and metric = 'verified_resolution_7d' then withheld_reason end) as human_reason,
        cast(sum(case when metric = 'contacts' then numerator end) as bigint) as contacts
    from {{ ref('measure_population_read') }}
    where period = 'all'
)

select
    cast(1 as bigint) as line_order,
    'answer' as section,
    case
        when ai_value is null and human_value is null
            then 'Neither population''s resolution can be shown yet. AI: ' || coalesce(ai_reason, 'no contacts')
                || '. People: ' || coalesce(human_reason, 'no contacts') || '.'
        when ai_value is null
            then 'People resolved ' || {{ share_text('human_value', 'human_low', 'human_high', 'human_n') }}
                || ' of their contacts for good; the AI''s figure is not shown. ' || coalesce(ai_reason, 'No contacts') || '.'
        when human_value is null
            then 'The AI resolved ' || {{ share_text('ai_value', 'ai_low', 'ai_high', 'ai_n') }}
                || ' of its contacts for good; the people''s figure is not shown. '
                || coalesce(human_reason, 'No contacts') || '.'
        else 'By one rule for both, the AI resolved ' || {{ share_text('ai_value', 'ai_low', 'ai_high', 'ai_n') }}
            || ' of its contacts for good and people ' || {{ share_text('human_value', 'human_low', 'human_high', 'human_n') }}
            || case
                when ai_high < human_low then ': the AI''s contacts hold less well, but the two see different work.'
                when ai_low > human_high then ': the AI''s contacts hold better, but the two see different work.'
                else ': the intervals overlap, and the two see different work.'
            end
    end as headline,
    cast(null as string) as population,
    'verified_resolution_7d' as metric,
    ai_value as value,
    ai_low as value_low,
    ai_high as value_high,
    coalesce(ai_n, 0) as n,
    'share' as unit,
    ai_value is null as is_withheld,
    case when ai_value is null then coalesce(ai_reason, 'No contacts') end as withheld_reason
from sides
