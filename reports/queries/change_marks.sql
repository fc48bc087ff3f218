-- What happened and might have changed a number: one row per change, release or event and day.
select label, min(happened_on) as happened_on
from (
    select event_label as label, happened_on
    from mart.improve_event_chains
    where chain_id is not null and event_label is not null
    union all
    select kind || ' ' || label as label, cast(from_at as date) as happened_on
    from mart.process_ai_versions
    where change_id is not null and window_name = 'after'
)
group by label, date_trunc('day', happened_on)
order by happened_on, label
