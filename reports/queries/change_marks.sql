-- What happened and might have moved a number: changes, releases and events, one row for each and the day it began.
select distinct kind, label, happened_on
from (
    select 'event' as kind, event_label as label, cast(happened_on as date) as happened_on
    from mart.improve_event_chains
    where chain_id is not null and event_label is not null
    union all
    select kind, label, cast(from_at as date) as happened_on
    from mart.process_ai_versions
    where change_id is not null and window_name = 'after'
)
order by happened_on, kind, label
