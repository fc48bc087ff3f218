-- One row per intent, population and local day: contacts, and ratings with those in the best quarter of their scale.
with contacts as (
    select
        intent_id,
        coalesce(last_population, first_population, 'none') as population,
        opened_local_on as local_on,
        count(*) as contacts
    from {{ ref('fct_conversations') }}
    where exclusion_reason is null and intent_id is not null and opened_local_on is not null
    group by intent_id, coalesce(last_population, first_population, 'none'), opened_local_on
),

ratings as (
    select
        intent_id,
        population,
        opened_local_on as local_on,
        count(csat) as rated,
        count(case when csat >= 0.75 then 1 end) as satisfied
    from {{ ref('fct_legs') }}
    where csat is not null and intent_id is not null and population is not null and opened_local_on is not null
        and exclusion_reason is null
    group by intent_id, population, opened_local_on
)

select
    coalesce(contacts.intent_id, ratings.intent_id) as intent_id,
    coalesce(contacts.population, ratings.population) as population,
    coalesce(contacts.local_on, ratings.local_on) as local_on,
    coalesce(contacts.contacts, 0) as contacts,
    coalesce(ratings.rated, 0) as rated,
    coalesce(ratings.satisfied, 0) as satisfied
from contacts
full outer join ratings
    on contacts.intent_id = ratings.intent_id and contacts.population = ratings.population
    and contacts.local_on = ratings.local_on
