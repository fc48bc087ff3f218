-- One row per message, the first words of a ticket among them.
create table gorgias_said as
select thread, thread_key, cast(part_id as bigint) as id, moment, n, author, agent, body, part_type = 'note' as is_note
from inbox_parts where body is not null
union all
select contact, thread_key, 4000000 + thread_key, created_at, 0, case when channel = $CHAT then 'fin' else 'customer' end, null,
    coalesce(opening, '(no words)'), false
from inbox_threads;
