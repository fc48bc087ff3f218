-- One row per period: people who opened the help centre, as its own statistics count them, and customers who wrote.
with visitors as (
    select cast(started_at as date) as day_on, cast(round(magnitude) as bigint) as visitors
    from {{ ref('int_ops_events_unioned') }}
    where kind = 'help_center_users' and magnitude is not null
),

writers as (
    select periods.period, periods.period_start_on, count(distinct conversations.customer_id) as ticket_users
    from {{ ref('fct_conversations') }} as conversations
    inner join {{ ref('int_contact_periods') }} as periods on conversations.conversation_id = periods.conversation_id
    where conversations.exclusion_reason is null
    group by periods.period, periods.period_start_on
),

visited as (
    select 'all' as period, cast(sum(visitors) as bigint) as help_center_users from visitors
    union all
    select {{ month_key('day_on') }} as period, cast(sum(visitors) as bigint) as help_center_users
    from visitors
    group by {{ month_key('day_on') }}
)

select writers.period, writers.period_start_on, visited.help_center_users, writers.ticket_users
from writers
left join visited on writers.period = visited.period
