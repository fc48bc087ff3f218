-- One row per population, period, dimension and member: sums over its legs of what they cost and what that bought.
-- Cents are whole numbers, so sums and sums of squares are exact.
{% set members = {
    'all': "'all'", 'channel': "coalesce(channel, 'unknown')", 'intent': "coalesce(intent_id, 'unknown')",
    'employer_type': "coalesce(employer_type, 'unknown')"
} %}
with settled as (
    select conversation_id, max(case when is_mature_7d and is_traceable then 1 else 0 end) = 1 as is_settled
    from {{ ref('fct_legs') }}
    where is_judged
    group by conversation_id
),

legs as (
    select
        fct.population,
        fct.channel,
        fct.intent_id,
        fct.employer_type,
        periods.period,
        periods.period_start_on,
        {{ to_micros('fct.cost_amount') }} as direct_micros,
        {{ to_micros('fct.hand_off_tax_amount') }} as rework_micros,
        costs.variable_micros,
        rework.unknown_moves,
        fct.is_contact_leg,
        fct.exclusion_reason is null and fct.is_handled as is_told,
        fct.is_contact_leg and fct.claimed_resolved as is_claimed,
        coalesce(settled.is_settled, false) as is_settled,
        fct.is_judged and fct.is_mature_7d and fct.is_traceable as is_counted,
        fct.resolution = 'verified' as is_verified
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    left join {{ ref('int_leg_costs') }} as costs on fct.leg_id = costs.leg_id
    left join {{ ref('int_leg_rework') }} as rework on fct.leg_id = rework.leg_id
    left join settled on fct.conversation_id = settled.conversation_id
    -- What was paid for tests, duplicates and work without an answer is paid for: the contacts carry it.
    where fct.population is not null
),

membered as (
    {%- for dimension, member in members.items() %}
    select legs.*, '{{ dimension }}' as dimension, {{ member }} as member from legs
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

priced as (
    select
        *,
        case when direct_micros is not null or rework_micros is not null
            then coalesce(direct_micros, 0) + coalesce(rework_micros, 0) end as net_micros
    from membered
),

rounded as (
    select
        *,
        cast(round(cast(net_micros as double) / 10000) as bigint) as net_cents,
        cast(round(cast(variable_micros as double) / 10000) as bigint) as variable_cents
    from priced
)

select
    population,
    dimension,
    member,
    period,
    period_start_on,
    cast(sum(direct_micros) as bigint) as direct_micros,
    cast(sum(rework_micros) as bigint) as rework_micros,
    cast(sum(net_micros) as bigint) as net_micros,
    cast(sum(case when is_settled then net_micros end) as bigint) as settled_net_micros,
    cast(sum(case when is_counted and not is_verified then net_micros end) as bigint) as below_bar_micros,
    cast(sum(variable_micros) as bigint) as variable_micros,
    cast(sum(case when is_settled then variable_micros end) as bigint) as settled_variable_micros,
    count(case when is_told then 1 end) as legs,
    count(case when is_told then direct_micros end) as costed_legs,
    count(case when is_told then variable_micros end) as variable_known_legs,
    count(net_cents) as net_legs,
    cast(sum(net_cents) as bigint) as net_cents,
    cast(sum(net_cents * net_cents) as bigint) as net_cents_squared,
    count(variable_micros) as variable_legs,
    cast(sum(variable_cents) as bigint) as variable_cents,
    cast(sum(variable_cents * variable_cents) as bigint) as variable_cents_squared,
    cast(coalesce(sum(unknown_moves), 0) as bigint) as unknown_moves,
    count(case when is_contact_leg then 1 end) as contacts,
    count(case when is_claimed then 1 end) as claimed,
    count(case when is_counted then 1 end) as settled,
    count(case when is_counted and is_verified then 1 end) as verified
from rounded
group by population, dimension, member, period, period_start_on
