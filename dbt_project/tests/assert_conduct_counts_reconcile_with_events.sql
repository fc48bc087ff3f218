-- A row here means that the step it names lost or doubled rows between the events and the facts of conduct.
with counts as (
    select
        'requests for a person -> fct_human_requests' as step,
        (select count(*) from {{ ref('int_events_attributed') }} where event_type = 'human_requested') as before_count,
        (select count(*) from {{ ref('fct_human_requests') }}) as after_count
    union all
    select
        'legs begun by a hand-off -> fct_hand_offs' as step,
        (select count(*) from {{ ref('fct_legs') }} where received_by = 'hand_off') as before_count,
        (select count(*) from {{ ref('fct_hand_offs') }}) as after_count
    union all
    select
        'logged actions -> fct_ai_actions' as step,
        (select count(*) from {{ ref('int_ai_actions_unioned') }}) as before_count,
        (select count(*) from {{ ref('fct_ai_actions') }} where origin = 'log') as after_count
    union all
    select
        'steps -> process log' as step,
        (
            select count(*)
            from {{ ref('int_process_steps') }} as steps
            inner join {{ ref('fct_conversations') }} as conversations
                on steps.conversation_id = conversations.conversation_id
            where conversations.exclusion_reason is null
        ) as before_count,
        (select sum(steps) from {{ ref('int_process_events') }}) as after_count
    union all
    select
        'events less one per conversation -> transitions' as step,
        (select count(*) - count(distinct conversation_id) from {{ ref('int_process_events') }}) as before_count,
        (select count(*) from {{ ref('int_process_transitions') }}) as after_count
    union all
    select
        'contacts -> know_coverage' as step,
        (select count(*) from {{ ref('fct_conversations') }} where is_contact) as before_count,
        (select sum(contacts) from {{ ref('know_coverage') }} where population = 'all') as after_count
)

select step, before_count, after_count
from counts
where coalesce(before_count, 0) <> coalesce(after_count, 0)
