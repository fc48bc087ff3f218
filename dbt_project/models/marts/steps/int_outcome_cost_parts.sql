-- One row per population, period, dimension and member: sums over its legs of what they cost and what that bought.
-- Cents are whole numbers, so sums and sums of squares are exact. Who is in no team, or of no vendor, stands there
-- under the population's own name, so that every dimension carries everything.
{% set members = {
    'all': "'all'", 'channel': "coalesce(channel, 'unknown')", 'intent': "coalesce(intent_id, 'unknown')",
    'employer_type': "coalesce(employer_type, 'unknown')",
    'team': "case when population = 'ai' then 'ai' else coalesce(team, 'unknown') end",
    'vendor': "case when population = 'human' then 'human' else coalesce(vendor, 'unknown') end"
} %}
{% set keys = 'population, period, period_start_on, channel, intent_id, employer_type, team, vendor, actor_id' %}
{% set sums = {
    'direct_micros': 'direct_micros',
    'rework_micros': 'rework_micros',
    'net_micros': 'net_micros',
    'settled_net_micros': 'case when is_settled then net_micros end',
    'below_bar_micros': 'case when is_counted and not is_verified then net_micros end',
    'variable_micros': 'variable_micros',
    'settled_variable_micros': 'case when is_settled then variable_micros end',
    'net_cents': 'net_cents',
    'net_cents_squared': 'net_cents * net_cents',
    'variable_cents': 'variable_cents',
    'variable_cents_squared': 'variable_cents * variable_cents'
} %}
{% set counts = {
    'legs': 'is_told', 'costed_legs': 'is_told and direct_micros is not null',
    'variable_known_legs': 'is_told and variable_micros is not null',
    'net_legs': 'net_cents is not null', 'variable_legs': 'variable_micros is not null',
    'contacts': 'is_contact_leg', 'claimed': 'is_contact_leg and claimed_resolved',
    'settled': 'is_counted', 'verified': 'is_counted and is_verified', 'untraceable': 'is_untraceable'
} %}
with settled as (
    select conversation_id, max(case when is_mature_7d and is_traceable then 1 else 0 end) = 1 as is_settled
    from {{ ref('fct_legs') }}
    where is_judged
    group by conversation_id
),

legs as (
    select
        fct.*,
        periods.period,
        periods.period_start_on,
        {{ to_micros('fct.cost_amount') }} as direct_micros,
        {{ to_micros('fct.hand_off_tax_amount') }} as rework_micros,
        costs.variable_micros,
        rework.unknown_moves,
        fct.exclusion_reason is null and fct.is_handled as is_told,
        coalesce(settled.is_settled, false) as is_settled,
        fct.is_judged and fct.is_mature_7d and fct.is_traceable as is_counted,
        fct.is_judged and fct.is_mature_7d and not fct.is_traceable as is_untraceable,
        fct.resolution = 'verified' as is_verified
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    left join {{ ref('int_leg_costs') }} as costs on fct.leg_id = costs.leg_id
    left join {{ ref('int_leg_rework') }} as rework on fct.leg_id = rework.leg_id
    left join settled on fct.conversation_id = settled.conversation_id
    -- What was paid for tests, duplicates and work without an answer is paid for: the contacts carry it.
    where fct.population is not null
),

priced as (
    select
        *,
        case when direct_micros is not null or rework_micros is not null
            then coalesce(direct_micros, 0) + coalesce(rework_micros, 0) end as net_micros
    from legs
),

rounded as (
    select
        *,
        cast(round(cast(net_micros as double) / 10000) as bigint) as net_cents,
        cast(round(cast(variable_micros as double) / 10000) as bigint) as variable_cents
    from priced
),

summed as (
    select
        {{ keys }},
        {%- for column, value in sums.items() %}
        cast(sum({{ value }}) as bigint) as {{ column }},
        {%- endfor %}
        {%- for column, rule in counts.items() %}
        count(case when {{ rule }} then 1 end) as {{ column }},
        {%- endfor %}
        cast(coalesce(sum(unknown_moves), 0) as bigint) as unknown_moves
    from rounded
    group by {{ keys }}
),

membered as (
    {%- for dimension, member in members.items() %}
    select summed.*, '{{ dimension }}' as dimension, {{ member }} as member from summed
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    population,
    dimension,
    member,
    period,
    period_start_on,
    count(distinct case when contacts > 0 then actor_id end) as actors
    {%- for column in (sums.keys() | list) + (counts.keys() | list) + ['unknown_moves'] %},
    cast(sum({{ column }}) as bigint) as {{ column }}
    {%- endfor %}
from membered
group by population, dimension, member, period, period_start_on
