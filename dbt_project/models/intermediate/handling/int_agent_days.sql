-- One row per agent and local day with a plan or a state: paid, absent, handling and the rest, in seconds.
-- Plans count until the last state that any source has told: a plan for tomorrow is not time that was paid and not
-- worked.
with seen as (
    select max(ended_at) as seen_until from {{ ref('int_agent_states_unioned') }}
),

cut as (
    select
        stretches.agent_id,
        stretches.planned,
        stretches.actual,
        cast({{ to_local('stretches.started_at', "'" ~ var('company_time_zone') ~ "'") }} as date) as local_on,
        {{ seconds_between('stretches.started_at', 'least(stretches.ended_at, seen.seen_until)') }} as seconds
    from {{ ref('int_agent_stretches') }} as stretches
    cross join seen
    where stretches.ended_at is not null and stretches.started_at < seen.seen_until
        and (stretches.planned is not null or stretches.actual is not null)
),

judged as (
    select
        *,
        planned is not null as is_paid,
        coalesce(planned = 'time_off', false) as is_absent,
        coalesce(actual in ('handling', 'available'), false) as is_at_work
    from cut
)

select
    agent_id,
    local_on,
    cast(sum(case when is_paid then seconds else 0 end) as bigint) as paid_seconds,
    cast(sum(case when is_absent then seconds else 0 end) as bigint) as external_seconds,
    cast(sum(
        case
            when is_paid and not is_absent and not is_at_work and actual is not null and actual <> 'time_off'
                then seconds else 0
        end
    ) as bigint) as internal_seconds,
    cast(sum(case when is_paid and not is_absent and actual = 'oversight' then seconds else 0 end) as bigint)
        as oversight_seconds,
    cast(sum(case when is_paid and not is_absent and actual = 'handling' then seconds else 0 end) as bigint)
        as handling_seconds,
    cast(sum(case when is_paid and not is_absent and actual = 'available' then seconds else 0 end) as bigint)
        as available_seconds,
    cast(sum(case when is_at_work and (not is_paid or is_absent) then seconds else 0 end) as bigint)
        as extra_seconds,
    cast(sum(case when is_paid and not is_absent then seconds else 0 end) as bigint) as scheduled_seconds,
    cast(sum(
        case when is_paid and not is_absent and (planned = actual or (planned = 'queue_work' and is_at_work))
            then seconds else 0
        end
    ) as bigint) as in_schedule_seconds,
    cast(sum(case when planned = 'queue_work' then seconds else 0 end) as bigint) as scheduled_work_seconds,
    cast(sum(case when is_at_work then seconds else 0 end) as bigint) as worked_seconds
from judged
group by agent_id, local_on
