-- One row per period and where contacts ended: how hard the work was that all customers brought, that the AI kept, and
-- that reached people. When the AI takes the easy part, what is left is harder, and people's times rise without any
-- change in skill.
with contacts as (
    select
        conversations.conversation_id,
        periods.period,
        periods.period_start_on,
        conversations.human_legs > 0 as has_human,
        intents.complexity
    from {{ ref('fct_conversations') }} as conversations
    inner join {{ ref('int_contact_periods') }} as periods
        on conversations.conversation_id = periods.conversation_id
    inner join {{ ref('dim_intents') }} as intents on conversations.intent_id = intents.intent_id
    where conversations.is_contact
),

placed as (
    select period, period_start_on, 'all' as reach, complexity
    from contacts
    union all
    select period, period_start_on, case when has_human then 'reached_people' else 'kept_by_ai' end as reach, complexity
    from contacts
),

counted as (
    select
        period,
        period_start_on,
        reach,
        count(complexity) as n,
        count(*) - count(complexity) as unknown_n,
        {{ ratio('sum(complexity)', 'count(complexity)') }} as mean_complexity,
        sqrt({{ whole_variance('complexity') }}) as spread
    from placed
    group by 1, 2, 3
),

compared as (
    select
        *,
        max(case when reach = 'all' then mean_complexity end) over (partition by period) as overall,
        {{ ratio('unknown_n', '(n + unknown_n)') }} as unknown_share
    from counted
),

judged as (
    select
        *,
        case
            when unknown_share > {{ unknown_share_withheld() }}
                then 'More than 30 % could not be told: the matter is not known'
            when n < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases'
        end as withheld_reason
    from compared
)

select
    period,
    period_start_on,
    reach,
    n,
    case when withheld_reason is null then mean_complexity end as value,
    case when withheld_reason is null then mean_complexity - {{ z_95() }} * spread / sqrt(n) end as value_low,
    case when withheld_reason is null then mean_complexity + {{ z_95() }} * spread / sqrt(n) end as value_high,
    case when withheld_reason is null then mean_complexity / overall end as complexity_index,
    unknown_n,
    unknown_share,
    withheld_reason is not null as is_withheld,
    withheld_reason
from judged
