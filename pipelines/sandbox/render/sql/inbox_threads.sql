-- One row per conversation: its first words, what its first and last contact and its parts add up to, and its ratings.
create table inbox_threads as
with contacts_in as (
    select k.*, row_number() over (partition by thread order by moment desc, contact desc) as from_last,
        case when k.confirms then k.last_words_at when k.complains then k.last_words_at
            when k.channel = $CHAT and k.is_engaged and k.hand_over > 0 then k.handed_at
            when k.channel = $CHAT and k.is_engaged and k.turns > 0 and not k.needs_person then k.ai_ends_at + 86400 end as decided_at,
        case when k.rating_score > 0 and k.rating_answered_at < world_end() then k.rating_answered_at end as rated_at
    from contacts k
), parts as (
    select thread, count(*) as part_count, max(moment) as last_part_at, arg_max(state, n) as state,
        min(moment) filter (where author = 'admin' and body is not null and part_type != 'note') as first_admin_reply_at,
        max(moment) filter (where author = 'admin' and body is not null and part_type != 'note') as last_admin_reply_at,
        min(moment) filter (where author = 'customer') as first_customer_part_at,
        max(moment) filter (where author = 'customer') as last_customer_part_at,
        min(moment) filter (where part_type = 'assignment') as first_assignment_at,
        max(moment) filter (where part_type = 'assignment') as last_assignment_at,
        count(*) filter (where part_type = 'assignment') as assignments,
        count(*) filter (where part_type = 'open' and state_before = 'closed') as reopens,
        min(moment) filter (where part_type = 'close') as first_close_at,
        max(moment) filter (where part_type = 'close') as last_close_at,
        arg_max(case when author = 'admin' then agent end, n) filter (where part_type = 'close') as last_closed_by,
        arg_max(coalesce(to_agent, -1), n) filter (where part_type = 'assignment') as assignee,
        arg_max(team_id, n) filter (where team_id is not null) as team_id,
        max(moment) filter (where is_abandoned) as abandoned_at,
        bool_or(is_ai_answer) as has_answer
    from inbox_parts group by thread
), rated as (
    select thread,
        arg_max(rating_score, rated_at) filter (where needs_person) as score, max(rated_at) filter (where needs_person) as rated_at,
        arg_max(rating_score, rated_at) filter (where not needs_person) as ai_score,
        max(rated_at) filter (where not needs_person) as ai_rated_at
    from contacts_in where rated_at is not null group by thread
), worked as (
    select k.thread, sum(j.ended_at - j.started_at) as handling_seconds
    from jobs j join contacts k using (contact) where j.ended_at < world_end() group by k.thread
), people_asked as (
    select thread, min(queued_at) as queued_at, min(case channel when $VOICE then 60 when $EMAIL then 28800 when $WEB then 28800 else 900 end) as target
    from contacts_in where needs_person and not is_spam group by thread
), deleted as (
    select k.thread, max(ch.moment) as deleted_at from changes ch join contacts k using (contact)
    where ch.status = 7 and ch.moment < world_end() group by k.thread
), told as (
    select f.contact, f.thread_key, f.channel, f.moment + cast(f.channel = $CHAT as bigint) as created_at, f.intent, f.is_unlabelled, f.is_spam,
        f.is_test, f.is_disclosed, f.contact as first_contact, l.complains, l.evaluated_at, l.says_resolved, l.version,
        p.person, p.helpdesk_id, p.language, p.account, p.plan, p.spelling_helpdesk,
        case when f.channel in ($CHAT, $MESSAGING, $HELD_OUT) and p.is_anonymous_in_chat then 980000000 + f.person else p.helpdesk_id end as requester_id,
        f.channel = $CHAT and (f.is_engaged or l.is_engaged) as has_ai,
        case when l.decided_at < world_end() then case when l.hand_over > 0 then 'escalated' when l.complains then 'negative_feedback'
            when l.confirms then 'confirmed_resolution' when t.has_answer then 'assumed_resolution' end end as resolution_state,
        case when l.decided_at < world_end() and f.channel = $CHAT and l.is_engaged then l.decided_at end as decided_at,
        t.* exclude (thread), r.* exclude (thread), w.handling_seconds, q.queued_at, q.target, d.deleted_at,
        greatest(f.moment + 1, coalesce(t.last_part_at, 0), coalesce(r.rated_at, 0), coalesce(r.ai_rated_at, 0),
            case when l.decided_at < world_end() and f.channel = $CHAT and l.is_engaged then l.decided_at else 0 end,
            -- A machine's score of the conversation, and a promise that was missed, come late and change it too.
            case when f.channel = $CHAT and l.evaluated_at < world_end() then l.evaluated_at else 0 end,
            case when q.queued_at + q.target < least(coalesce(t.first_admin_reply_at, world_end()), world_end()) then q.queued_at + q.target
                else 0 end) as updated_at
    from contacts_in f join contacts_in l on l.thread = f.thread and l.from_last = 1 join people p on p.person = f.person
    left join parts t on t.thread = f.thread left join rated r on r.thread = f.thread left join worked w on w.thread = f.thread
    left join people_asked q on q.thread = f.thread left join deleted d on d.thread = f.thread
    where f.contact = f.thread
)
select t.*, sj.words as subject, coalesce(sp.words, ow.words, an.words) as opening
from told t
left join texts sj on sj.occasion = 'subject' and sj.intent = t.intent and t.channel in ($EMAIL, $WEB)
left join texts sp on sp.occasion = 'spam' and t.is_spam
left join texts ow on ow.occasion = 'open' and ow.intent = t.intent and ow.variant = (t.contact * 7919 + 3) % 2
    and t.channel not in ($CHAT, $VOICE)
left join texts an on an.intent = -1 and an.variant = 0 and an.occasion = case when t.channel = $VOICE then 'call_in'
    when t.channel = $CHAT and t.is_disclosed then 'greeting_disclosed' when t.channel = $CHAT then 'greeting_plain' end;
