-- One row per period, channel (and all of them) and measure of hand-offs and requests: counted of how many.
{% set measures = {
    'hand_off_answered': ['is_answered', 'true'],
    'context_passed': ['is_context_passed', 'true'],
    'context_loss': ['is_repeated_by_customer', 'is_answered'],
    'hand_off_out_of_hours': ['is_out_of_hours', 'true'],
    'hand_off_stalled': ['is_stalled', 'true']
} %}
{% set requests = {
    'request_granted': ['is_granted', 'true'],
    'request_refused': ['is_refused', 'true'],
    'request_out_of_hours': ['is_out_of_hours', 'true'],
    'request_granted_in_hours': ['is_granted', 'not is_out_of_hours'],
    'request_granted_out_of_hours': ['is_granted', 'is_out_of_hours'],
    'granted_at_first_request': ['asks_before_granted = 1', 'is_first_granted']
} %}
{% set reasons = ['customer_asked', 'ai_uncertain', 'policy_limit', 'failure', 'no_human_available', 'unknown'] %}
with hand_offs as (
    select fct.*, fct.channel as scope, periods.period, periods.period_start_on
    from {{ ref('fct_hand_offs') }} as fct
    inner join {{ ref('int_contact_periods') }} as periods on fct.conversation_id = periods.conversation_id
    where fct.exclusion_reason is null
),

asked as (
    select
        *,
        row_number() over (partition by conversation_id, is_granted order by request_number) = 1 and is_granted
            as is_first_granted,
        -- The requests that one answer served are as many as had been made by then.
        max(request_number) over (partition by conversation_id, granted_at) as asks_before_granted
    from {{ ref('fct_human_requests') }}
    where exclusion_reason is null
),

requests as (
    select asked.*, asked.channel as scope, periods.period, periods.period_start_on
    from asked
    inner join {{ ref('int_contact_periods') }} as periods on asked.conversation_id = periods.conversation_id
),

counted as (
    {%- for table, rules in {'hand_offs': measures, 'requests': requests}.items() %}
    {%- for metric, rule in rules.items() %}
    select
        period,
        period_start_on,
        scope,
        '{{ metric }}' as metric,
        count(case when {{ rule[1] }} and ({{ rule[0] }}) then 1 end) as numerator,
        count(case when {{ rule[1] }} and ({{ rule[0] }}) is not null then 1 end) as n,
        count(case when {{ rule[1] }} and ({{ rule[0] }}) is null then 1 end) as unknown_n
    from {{ table }}
    group by period, period_start_on, scope
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for reason in reasons %}
    select
        period,
        period_start_on,
        scope,
        'reason_{{ reason }}' as metric,
        count(case when reason = '{{ reason }}' then 1 end) as numerator,
        count(*) as n,
        cast(0 as bigint) as unknown_n
    from hand_offs
    group by period, period_start_on, scope
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select period, period_start_on, scope as channel, metric, numerator, n, unknown_n
from counted
where scope is not null
union all
select
    period,
    period_start_on,
    'all' as channel,
    metric,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(n) as bigint) as n,
    cast(sum(unknown_n) as bigint) as unknown_n
from counted
group by period, period_start_on, metric
