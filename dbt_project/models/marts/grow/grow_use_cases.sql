-- One row per use case of the AI and matter (`all` for the use case as a whole): declared, in pilot, live or stopped,
-- its share of the volume, and whether it passes the gate: surely not worse than people by more than the margin.
with cells as (
    select * from {{ ref('int_use_case_cells') }}
    union all
    select
        use_case_id,
        'all' as intent_id,
        cast(sum(ai_contacts_ever) as bigint) as ai_contacts_ever,
        cast(sum(ai_contacts) as bigint) as ai_contacts,
        cast(sum(contacts) as bigint) as contacts,
        cast(null as bigint) as verified,
        cast(null as bigint) as told,
        cast(null as bigint) as people_verified,
        cast(null as bigint) as people_told,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from {{ ref('int_use_case_cells') }}
    group by use_case_id
    union all
    select
        declared.use_case_id,
        'all' as intent_id,
        0 as ai_contacts_ever,
        0 as ai_contacts,
        0 as contacts,
        cast(null as bigint) as verified,
        cast(null as bigint) as told,
        cast(null as bigint) as people_verified,
        cast(null as bigint) as people_told,
        cast(null as timestamp) as first_seen_at,
        cast(null as timestamp) as last_seen_at
    from {{ ref('use_cases') }} as declared
    left join {{ ref('int_use_case_cells') }} as used on declared.use_case_id = used.use_case_id
    where used.use_case_id is null
),

gated as (
    select
        cells.*,
        least(told, people_told) >= {{ minimum_n_compared() }} as is_compared,
        {{ contrast('verified', 'told', 'people_verified', 'people_told') }} as difference,
        sqrt({{ contrast_low_square('verified', 'told', 'people_verified', 'people_told') }}) as reach_low,
        sqrt({{ contrast_high_square('verified', 'told', 'people_verified', 'people_told') }}) as reach_high
    from cells
)

select
    gated.use_case_id,
    gated.intent_id,
    coalesce(intents.intent_label, 'All matters') as intent_label,
    'ai' as population,
    declared.owner,
    case
        when gated.ai_contacts_ever = 0 and gated.intent_id = 'all' then 'declared'
        when gated.ai_contacts_ever = 0 then 'not started'
        when gated.ai_contacts = 0 then 'stopped'
        when {{ ratio('gated.ai_contacts', 'gated.contacts') }} <= {{ var('pilot_share') }} then 'pilot'
        else 'live'
    end as state,
    gated.ai_contacts_ever,
    {{ rate_columns('gated.ai_contacts', 'gated.contacts') }},
    case when gated.is_compared then {{ ratio('gated.verified', 'gated.told') }} end as verified_rate,
    case when gated.is_compared then {{ ratio('gated.people_verified', 'gated.people_told') }} end
        as people_verified_rate,
    gated.told,
    gated.people_told,
    case when gated.is_compared then gated.difference end as difference,
    case when gated.is_compared then gated.difference - gated.reach_low end as difference_low,
    case when gated.is_compared then gated.difference + gated.reach_high end as difference_high,
    case
        when gated.intent_id = 'all' then 'each matter has its own'
        when gated.ai_contacts_ever = 0 then 'nothing to judge'
        when not gated.is_compared then 'too few'
        when gated.difference - gated.reach_low >= -{{ var('gate_margin') }} then 'passed'
        when gated.difference + gated.reach_high < -{{ var('gate_margin') }} then 'failed'
        else 'open'
    end as gate,
    gated.first_seen_at,
    gated.last_seen_at
from gated
left join {{ ref('use_cases') }} as declared on gated.use_case_id = declared.use_case_id
left join {{ ref('dim_intents') }} as intents on gated.intent_id = intents.intent_id
