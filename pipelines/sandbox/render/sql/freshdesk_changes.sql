-- One row per change of a ticket that the helpdesk saw, in order. It has no status of its own for what nobody has taken up
-- yet, and a change to the status that it has already is none.
create table freshdesk_changes as
with seen as (
    select ch.pos, ch.moment, ch.actor, ch.comment, ch.mark, t.ticket_id,
        case ch.status when 1 then 2 when 2 then 2 when 3 then 3 when 4 then 7 when 5 then 4 when 6 then 5 end as status,
        g.group_id, g.name as group_name, ch.assignee != -1 as changes_assignee, b.helpdesk_id as assignee_id,
        case ch.actor when 1 then t.requester_id when 2 then a.helpdesk_id end as performer_id,
        ch.status = 7 and t.ticket_id % 2 = 0 as is_spam, ch.status = 7 and t.ticket_id % 2 = 1 as is_deleted,
        coalesce(own.words, common.words) as words,
        row_number() over (partition by t.ticket_id order by ch.pos) = 1 as is_create
    from changes ch join freshdesk_tickets t using (contact) join ticket_texts x on x.text = ch.text
    left join groups g on g.grp = ch.grp left join agents a on a.agent = ch.agent left join agents b on b.agent = ch.assignee
    left join texts own on own.occasion = x.occasion and own.intent = t.intent and own.variant = t.variant
    left join texts common on common.occasion = x.occasion and common.intent = -1 and common.variant = 0
    -- The tier is another helpdesk's judgement; a rating leaves the ticket as it was.
    where ch.moment < world_end() and ch.mark not in (3, 4)
), placed as (
    select *, last_value(status ignore nulls) over (partition by ticket_id order by pos
        rows between unbounded preceding and 1 preceding) as status_before
    from seen
)
select * exclude (status), case when status is distinct from status_before then status end as status from placed;
