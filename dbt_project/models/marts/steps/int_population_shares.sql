-- One row per population, period and share: how many of how many, and how many could not be told.
{% set leg_shares = {
    'contacts': {'of': 'is_contact_leg', 'hit': 'true', 'unknown': 'false'},
    'verified_resolution_7d': {
        'of': 'is_judged and is_mature_7d and is_traceable', 'hit': "resolution = 'verified'",
        'unknown': 'is_judged and is_mature_7d and not is_traceable'},
    'recontact_7d': {
        'of': 'is_judged and is_mature_7d and is_traceable', 'hit': 'recontact_7d',
        'unknown': 'is_judged and is_mature_7d and not is_traceable'},
    'reopen_rate': {
        'of': "is_judged and is_mature_7d and ended_by in ('resolved', 'timeout')", 'hit': 'is_reopened_7d',
        'unknown': 'false'},
    'hand_off_rate': {'of': 'is_handled', 'hit': "ended_by in ('hand_off', 'transfer')", 'unknown': 'false'},
    'human_on_request_rate': {
        'of': "population = 'ai' and human_requested_at is not null", 'hit': 'human_granted_at is not null',
        'unknown': 'false'},
    'disclosure_rate': {
        'of': "population = 'ai' and first_ai_message_at is not null", 'hit': 'disclosed_at <= first_ai_message_at',
        'unknown': 'false'}
} %}
with legs as (
    select fct.*, periods.period, periods.period_start_on
    from {{ ref('fct_legs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    where fct.exclusion_reason is null and fct.population is not null
),

ratings as (
    select fct.*, periods.period, periods.period_start_on
    from {{ ref('fct_ratings') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    where fct.kind = 'csat' and fct.population is not null
),

counted as (
    {%- for metric, rule in leg_shares.items() %}
    select
        population,
        period,
        period_start_on,
        '{{ metric }}' as metric,
        count(case when {{ rule.of }} and {{ rule.hit }} then 1 end) as numerator,
        count(case when {{ rule.of }} then 1 end) as denominator,
        count(case when {{ rule.unknown }} then 1 end) as unknown_n
    from legs
    group by population, period, period_start_on
    union all
    {%- endfor %}
    select
        population,
        period,
        period_start_on,
        'csat_satisfied' as metric,
        count(case when is_satisfied then 1 end) as numerator,
        count(case when is_answered then 1 end) as denominator,
        cast(0 as bigint) as unknown_n
    from ratings
    group by population, period, period_start_on
    union all
    select
        population,
        period,
        period_start_on,
        'csat_response_rate' as metric,
        count(case when is_answered then 1 end) as numerator,
        count(*) as denominator,
        cast(0 as bigint) as unknown_n
    from ratings
    group by population, period, period_start_on
)

select population, period, period_start_on, metric, numerator, denominator, unknown_n
from counted
union all
select
    population,
    period,
    period_start_on,
    'volume_share' as metric,
    numerator,
    cast(sum(numerator) over (partition by period) as bigint) as denominator,
    unknown_n
from counted
where metric = 'contacts'
