-- One row per population, period and rung: numerator, denominator, and how many could not be told.
{% set settled = 'is_traceable and is_mature_' %}
{% set rungs = {
    'involved': ['true', 'true'],
    'substantive': ['is_substantive', 'true'],
    'contained': ['is_contained', 'is_substantive'],
    'deflected_helped': ["deflection = 'helped'", 'deflection is not null'],
    'deflected_came_back': ["deflection = 'came_back'", 'deflection is not null'],
    'deflected_went_elsewhere': ["deflection = 'went_elsewhere'", 'deflection is not null'],
    'deflected_unknown': ["deflection = 'unknown'", 'deflection is not null'],
    'assumed': ['is_assumed', 'is_substantive'],
    'confirmed': ['is_confirmed', 'is_substantive'],
    'verified_24h': ['is_verified_24h', settled ~ '24h', '24h'],
    'verified_72h': ['is_verified_72h', settled ~ '72h', '72h'],
    'verified_7d': ['is_verified_7d', settled ~ '7d', '7d'],
    'verified_30d': ['is_verified_30d', settled ~ '30d', '30d'],
    'verified_and_confirmed': ['is_verified_7d and is_confirmed', settled ~ '7d', '7d']
} %}
with judged as (
    select ladder.*, periods.period, periods.period_start_on
    from {{ ref('int_ladder_judged') }} as ladder
    inner join {{ ref('int_contact_periods') }} as periods on ladder.conversation_id = periods.conversation_id
),

everything as (
    select periods.period, count(*) as conversations
    from {{ ref('int_contact_periods') }} as periods
    inner join {{ ref('fct_conversations') }} as conversations
        on periods.conversation_id = conversations.conversation_id
    where conversations.exclusion_reason is null
    group by periods.period
),

counted as (
    {%- for rung, rule in rungs.items() %}
    select
        population,
        period,
        period_start_on,
        '{{ rung }}' as rung,
        count(case when {{ rule[1] }} and {{ rule[0] }} then 1 end) as numerator,
        count(case when {{ rule[1] }} then 1 end) as counted,
        {%- if rule | length == 3 %}
        count(case when is_mature_{{ rule[2] }} and not is_traceable then 1 end) as unknown_n
        {%- else %}
        cast(0 as bigint) as unknown_n
        {%- endif %}
    from judged
    group by population, period, period_start_on
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    counted.population,
    counted.period,
    counted.period_start_on,
    counted.rung,
    counted.numerator,
    case when counted.rung = 'involved' then everything.conversations else counted.counted end as denominator,
    counted.unknown_n
from counted
inner join everything on counted.period = everything.period
