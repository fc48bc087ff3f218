-- One row per tag put on a ticket or taken off it. Tags of the AI agent come step by step: it answers, waits, closes or hands over.
create table gorgias_tags as
with answered as (
    select thread, thread_key, min(moment) as moment, min(n) as n from inbox_parts where is_ai_answer group by thread, thread_key
), steps as (
    select thread, thread_key, moment, n, 'ai_answered' as tag, 'fin' as author, true as is_added from answered
    union all
    select thread, thread_key, moment, n, 'ai_handover', 'fin', true from inbox_parts where author = 'fin' and part_type = 'assignment'
    union all
    select thread, thread_key, moment, n, 'ai_snooze', 'fin', true from inbox_parts where author = 'fin' and part_type = 'snoozed'
    union all
    select thread, thread_key, moment, n, 'ai_snooze', 'fin', false from inbox_parts where author = 'fin' and part_type = 'close'
    union all
    select thread, thread_key, moment, n, 'ai_close', 'fin', true from inbox_parts where author = 'fin' and part_type = 'close'
    union all
    select thread, thread_key, moment, n, 'abandoned_in_queue', 'operator', true from inbox_parts where is_abandoned
    union all
    select contact, thread_key, created_at, 0, 'test', 'operator', true from inbox_threads where is_test
)
select steps.*, names.tag_id
from steps join (values (41, 'ai_answered'), (42, 'ai_handover'), (43, 'ai_snooze'), (44, 'ai_close'), (45, 'abandoned_in_queue'), (46, 'test'))
    as names (tag_id, tag) using (tag);
