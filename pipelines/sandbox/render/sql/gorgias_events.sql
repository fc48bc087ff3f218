select to_json({'id': 5000000000 + row_number() over w, 'context': md5(thread_key || ':' || moment || ':' || n), 'created_datetime': stamp(moment, n, place),
        'object_type': object_type, 'object_id': object_id, 'type': type,
        'user_id': case author when 'admin' then a.helpdesk_id when 'fin' then $AI_AGENT_ID end, 'data': data,
        'uri': printf('/api/events/%d/', 5000000000 + row_number() over w)}) as record,
    moment as created_at, 5000000000 + row_number() over w as id, 0 as is_merger
from gorgias_happened h left join agents a on a.agent = h.agent
window w as (order by moment, thread_key, n, place, type, cast(data as varchar))
order by id
