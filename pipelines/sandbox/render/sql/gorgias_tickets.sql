with said as (
    select thread, count(*) as messages, max(moment) as last_at, max(moment) filter (where author = 'customer') as last_received_at
    from gorgias_said group by thread
), tagged as (
    select thread, tag_id, tag, arg_max(is_added, moment * 1000 + n) as is_there from gorgias_tags group by thread, tag_id, tag
), tags as (
    select thread, list(to_json({'id': tag_id, 'name': tag, 'uri': printf('/api/tags/%d/', tag_id), 'decoration': {'color': '#0693E3'}})
        order by tag_id) as tags
    from tagged where is_there group by thread
), changed as (
    select thread, max(moment) as changed_at from gorgias_happened where object_type = 'Ticket' group by thread
), told as (
    select t.*, s.*, g.tags, a.helpdesk_id as admin_id, l.code as language_code, q.name as team_name,
        greatest(changed_at, s.last_at, coalesce(t.last_part_at, 0)) as changed_last_at, $FIRST_CONVERSATION + thread_key as id
    from inbox_threads t join said s on s.thread = t.contact join changed c on c.thread = t.contact join languages l using (language)
    left join tags g on g.thread = t.contact left join agents a on a.agent = t.assignee left join groups q on q.group_id = t.team_id
)
select to_json({'id': id, 'uri': printf('/api/tickets/%d/', id), 'external_id': null, 'language': language_code,
        'status': case when state = 'closed' then 'closed' else 'open' end, 'priority': case when channel = $VOICE then 'high' else 'normal' end,
        'channel': channel_word(channel), 'via': channel_word(channel), 'from_agent': false, 'spam': deleted_at is not null,
        'customer': ticket_customer(requester_id, person, spelling_helpdesk), 'requester': ticket_customer(requester_id, person, spelling_helpdesk),
        'assignee_user': gorgias_user(admin_id, assignee),
        'assignee_team': case when team_id is not null then to_json({'id': team_id, 'name': team_name, 'decoration': json '{}'}) end,
        'subject': subject, 'excerpt': opening, 'summary': null, 'meta': json '{}', 'tags': coalesce(tags, cast([] as json[])),
        'custom_fields': json '{}', 'integrations': cast([] as varchar[]), 'messages_count': messages, 'is_unread': false,
        'created_datetime': stamp(created_at, 0, 0), 'opened_datetime': naive(created_at),
        'last_received_message_datetime': naive(last_received_at), 'last_message_datetime': naive(last_at),
        'updated_datetime': stamp(changed_last_at, 0, 0), 'closed_datetime': case when state = 'closed' then naive(last_close_at) end,
        'snooze_datetime': case when state = 'snoozed' then naive(last_part_at + $AI_WAITS) end, 'trashed_datetime': naive(deleted_at)}) as record,
    changed_last_at as updated_at, id, cast(deleted_at is not null as int) as is_trashed
from told order by updated_at, id
