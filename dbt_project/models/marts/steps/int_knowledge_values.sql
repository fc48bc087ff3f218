-- One row per population (and both) and measure of knowledge: counted of how many. Articles serve both populations, so
-- their measures stand under `all`; contacts whose intent is unknown cannot be covered or not.
with articles as (
    select
        article_id,
        max(case when is_stale then 1 when not is_stale then 0 end) as is_stale,
        max(case when is_used then 1 else 0 end) as is_used
    from {{ ref('int_article_intents') }}
    group by article_id
),

aged as (
    select
        count(case when is_stale = 1 then 1 end) as stale,
        count(is_stale) as dated,
        count(case when is_stale is null then 1 end) as undated,
        count(case when is_used = 0 then 1 end) as orphans,
        count(*) as articles
    from articles
),

summed as (
    select
        population,
        count(case when intent_id <> 'unknown' and is_covered then 1 end) as covered_intents,
        count(case when intent_id <> 'unknown' then 1 end) as intents,
        cast(sum(case when intent_id <> 'unknown' and is_covered then contacts else 0 end) as bigint)
            as covered_contacts,
        cast(sum(case when intent_id <> 'unknown' then contacts else 0 end) as bigint) as known_contacts,
        cast(sum(case when intent_id = 'unknown' then contacts else 0 end) as bigint) as unknown_contacts,
        cast(sum(linked) as bigint) as linked,
        cast(sum(contacts) as bigint) as contacts,
        cast(sum(failed_searches) as bigint) as failed_searches,
        cast(sum(searches) as bigint) as searches
    from {{ ref('int_knowledge_gaps') }}
    group by population
)

select population, 'know_intent_coverage' as metric, covered_intents as numerator, intents as n,
    cast(0 as bigint) as unknown_n
from summed
union all
select population, 'know_volume_coverage' as metric, covered_contacts as numerator, known_contacts as n,
    unknown_contacts as unknown_n
from summed
union all
select population, 'know_link_rate' as metric, linked as numerator, contacts as n, cast(0 as bigint) as unknown_n
from summed
union all
select population, 'know_failed_searches' as metric, failed_searches as numerator, searches as n,
    cast(0 as bigint) as unknown_n
from summed
union all
select 'all' as population, 'know_stale_articles' as metric, stale as numerator, dated as n, undated as unknown_n
from aged
union all
select 'all' as population, 'know_orphan_articles' as metric, orphans as numerator, articles as n,
    cast(0 as bigint) as unknown_n
from aged
