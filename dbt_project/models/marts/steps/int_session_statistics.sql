-- One row per period and channel (and `all`): how long sessions of people last, and how much of their time each took.
with sessions as (
    select
        shares.*,
        conversations.channel,
        periods.period,
        periods.period_start_on
    from {{ ref('int_session_shares') }} as shares
    inner join {{ ref('fct_conversations') }} as conversations
        on shares.conversation_id = conversations.conversation_id
    inner join {{ ref('int_contact_periods') }} as periods on shares.conversation_id = periods.conversation_id
),

spread as (
    select period, period_start_on, channel, session_seconds, share_seconds, open_sessions_at_start from sessions
    where channel is not null
    union all
    select period, period_start_on, 'all' as channel, session_seconds, share_seconds, open_sessions_at_start
    from sessions
)

select
    period,
    period_start_on,
    channel,
    count(*) as sessions,
    cast(sum(session_seconds) as bigint) as session_seconds,
    -- Every part is a second's share cut to a millionth: sums do not depend on their order.
    cast(sum({{ to_micros('share_seconds') }}) as double) / 1000000 as busy_seconds,
    max(open_sessions_at_start) as peak_sessions
from spread
group by period, period_start_on, channel
