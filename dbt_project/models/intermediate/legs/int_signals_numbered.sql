-- One row per responder signal, with the leg it belongs to and whether it begins that leg.
with compared as (
    select
        *,
        row_number() over (partition by conversation_id order by event_position) as signal_number,
        lag(population) over (partition by conversation_id order by event_position) as population_before,
        lag(actor_id) over (partition by conversation_id order by event_position) as actor_before,
        lag(event_type) over (partition by conversation_id order by event_position) as type_before
    from {{ ref('int_responder_signals') }}
),

judged as (
    select
        *,
        case
            -- Who hands over was responsible before, even when it never said a word.
            when signal_number = 1 then event_type = 'hand_off'
            when event_type in ('hand_off', 'reopened') then true
            -- After a reopening the first to answer fills the open place.
            when type_before = 'reopened' then false
            when population <> population_before then true
            when actor_id is null or actor_before is null then false
            else actor_id <> actor_before
        end as is_boundary
    from compared
)

select
    conversation_id,
    event_position,
    event_id,
    event_type,
    actor_id,
    population,
    handed_off_by,
    is_boundary,
    case
        when not is_boundary then null
        when event_type = 'reopened' then 'reopen'
        when event_type = 'hand_off' or (population_before = 'ai' and population = 'human') then 'hand_off'
        else 'transfer'
    end as received_by,
    1 + sum(case when is_boundary then 1 else 0 end) over (
        partition by conversation_id order by event_position rows between unbounded preceding and current row
    ) as leg_number
from judged
