-- One row per queue, local day and 10 minutes of it in which somebody was planned or at work: seconds of people.
-- People who answer several queues count in each by the share of their handling time; those who never handled a contact
-- count in none.
with placed as (
    select
        agent_id,
        planned_queue_seconds,
        -- Sessions may overlap: nobody works for more than the ten minutes.
        least(handling_seconds + available_seconds, 600) as on_line_seconds,
        {{ to_local('interval_start_at', "'" ~ var('company_time_zone') ~ "'") }} as local_at
    from {{ ref('fct_agent_intervals') }}
    where planned_queue_seconds + handling_seconds + available_seconds > 0
)

select
    shares.queue,
    cast(placed.local_at as date) as local_on,
    {{ day_slot('placed.local_at') }} as day_slot,
    cast(sum(cast(placed.planned_queue_seconds as decimal(18, 0)) * shares.share) as double)
        as planned_seconds,
    cast(sum(cast(placed.on_line_seconds as decimal(18, 0)) * shares.share) as double)
        as on_line_seconds
from placed
inner join {{ ref('int_agent_queues') }} as shares on placed.agent_id = shares.agent_id
group by shares.queue, cast(placed.local_at as date), {{ day_slot('placed.local_at') }}
