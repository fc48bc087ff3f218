-- A row here means that the parts of a split do not add up to the whole: something is counted twice or not at all.
with moves as (
    select population as of_population, n
    from {{ ref('process_variants') }}
    where metric = 'conformant_transition_rate'
),

splits as (
    select
        'reasons of hand-offs ' || period || ' ' || channel as split,
        sum(numerator) as parts,
        max(n) as whole
    from {{ ref('process_hand_offs') }}
    where metric like 'reason%'
    group by period, channel
    union all
    select
        'disclosure ' || period || ' ' || channel || ' ' || language as split,
        sum(numerator) as parts,
        max(n) as whole
    from {{ ref('process_governance') }}
    where metric in ('disclosure_in_time', 'disclosure_late', 'disclosure_missing')
    group by period, channel, language
    union all
    select
        'languages of ' || metric || ' ' || period as split,
        sum(case when channel = 'all' and language <> 'all' then n else 0 end) as parts,
        max(case when channel = 'all' and language = 'all' then n end) as whole
    from {{ ref('process_governance') }}
    group by metric, period
    union all
    select
        'channels of ' || metric || ' ' || period as split,
        sum(case when channel <> 'all' then n else 0 end) as parts,
        max(case when channel = 'all' then n end) as whole
    from {{ ref('process_hand_offs') }}
    where unit = 'share'
    group by metric, period
    union all
    select
        'transitions of ' || population as split,
        sum(transitions) as parts,
        max(moves.n) as whole
    from {{ ref('process_flow') }} as edges
    inner join moves on edges.population = moves.of_population
    group by population
)

select split, parts, whole
from splits
where parts <> whole
