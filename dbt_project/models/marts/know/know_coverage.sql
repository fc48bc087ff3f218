-- One row per population (and both) and intent: coverage, links, searches, outcome and the gap that knowledge leaves.
with quadrants as (
    select
        human.intent_id,
        case
            when {{ ratio('human.linked', 'human.contacts') }} < 0.5 and {{ ratio('ai.linked', 'ai.contacts') }} < 0.5
                then 'article missing'
            when {{ ratio('ai.linked', 'ai.contacts') }} < 0.5 then 'retrieval or phrasing'
            when {{ ratio('human.linked', 'human.contacts') }} < 0.5 then 'findability or training'
            when human.contacts > 0 and ai.contacts > 0 then 'leave alone'
        end as remedy
    from {{ ref('int_knowledge_gaps') }} as human
    inner join {{ ref('int_knowledge_gaps') }} as ai on human.intent_id = ai.intent_id and ai.population = 'ai'
    where human.population = 'human'
        and human.contacts >= {{ minimum_n() }} and ai.contacts >= {{ minimum_n() }}
)

select
    gaps.population,
    gaps.intent_id,
    intents.intent_label,
    intents.complexity,
    gaps.contacts,
    gaps.all_contacts,
    {{ ratio('gaps.contacts', 'gaps.all_contacts') }} as volume_share,
    gaps.articles,
    gaps.stale_articles,
    gaps.is_covered,
    gaps.linked,
    case when gaps.contacts >= {{ minimum_n() }} then {{ ratio('gaps.linked', 'gaps.contacts') }} end as link_rate,
    case when gaps.contacts >= {{ minimum_n() }} then {{ wilson_low('gaps.linked', 'gaps.contacts') }} end
        as link_rate_low,
    case when gaps.contacts >= {{ minimum_n() }} then {{ wilson_high('gaps.linked', 'gaps.contacts') }} end
        as link_rate_high,
    gaps.searches,
    gaps.failed_searches,
    case when gaps.searches >= {{ minimum_n() }} then {{ ratio('gaps.failed_searches', 'gaps.searches') }} end
        as failed_search_rate,
    gaps.settled,
    gaps.verified,
    case when gaps.settled >= {{ minimum_n() }} then {{ ratio('gaps.verified', 'gaps.settled') }} end as verified_rate,
    case when gaps.contacts >= {{ minimum_n() }} and gaps.settled >= {{ minimum_n() }} then gaps.gap end as gap,
    case
        when gaps.intent_id = 'unknown' then 'The intent is not known'
        when gaps.contacts < {{ minimum_n() }} or gaps.settled < {{ minimum_n() }}
            then 'Fewer than {{ minimum_n() }} cases'
    end as withheld_reason,
    quadrants.remedy,
    horizon.observed_until
from {{ ref('int_knowledge_gaps') }} as gaps
inner join {{ ref('dim_intents') }} as intents on gaps.intent_id = intents.intent_id
left join quadrants on gaps.intent_id = quadrants.intent_id
cross join {{ ref('int_horizon_found') }} as horizon
