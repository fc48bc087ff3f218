-- One row per intent, population and local day: contacts whose seven days are over, how many of them failed, the
-- customers behind these, and what they cost.
select
    intent_id,
    population,
    opened_local_on as local_on,
    count(*) as told,
    count(case when resolution <> 'verified' then 1 end) as failed,
    count(distinct case when resolution <> 'verified' then customer_id end) as failed_customers,
    cast(sum(case when resolution <> 'verified' then {{ net_cost('legs') }} end) as decimal(18, 6)) as failed_amount
from {{ ref('fct_legs') }} as legs
where is_judged and is_mature_7d and is_traceable and population in ('human', 'ai') and intent_id <> 'unknown'
    and opened_local_on is not null
group by intent_id, population, opened_local_on
