-- One row per review that a quality tool knows, with what is said in it: not those that the AI vendor holds over its own work.
with scored as (
    select review, list({'item': item, 'dimension': dimension, 'weight': weight, 'level': level, 'is_auto_fail': is_auto_fail}
        order by item) as items, 100 * sum(weight * level / 4.0) / sum(weight) as mean, bool_or(is_auto_fail) as is_failed
    from review_items group by review
)
select r.*, s.items, case when s.is_failed then 0 else round(s.mean, 2) end as total,
    (k.root * 4 + k.level) * 16 + case when r.is_calibration then 8 else 0 end
        + list_position(['drop:reviewer:0', 'drop:reviewer:1', 'drop:reviewer:2', 'drop:reviewer:3'], r.reviewer_id) as number,
    k.root * 4 + k.level as contact_key, coalesce(k.ticket_id::varchar, k.ada_id) as external_id,
    case when k.ticket_id is null then 'ADA' else 'ZENDESK' end as source_type, k.moment as opened_at,
    case when r.agent < 0 then '' else printf('agent%03d@northlight.example', r.agent) end as reviewee_email,
    case when r.agent < 0 then 'AI assistant ' || v.name else printf('Agent %03d', r.agent) end as reviewee_name,
    replace(r.reviewer_id, 'drop:reviewer:', 'reviewer') || '@northlight.example' as reviewer_email,
    -- The one who is reviewed opens it a day later.
    r.reviewed_at + $DAY < world_end() as is_received
from reviews r join scored s using (review) join contacts k using (contact) join versions v using (version)
where r.reviewer_type <> 'vendor'
