-- One row per conversation part before it is told as JSON, in the order of its thread. The first words of a thread are not among
-- them: they are the conversation's source.
create table inbox_parts as
with said as (
    select k.contact, k.thread, k.thread_key, m.moment, 0 as told_by, m.number as pos, 0 as sub,
        case when m.actor = 1 then 'customer' else 'fin' end as author, cast(null as bigint) as agent,
        case when x.occasion = 'handoff' then 'assignment' else 'comment' end as part_type,
        case when x.occasion = 'handoff' then null else x.occasion end as occasion,
        -- Whoever says it again says it as in their first message, which is number 1.
        case when x.occasion = 'open' then (m.contact + 1) % 2 when x.occasion = 'answer' then (m.contact + m.number // 2) % 2
            else (m.contact + m.number) % 2 end as variant,
        case when x.occasion = 'handoff' then g.group_id end as team_id, cast(null as bigint) as to_agent, false as is_abandoned
    from messages m join contacts k using (contact) join chat_texts x using (text) join groups g on g.grp = k.grp
    where m.moment < world_end() and m.number > 0
), seen as (
    select ch.*, k.thread, k.thread_key, k.channel, (k.contact * 7919 + 3) % 2 as variant, x.occasion,
        row_number() over (partition by ch.contact order by ch.pos) = 1 as is_create,
        -- Some people answer and close in one step.
        ch.status = 5 and ch.comment = 1 and k.contact % 2 = 0 as closes_with_words,
        case ch.actor when 0 then 'operator' when 1 then 'customer' else 'admin' end as author
    from changes ch join contacts k using (contact) join ticket_texts x on x.text = ch.text
    where ch.moment < world_end() and ch.status not in (6, 7) and ch.mark not in (3, 4) and (k.channel != $CHAT or ch.actor = 2 or ch.mark = 1)
), left_alone as (
    select *, is_engaged and turns > 0 and not complains as is_settled
    from contacts k
    where channel = $CHAT and not needs_person and not exists (
        select 1 from contacts l where l.thread = k.thread and l.moment > k.moment and l.moment <= k.ai_ends_at + $AI_WAITS)
), steps as (
    select contact, thread, thread_key, moment, 1 as told_by, pos, 1 as sub, author, agent,
        case when comment = 2 then 'note' else 'comment' end as part_type, occasion, variant, null as team_id, null as to_agent, false as is_abandoned
    from seen where comment > 0 and not is_create and not closes_with_words
    union all
    select contact, thread, thread_key, moment, 1, pos, 2, case when is_create then 'operator' else author end, agent, 'assignment',
        null, 0, g.group_id, null, false
    from seen join groups g using (grp)
    union all
    select contact, thread, thread_key, moment, 1, pos, 3, author, agent, 'assignment', null, 0, null, assignee, false
    from seen where assignee >= 0
    union all
    select contact, thread, thread_key, moment, 1, pos, 4, author, agent, case status when 5 then 'close' else 'snoozed' end,
        case when closes_with_words then occasion end, variant, null, null, mark = 1
    from seen where status in (3, 5)
    union all
    -- What the AI agent was left alone with is closed: by a workflow, or by an agent that closes for itself what it answered.
    select contact, thread, thread_key, ai_ends_at + $AI_WAITS, 2, 0, 0, case when $AI_CLOSES and is_settled then 'fin' else 'operator' end,
        null, 'close', null, 0, null, null, false
    from left_alone where ai_ends_at + $AI_WAITS < world_end()
    union all
    -- Such an agent waits before it closes.
    select contact, thread, thread_key, ai_ends_at + 1, 2, 0, 0, 'fin', null, 'snoozed', null, 0, null, null, false
    from left_alone where $AI_CLOSES and is_settled and ai_ends_at + 1 < world_end()
), everything as (
    select * from said union all select * from steps
), worded as (
    select e.*, k.intent, coalesce(own.words, common.words) as body,
        row_number() over (partition by e.thread order by e.moment, e.told_by, e.pos, e.sub) as n,
        case when e.part_type = 'close' then 'closed' when e.part_type = 'snoozed' then 'snoozed'
            when e.author = 'customer' then 'open' end as state_set
    from everything e join contacts k using (contact)
    left join texts own on own.occasion = e.occasion and own.intent = k.intent and own.variant = e.variant
    left join texts common on common.occasion = e.occasion and common.intent = -1 and common.variant =
        case when e.occasion in ('ask_human', 'confirm', 'negative', 'after_handoff') then e.variant else 0 end
), stated as (
    select *, coalesce(last_value(state_set ignore nulls) over w, 'open') as state,
        coalesce(last_value(state_set ignore nulls) over (w rows between unbounded preceding and 1 preceding), 'open') as state_before
    from worded window w as (partition by thread order by n)
)
select * exclude (part_type, state_set),
    case when author = 'customer' and state_before != 'open' then 'open' else part_type end as part_type,
    cast(9000000000 + thread_key * 1000 + n as varchar) as part_id,
    occasion = 'answer' and author = 'fin' as is_ai_answer
from stated;
