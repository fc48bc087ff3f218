create table tickets as
select
    k.*, p.helpdesk_id, p.language, p.account, p.spelling_helpdesk,
    case when k.channel in ($CHAT, $MESSAGING, $HELD_OUT) and p.is_anonymous_in_chat
        then 980000000 + k.person else p.helpdesk_id end as requester_id,
    case when k.is_unlabelled then null else i.zendesk end as intent_value,
    case k.channel when $EMAIL then 'Mail' when $WEB then 'Web form' when $VOICE then 'Voice' when $HELD_OUT then 'Chat'
        else 'Messaging' end as via_label,
    case k.channel when $EMAIL then 'email' when $WEB then 'web' when $VOICE then 'voice'
        when $HELD_OUT then 'chat' else 'native_messaging' end as via_channel,
    (k.contact * 7919 + 3) % 2 as variant
from contacts k join people p using (person) join intents i using (intent)
where k.ticket_id is not null;

create table ticket_changes as
with visible as (
    select
        ch.pos, ch.moment, ch.actor, ch.agent, ch.comment, ch.text, ch.mark, t.ticket_id,
        700000000 + ch.pos * 10 as event_id,
        nullif(s.word, '') as status,
        g.group_id as group_id,
        case when ch.assignee >= 0 then a2.helpdesk_id end as assignee_id,
        ch.assignee != -1 as changes_assignee,
        case ch.actor when 0 then -1 when 1 then t.requester_id else a.helpdesk_id end as updater_id,
        x.occasion
    from changes ch
    join tickets t using (contact)
    join statuses s on s.status = ch.status
    join ticket_texts x on x.text = ch.text
    left join groups g on g.grp = ch.grp
    left join agents a on a.agent = ch.agent
    left join agents a2 on a2.agent = ch.assignee
    where ch.moment < world_end()
)
select
    *,
    row_number() over w = 1 as is_create,
    last_value(status ignore nulls) over (w rows between unbounded preceding and 1 preceding) as status_before,
    last_value(group_id ignore nulls) over (w rows between unbounded preceding and 1 preceding) as group_before,
    last_value(case when changes_assignee then coalesce(assignee_id, -1) end ignore nulls)
        over (w rows between unbounded preceding and 1 preceding) as assignee_before
from visible
window w as (partition by ticket_id order by pos);
-- A person who takes over a ticket that is open already changes the assignee only.
update ticket_changes set status = null where status = status_before;
