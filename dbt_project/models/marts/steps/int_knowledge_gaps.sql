-- One row per population (and both) and intent with contacts: what of its volume knowledge does not reach.
with covered as (
    select
        intent_id,
        count(*) as articles,
        count(case when is_stale then 1 end) as stale_articles
    from {{ ref('int_article_intents') }}
    group by intent_id
),

known as (
    select
        intents.*,
        coalesce(covered.articles, 0) as articles,
        coalesce(covered.stale_articles, 0) as stale_articles,
        cast(sum(intents.contacts) over (partition by intents.population) as bigint) as all_contacts
    from {{ ref('int_knowledge_intents') }} as intents
    left join covered on intents.intent_id = covered.intent_id
)

select
    *,
    articles > 0 as is_covered,
    {{ knowledge_gap('contacts', 'all_contacts', 'linked', ratio('verified', 'settled')) }} as gap
from known
where contacts > 0 or searches > 0
