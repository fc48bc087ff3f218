-- A row here means that a split of the whole loses or doubles something: helped, came back, went elsewhere and unknown
-- must be all contained contacts, and the two populations all contacts.
with ladder as (
    select
        population,
        period,
        sum(case when rung like 'deflected%' then numerator else 0 end) as parts,
        max(case when rung = 'deflected_helped' then denominator end) as whole
    from {{ ref('measure_resolution_ladder') }}
    where population = 'ai'
    group by population, period
),

volume as (
    select
        period,
        sum(numerator) as parts,
        max(denominator) as whole
    from {{ ref('measure_population_read') }}
    where metric = 'volume_share' and numerator is not null
    group by period
)

select 'deflection' as split, period, cast(parts as double) as parts, cast(whole as double) as whole
from ladder
where parts <> whole
union all
select 'volume' as split, period, parts, whole
from volume
where parts <> whole
