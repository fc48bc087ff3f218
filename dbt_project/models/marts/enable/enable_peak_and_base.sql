-- One row per queue, population and load: contacts in the busiest tenth of a queue's hours against all other hours,
-- with what they cost and how they ended. What came in an hour is counted by when it was opened.
with opened as (
    select
        conversations.conversation_id,
        conversations.queue_wait_seconds,
        coalesce(families.channel_group, conversations.channel) as queue,
        {{ interval_start('conversations.opened_at', 3600) }} as hour_at
    from {{ ref('fct_conversations') }} as conversations
    left join {{ ref('channel_groups') }} as families on conversations.channel = families.channel
    where conversations.exclusion_reason is null and conversations.channel is not null
        and conversations.opened_at is not null
),

hours as (
    select
        queue,
        hour_at,
        count(*) as contacts
    from opened
    group by queue, hour_at
),

levels as (
    select
        queue,
        {{ percentile('contacts', 0.9) }} as busy_from
    from hours
    group by queue
),

contacts as (
    select
        opened.queue,
        legs.population,
        case when hours.contacts > levels.busy_from then 'peak' else 'base' end as load_level,
        -- What is written after a call does not say when the call was answered.
        case when legs.channel <> 'voice' or opened.queue_wait_seconds is not null then legs.wait_seconds end
            as wait_seconds,
        thresholds.threshold_seconds,
        -- Whole thousandths: their squares add up exactly, whatever the order.
        cast(round(legs.cost_amount * 1000) as bigint) as cost_mills,
        legs.is_judged and legs.is_mature_7d and legs.is_traceable as is_known,
        legs.resolution = 'verified' as is_verified
    from {{ ref('fct_legs') }} as legs
    inner join opened on legs.conversation_id = opened.conversation_id
    inner join hours on opened.queue = hours.queue and opened.hour_at = hours.hour_at
    inner join levels on opened.queue = levels.queue
    left join {{ ref('queue_thresholds') }} as thresholds on legs.channel = thresholds.channel
    where legs.is_contact_leg and legs.population is not null
),

summed as (
    select
        queue,
        population,
        load_level,
        count(*) as contacts,
        count(case when threshold_seconds is not null and wait_seconds is not null then 1 end) as waits,
        count(case when wait_seconds <= threshold_seconds then 1 end) as in_time,
        count(case when is_known then 1 end) as judged,
        count(case when is_known and is_verified then 1 end) as verified,
        count(cost_mills) as costed,
        cast(sum(cost_mills) as bigint) as cost_mills,
        {{ whole_variance('cost_mills') }} as cost_variance
    from contacts
    group by queue, population, load_level
)

select
    queue,
    population,
    load_level,
    contacts,
    waits,
    case when waits >= {{ minimum_n() }} then {{ ratio('in_time', 'waits') }} end as answered_in_time,
    case when waits >= {{ minimum_n() }} then {{ wilson_low('in_time', 'waits') }} end as answered_in_time_low,
    case when waits >= {{ minimum_n() }} then {{ wilson_high('in_time', 'waits') }} end as answered_in_time_high,
    judged,
    case when judged >= {{ minimum_n() }} then {{ ratio('verified', 'judged') }} end as verified_rate,
    case when judged >= {{ minimum_n() }} then {{ wilson_low('verified', 'judged') }} end as verified_rate_low,
    case when judged >= {{ minimum_n() }} then {{ wilson_high('verified', 'judged') }} end as verified_rate_high,
    costed,
    case when costed >= {{ minimum_n() }} then {{ ratio('cost_mills', 'costed') }} / 1000 end as cost_per_contact,
    case when costed >= {{ minimum_n() }} then (
        {{ ratio('cost_mills', 'costed') }} - {{ z_95() }} * sqrt(cost_variance / costed)
    ) / 1000 end as cost_per_contact_low,
    case when costed >= {{ minimum_n() }} then (
        {{ ratio('cost_mills', 'costed') }} + {{ z_95() }} * sqrt(cost_variance / costed)
    ) / 1000 end as cost_per_contact_high,
    contacts < {{ minimum_n() }} as is_withheld,
    case when contacts < {{ minimum_n() }} then 'Fewer than {{ minimum_n() }} cases' end as withheld_reason
from summed
