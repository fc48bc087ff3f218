-- One row per vendor, programme or comparison of which something is shown: claims that did not hold, a programme that
-- worked or did harm, figures that say the opposite of what the same work shows.
with spans as (
    select
        cast(count(distinct opened_local_on) as double) / 7 as weeks,
        count(case when population = 'ai' and is_contact_leg then 1 end) as ai_contacts
    from {{ ref('fct_legs') }}
    where is_judged
),

claims as (
    select
        'overclaim' as kind,
        'ai' as population,
        reconciled.vendor as place,
        {{ key_in_words('reconciled.vendor') }} || ' billed '
            || {{ share_text('judged_share', 'judged_share_low', 'judged_share_high', 'judged_n') }}
            || ' of the units that can be judged although the customer came back elsewhere.' as sentence,
        'did not hold' as verdict,
        'vendor_reconciliation' as measure,
        reconciled.judged_share as effect,
        reconciled.judged_share_low as effect_low,
        reconciled.judged_share_high as effect_high,
        reconciled.judged_n as n,
        reconciled.judged_share_low * reconciled.n / spans.weeks as contacts_a_week,
        cast(null as string) as owner,
        'measure_vendor_reconciliation' as evidence
    from {{ ref('measure_vendor_reconciliation') }} as reconciled
    cross join spans
    where reconciled.period = 'all' and reconciled.line = 'went_elsewhere'
        and reconciled.judged_share_low > {{ tolerated_overclaim() }}
),

programmes as (
    select
        'programme' as kind,
        population,
        programme as place,
        sentence,
        verdict,
        measure,
        effect,
        effect_low,
        effect_high,
        n_reached as n,
        least(abs(effect_low), abs(effect_high)) * contacts_a_week as contacts_a_week,
        owner,
        'improve_programmes' as evidence
    from {{ source('analysis', 'programmes') }}
    where verdict in ('helped', 'harmed')
),

comparisons as (
    select
        'comparison' as kind,
        'all' as population,
        compared.comparison as place,
        compared.sentence,
        compared.verdict,
        compared.measure,
        compared.difference as effect,
        compared.difference_low as effect_low,
        compared.difference_high as effect_high,
        cast(spans.ai_contacts as bigint) as n,
        least(abs(compared.difference_low), abs(compared.difference_high)) * spans.ai_contacts / spans.weeks
            as contacts_a_week,
        cast(null as string) as owner,
        'measure_fair_comparison' as evidence
    from {{ ref('measure_fair_comparison') }} as compared
    cross join spans
    where compared.verdict in ('better', 'worse') and compared.measure in ('verified_resolution_7d', 'csat_satisfied')
        and compared.comparison in ('population', 'way_in', 'vendor')
        and compared.difference_low * compared.difference_high > 0
        and compared.is_reversed
),

ranked as (
    select *, row_number() over (partition by kind, place order by contacts_a_week desc, measure) as look_rank
    from (
        select * from claims
        union all
        select * from programmes
        union all
        select * from comparisons
    ) as shown
)

select
    kind, population, place, sentence, verdict, measure, effect, effect_low, effect_high, n, contacts_a_week, owner,
    evidence
from ranked
where look_rank = 1
