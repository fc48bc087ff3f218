-- One row per gap or change that is explained: what moved or lies low, where, and how many contacts a week it costs at
-- least. A change that sits where a gap was found is that gap and is said once.
with gaps as (
    select
        case kind when 'change_lag' then 'knowledge_lag' when 'scope_entry' then 'scope' else 'change' end as kind,
        population,
        place,
        kind as gap_kind,
        cohort,
        sentence,
        verdict,
        'verified_resolution_7d' as measure,
        difference as effect,
        difference_low as effect_low,
        difference_high as effect_high,
        n,
        -difference_high * contacts_a_week as contacts_a_week,
        mechanism_kind,
        mechanism,
        'measure_resolution_gaps' as evidence
    from {{ source('analysis', 'explained_gaps') }}
),

changes as (
    select
        *,
        case
            when verdict in ('explained by volume', 'volume rose', 'volume fell') then 'volume'
            when verdict = 'explained by mix' then 'mix'
            else 'change'
        end as kind,
        case
            when verdict = 'explained by volume' then volume_effect
            when verdict = 'explained by mix' then work_mix_effect
            when verdict in ('volume rose', 'volume fell') then change
            else located_effect
        end as explained_effect
    from {{ source('analysis', 'explained_changes') }}
    where verdict not in ('not explained', 'usual', 'withheld')
),

placed as (
    select
        *,
        case
            when kind = 'change' then located_cohort || coalesce(' on ' || located_family, '')
            else coalesce(moved, 'load')
        end as place,
        case when kind = 'change' then located_cohort end as moved_cohort,
        -- The end nearest to nothing, and of it the part that is explained; of contacts, what came or stayed away.
        case
            when measure = 'contacts' then least(abs(change_low), abs(change_high)) * level_before
            when kind = 'mix' then least(abs(work_mix_low), abs(work_mix_high)) * contacts_a_week
            else least(abs(change_low), abs(change_high)) * contacts_a_week * least(1.0, abs(explained_effect / change))
        end as at_stake
    from changes
    -- A place that does better needs no cause: a class that learns its work does so by itself.
    where kind = 'mix' or (change_low * change_high > 0 and (kind = 'volume' or change < 0))
),

own as (
    select
        placed.*,
        -- What moved with the volume says more than the volume alone, and both are at stake.
        max(placed.at_stake) over (partition by placed.kind, placed.moved_cohort) as most_at_stake,
        row_number() over (
            partition by placed.kind, placed.moved_cohort
            order by case when placed.measure = 'contacts' then 1 else 0 end, placed.at_stake desc, placed.change_id
        ) as look_rank
    from placed
    left join gaps
        on (placed.kind = 'change' and placed.located_population = gaps.population
            and placed.located_cohort = coalesce(gaps.cohort, placed.located_cohort))
        -- Work that the AI took over changes the mix by itself.
        or (placed.kind = 'mix' and gaps.gap_kind = 'scope_entry')
    where gaps.gap_kind is null
)

select
    kind, population, place, sentence, verdict, measure, effect, effect_low, effect_high, n, contacts_a_week,
    mechanism_kind, mechanism, evidence
from gaps
union all
select
    kind,
    case when kind = 'change' then located_population else population end as population,
    place,
    sentence,
    verdict,
    measure,
    case when kind = 'mix' then work_mix_effect else change end as effect,
    case when kind = 'mix' then work_mix_low else change_low end as effect_low,
    case when kind = 'mix' then work_mix_high else change_high end as effect_high,
    n_after as n,
    case when kind = 'volume' then most_at_stake else at_stake end as contacts_a_week,
    mechanism_kind,
    mechanism,
    'improve_explained_changes' as evidence
from own
where look_rank = 1
