-- One row per finding that stands after its own tests, the one with most contacts a week at stake first. No row when
-- nothing is shown.
with listed as (
    select
        kind, population, place, sentence, verdict, measure, effect, effect_low, effect_high, n, contacts_a_week,
        mechanism_kind, mechanism, cast(null as string) as owner, evidence
    from {{ ref('int_findings_explained') }}
    union all
    select
        kind, population, place, sentence, verdict, measure, effect, effect_low, effect_high, n, contacts_a_week,
        cast(null as string) as mechanism_kind, cast(null as string) as mechanism, owner, evidence
    from {{ ref('int_findings_judged') }}
),

told_once as (
    select listed.*
    from listed
    where not exists (
        -- People who do better after a programme that worked did so because of it.
        select 1
        from {{ ref('int_findings_judged') }} as programmes
        where listed.kind = 'change' and listed.effect > 0 and listed.population = programmes.population
            and programmes.kind = 'programme' and programmes.verdict = 'helped'
    )
    and not exists (
        -- A course that closed a gap is part of what is said of the gap.
        select 1
        from {{ ref('int_findings_explained') }} as gaps
        where listed.kind = 'programme' and gaps.mechanism = listed.place
    )
)

select
    cast(row_number() over (order by told_once.contacts_a_week desc, told_once.kind, told_once.place) as bigint)
        as rank,
    told_once.kind,
    told_once.population,
    told_once.place,
    told_once.sentence,
    told_once.verdict,
    told_once.measure,
    told_once.effect,
    told_once.effect_low,
    told_once.effect_high,
    told_once.n,
    told_once.contacts_a_week,
    coalesce(told_once.owner, changes.owner, register.owner) as owner,
    {{ next_step('told_once') }} as next_step,
    told_once.evidence
from told_once
left join {{ ref('int_changes_unioned') }} as changes on told_once.place = changes.change_id
left join {{ ref('metric_register') }} as register on told_once.measure = register.metric
