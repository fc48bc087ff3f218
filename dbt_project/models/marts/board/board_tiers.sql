-- One row per tier or ability of the operation and population: the number that a contract can be renegotiated on.
{% set names = [
    ('Flexibility', 'shortfalls_met', 'share', ' of the intervals short of people could have been met'),
    ('Speed', 'days_to_live', 'days', ' from a decision until it is live, in the median'),
    ('Consistency', 'spread_within_intent', 'points', ' by which places differ on the same matter beyond chance'),
    ('Scalability', 'cost_at_peak_to_base', 'ratio', ' times what a contact costs at base it costs at peak'),
] %}
with populations as (
    select population from {{ ref('board_maturity_evidence') }} where population <> 'all' group by population
),

scored as (
    select
        'tier' as kind,
        tiers.tier_order as subject_order,
        tiers.tier as subject,
        populations.population,
        'maturity_score' as measure,
        'score' as unit,
        avg(cast(evidence.score as double)) as value,
        count(*) as n,
        cast(sum(case when evidence.is_missing then 1 else 0 end) as bigint) as missing_n,
        min(evidence.score) as weakest
    from {{ ref('board_maturity_evidence') }} as evidence
    inner join {{ ref('tiers') }} as tiers on evidence.tier_id = tiers.tier_id
    inner join populations on evidence.population in ('all', populations.population)
    group by tiers.tier_order, tiers.tier, populations.population
),

shifts as (
    select sum(met_by_ai + met_by_people) as met, sum(n) as n
    from {{ ref('enable_capacity_swaps') }}
    where not is_withheld
),

lead_times as (
    {%- for population, column in [('human', 'seconds_to_humans'), ('ai', 'seconds_to_ai')] %}
    select '{{ population }}' as population, {{ column }} as seconds from {{ ref('fct_changes') }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

peaks as (
    select
        peak.population,
        sum(peak.contacts) as n,
        sum(peak.contacts * peak.cost_per_contact) as peak_cost,
        sum(peak.contacts * base.cost_per_contact) as base_cost
    from {{ ref('enable_peak_and_base') }} as peak
    inner join {{ ref('enable_peak_and_base') }} as base
        on peak.queue = base.queue and peak.population = base.population and base.load_level = 'base'
    where peak.load_level = 'peak' and peak.cost_per_contact is not null and base.cost_per_contact is not null
    group by peak.population
),

abilities as (
    select 1 as subject_order, 'all' as population, {{ ratio('met', 'n') }} as value, n from shifts
    union all
    select 2 as subject_order, population, {{ percentile('seconds', 0.5) }} / 86400e0 as value, count(*) as n
    from lead_times
    group by population
    union all
    select 3 as subject_order, population, 100 * spread as value, n from {{ ref('int_spread_within_intents') }}
    union all
    select 4 as subject_order, population, {{ ratio('peak_cost', 'base_cost') }} as value, n from peaks
),

named as (
    {%- for subject, measure, unit, words in names %}
    select
        'ability' as kind, subject_order, '{{ subject }}' as subject, population, '{{ measure }}' as measure,
        '{{ unit }}' as unit, value, n, cast(null as bigint) as missing_n,
        '{{ subject }}: ' || coalesce(
            {{ measured_text('value', "'" ~ unit ~ "'") }} || '{{ words }} (n = ' || {{ whole_text('n') }} || ').',
            'not known.'
        ) as sentence
    from abilities
    where subject_order = {{ loop.index }}
    union all
    {%- endfor %}
    select
        kind, subject_order, subject, population, measure, unit, value, n, missing_n,
        subject || ': ' || {{ measured_text('value', 'unit') }} || ' of 3 (indicators: ' || cast(n as string) || '), '
        || cast(missing_n as string) || ' without evidence; the weakest scores ' || cast(weakest as string) || '.'
            as sentence
    from scored
)

select
    kind,
    cast(subject_order as bigint) as subject_order,
    subject,
    population,
    measure,
    unit,
    cast(value as double) as value,
    cast(coalesce(n, 0) as bigint) as n,
    missing_n,
    sentence
from named
