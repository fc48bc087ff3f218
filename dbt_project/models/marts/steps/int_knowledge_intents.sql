-- One row per population (and both) and intent: contacts, links, searches and outcomes. A population's link is its own;
-- under `all` anybody's counts. Searches count where the searcher's population is meant, whoever ended the contact.
{%- for population in ['human', 'ai'] %}
select
    '{{ population }}' as population,
    intent_id,
    count(case when population = '{{ population }}' then 1 end) as contacts,
    count(case when population = '{{ population }}' and {{ population }}_linked = 1 then 1 end) as linked,
    cast(sum({{ population }}_searches) as bigint) as searches,
    cast(sum({{ population }}_failed_searches) as bigint) as failed_searches,
    count(case when population = '{{ population }}' and is_settled then 1 end) as settled,
    count(case when population = '{{ population }}' and is_settled and resolution = 'verified' then 1 end) as verified
from {{ ref('int_knowledge_contacts') }}
group by intent_id
union all
{%- endfor %}
select
    'all' as population,
    intent_id,
    count(*) as contacts,
    count(case when human_linked + ai_linked > 0 then 1 end) as linked,
    cast(sum(human_searches + ai_searches) as bigint) as searches,
    cast(sum(human_failed_searches + ai_failed_searches) as bigint) as failed_searches,
    count(case when is_settled then 1 end) as settled,
    count(case when is_settled and resolution = 'verified' then 1 end) as verified
from {{ ref('int_knowledge_contacts') }}
group by intent_id
