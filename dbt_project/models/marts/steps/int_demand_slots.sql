-- One row per queue, local day and 10 minutes of it in which somebody came.
-- A queue is a group of channels that one kind of person answers.
with placed as (
    select
        coalesce(families.channel_group, demand.channel) as queue,
        demand.conversations_opened,
        demand.first_contacts,
        demand.received_by_ai,
        demand.kept_by_ai,
        {{ to_local('demand.interval_start_at', "'" ~ var('company_time_zone') ~ "'") }} as local_at
    from {{ ref('fct_demand_intervals') }} as demand
    left join {{ ref('channel_groups') }} as families on demand.channel = families.channel
    where demand.conversations_opened > 0
)

select
    queue,
    cast(local_at as date) as local_on,
    {{ day_slot('local_at') }} as day_slot,
    cast(sum(conversations_opened) as bigint) as contacts,
    cast(sum(first_contacts) as bigint) as first_contacts,
    cast(sum(received_by_ai) as bigint) as received_by_ai,
    cast(sum(kept_by_ai) as bigint) as kept_by_ai
from placed
group by queue, cast(local_at as date), {{ day_slot('local_at') }}
