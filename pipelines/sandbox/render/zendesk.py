"""The helpdesk's records: tickets, their events and metrics, users, organizations, fields, satisfaction."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.world import catalogue as c

HOST = "https://northlight.zendesk.com"

# Everything that has happened to each ticket by the world's end, with the value before each change.
_BASE = f"""
create table tickets as
select
    k.*, p.helpdesk_id, p.language, p.account, p.spelling_helpdesk,
    case when k.channel in ({c.CHAT}, {c.MESSAGING}) and p.is_anonymous_in_chat
        then 980000000 + k.person else p.helpdesk_id end as requester_id,
    case when k.is_unlabelled then null else i.zendesk end as intent_value,
    case k.channel when {c.EMAIL} then 'Mail' when {c.WEB} then 'Web form' when {c.VOICE} then 'Voice' else 'Messaging' end
        as via_label,
    case k.channel when {c.EMAIL} then 'email' when {c.WEB} then 'web' when {c.VOICE} then 'voice'
        else 'native_messaging' end as via_channel,
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
"""

_STATE = """
create table ticket_state as
with spans as (
    select ticket_id, status, moment, lead(moment) over (partition by ticket_id order by pos) as until_at
    from ticket_changes where status is not null
), waits as (
    select
        ticket_id,
        sum(until_at - moment) filter (where status = 'pending') as pending_seconds,
        sum(until_at - moment) filter (where status in ('new', 'open', 'hold')) as requester_seconds
    from spans where until_at is not null group by ticket_id
), state as (
    select
        ticket_id,
        max(moment) as updated_at,
        min(moment) as created_at,
        arg_max(status, pos) filter (where status is not null) as status,
        max(moment) filter (where status is not null) as status_at,
        arg_max(group_id, pos) filter (where group_id is not null) as group_id,
        nullif(arg_max(coalesce(assignee_id, -1), pos) filter (where changes_assignee), -1) as assignee_id,
        count(distinct assignee_id) as assignee_stations,
        count(distinct group_id) as group_stations,
        min(moment) filter (where assignee_id is not null) as first_assigned_at,
        max(moment) filter (where assignee_id is not null) as assigned_at,
        max(moment) filter (where actor = 2) as assignee_updated_at,
        max(moment) filter (where actor = 1) as requester_updated_at,
        max(moment) filter (where comment > 0) as latest_comment_at,
        min(moment) filter (where status = 'solved') as first_solved_at,
        max(moment) filter (where status = 'solved') as last_solved_at,
        count(*) filter (where status = 'open' and status_before in ('solved', 'closed')) as reopens,
        count(*) filter (where actor = 2 and comment = 1) as replies,
        min(moment) filter (where actor = 2 and comment = 1) as first_reply_at,
        bool_or(mark = 1) as is_abandoned,
        bool_or(mark = 2) as is_escalated,
        bool_or(mark = 3) as has_tier,
        bool_or(mark = 5) as is_spam_tagged,
        bool_or(changes_assignee) as had_person,
        max(moment) filter (where mark = 4) as rated_at
    from ticket_changes group by ticket_id
)
select
    s.*, w.pending_seconds, w.requester_seconds,
    case when had_person or is_escalated or channel != 0 then 'agent' else 'ai_agent' end as support_type,
    list_filter([t.intent_value, case when is_abandoned then 'abandoned_in_queue' end,
        case when is_escalated then 'escalated_from_ai' end, case when is_spam_tagged then 'spam' end],
        lambda x: x is not null) as tags,
    case when has_tier and t.needs_person then 'zd_assisted_resolution' when has_tier then 'zd_automated_resolution' end
        as resolution_type,
    case when not has_tier then null
        when t.needs_person then 'zd_resolution_tier_assisted_escalation'
        when not t.is_engaged then 'zd_resolution_tier_non_automated'
        when t.confirms then 'zd_resolution_tier_core_resolution'
        else 'zd_resolution_tier_contained_resolution' end as resolution_tier
from state s left join waits w using (ticket_id) join tickets t using (ticket_id);
"""

_SATISFACTION = """
case
    when t.rating_where not in (1, 2) or t.rating_asked_at >= world_end() then json '{"score": "unoffered"}'
    when s.rated_at is null then json '{"score": "offered"}'
    when t.rating_where = 1 or t.rating_score != 3 then to_json({
        'id': 61000000 + t.ticket_id,
        'score': case when t.rating_score >= 4 then 'good' else 'bad' end,
        'comment': null,
        'reason': case when t.rating_score >= 4 then null else 'The issue was not resolved' end,
        'reason_id': case when t.rating_score >= 4 then null else 61900 end
    })
    else json '{"score": "offered"}'
end
"""

_MINUTES = """create macro minutes(seconds) as {'calendar': seconds // 60, 'business': seconds // 60}"""


def _tickets() -> str:
    return f"""
select
    to_json({{
        'url': '{HOST}/api/v2/tickets/' || t.ticket_id || '.json',
        'id': t.ticket_id,
        'encoded_id': upper(printf('%06x-%06x', (t.ticket_id * 2654435761) % 16777216, (t.ticket_id * 40503) % 16777216)),
        'external_id': null,
        'via': case when t.channel = {c.EMAIL} then to_json({{'channel': 'email', 'source': {{
                'from': {{'address': email(t.person, t.spelling_helpdesk), 'name': printf('Customer %06d', t.person)}},
                'to': {{'address': 'help@northlight.example', 'name': '{c.COMPANY}'}}, 'rel': null}}}})
            else to_json({{'channel': t.via_channel, 'source': {{'from': json '{{}}', 'to': json '{{}}', 'rel': null}}}}) end,
        'created_at': iso(s.created_at),
        'updated_at': iso(s.updated_at),
        'generated_timestamp': s.updated_at,
        'type': 'question',
        'subject': coalesce(sp.words, su.words),
        'raw_subject': coalesce(sp.words, su.words),
        'description': coalesce(sb.words, d.words),
        'priority': case when t.channel = {c.VOICE} then 'high' else 'normal' end,
        'status': s.status,
        'custom_status_id': case s.status when 'new' then 7000 when 'open' then 7002 when 'pending' then 7003 when 'hold' then 7004
            else 7001 end,
        'recipient': case when t.channel = {c.EMAIL} then 'help@northlight.example' end,
        'requester_id': t.requester_id,
        'submitter_id': case when t.channel = {c.CHAT} then -1 else t.requester_id end,
        'assignee_id': s.assignee_id,
        'organization_id': case when t.account >= 0 and t.requester_id < 980000000 then 4400000 + t.account end,
        'group_id': s.group_id,
        'collaborator_ids': cast([] as bigint[]), 'follower_ids': cast([] as bigint[]),
        'email_cc_ids': cast([] as bigint[]), 'followup_ids': cast([] as bigint[]),
        'forum_topic_id': null, 'problem_id': null, 'has_incidents': false,
        'is_public': t.channel != {c.CHAT} or s.replies > 0,
        'due_at': null,
        'tags': s.tags,
        'custom_fields': fields, 'fields': fields,
        'satisfaction_rating': {_SATISFACTION},
        'sharing_agreement_ids': cast([] as bigint[]),
        'ticket_form_id': 2201, 'brand_id': 1101,
        'allow_channelback': false, 'allow_attachments': true,
        'from_messaging_channel': t.channel in ({c.CHAT}, {c.MESSAGING}),
        'support_type': s.support_type,
        'metric_set': m.metric_set
    }}) as record,
    s.updated_at as changed_at, t.ticket_id as id, cast(s.support_type = 'ai_agent' as bigint) as is_ai,
    cast(s.status = 'deleted' as bigint) as is_deleted
from tickets t
join ticket_state s using (ticket_id)
join metric_sets m using (ticket_id)
join languages l using (language)
left join texts su on su.occasion = 'subject' and su.intent = t.intent
left join texts d on d.occasion = case t.channel when {c.CHAT} then 'transcript' when {c.VOICE} then 'call_in' else 'open' end
    and d.intent in (-1, t.intent) and d.variant = case when t.channel in ({c.CHAT}, {c.VOICE}) then 0 else t.variant end
left join texts sp on sp.occasion = 'spam_subject' and t.is_spam
left join texts sb on sb.occasion = 'spam' and t.is_spam
cross join lateral (select [
    {{'id': {c.FIELD_INTENT}, 'value': t.intent_value}}, {{'id': {c.FIELD_LANGUAGE}, 'value': l.code}},
    {{'id': {c.FIELD_RESOLUTION_TYPE}, 'value': s.resolution_type}},
    {{'id': {c.FIELD_RESOLUTION_TIER}, 'value': s.resolution_tier}}] as fields) f
order by s.updated_at, t.ticket_id
"""


_METRIC_SETS = f"""
create table metric_sets as
select ticket_id, {{
    'url': '{HOST}/api/v2/ticket_metrics/' || (88000000 + ticket_id) || '.json',
    'id': 88000000 + ticket_id,
    'ticket_id': ticket_id,
    'created_at': iso(s.created_at),
    'updated_at': iso(coalesce(s.assigned_at, s.created_at)),
    'group_stations': group_stations,
    'assignee_stations': assignee_stations,
    'reopens': reopens,
    'replies': replies,
    'assignee_updated_at': iso(assignee_updated_at),
    'requester_updated_at': iso(coalesce(requester_updated_at, s.created_at)),
    'status_updated_at': iso(status_at),
    'custom_status_updated_at': iso(status_at),
    'initially_assigned_at': iso(first_assigned_at),
    'assigned_at': iso(assigned_at),
    'solved_at': case when status in ('solved', 'closed') then iso(last_solved_at) end,
    'latest_comment_added_at': iso(latest_comment_at),
    'reply_time_in_minutes': minutes(first_reply_at - s.created_at),
    'reply_time_in_seconds': {{'calendar': case when t.channel in ({c.CHAT}, {c.MESSAGING}) then first_reply_at - s.created_at end}},
    'first_resolution_time_in_minutes': minutes(first_solved_at - s.created_at),
    'full_resolution_time_in_minutes': minutes(last_solved_at - s.created_at),
    'agent_wait_time_in_minutes': minutes(coalesce(pending_seconds, case when last_solved_at is not null then 0 end)),
    'requester_wait_time_in_minutes': minutes(requester_seconds),
    'on_hold_time_in_minutes': minutes(case when last_solved_at is not null then 0 end)
}} as metric_set
from ticket_state s join tickets t using (ticket_id);
"""

_TICKET_EVENTS = f"""
with parts as (
    select
        ch.*, t.via_label, t.variant, t.intent, t.contact, t.channel as ticket_channel, t.intent_value, t.is_spam,
        l.code as language_code, s.tags, s.resolution_type, s.resolution_tier, t.rating_score, t.requester_id,
        case when ch.is_create then 'Create' else 'Change' end as kind,
        case when ch.actor = 1 then via_label when ch.actor = 0 then 'System' else 'Web service' end as via_word
    from ticket_changes ch
    join tickets t using (ticket_id)
    join ticket_state s using (ticket_id)
    join languages l using (language)
), told as (
    select
        p.*,
        coalesce(x.words, any_x.words) as said,
        count(*) over (partition by p.ticket_id order by p.pos) as nth
    from parts p
    left join texts x on x.occasion = p.occasion and x.intent = p.intent and x.variant = p.variant
        and not (p.is_spam and p.is_create)
    left join texts any_x on any_x.occasion = case when p.is_spam and p.is_create then 'spam' else p.occasion end
        and any_x.intent = -1 and any_x.variant = 0
)
select
    to_json({{
        'id': event_id,
        'ticket_id': ticket_id,
        'event_type': 'Audit',
        'timestamp': moment,
        'created_at': iso(moment),
        'updater_id': updater_id,
        'via': via_word,
        'system': {{'client': case when actor = 0 then null else 'Mozilla/5.0' end, 'location': 'Berlin, Germany'}},
        'metadata': json '{{}}',
        'child_events': cast('[' || concat_ws(',',
            case when status is not null then to_json({{'id': event_id + 1, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'status': status, 'previous_value': status_before}}) end,
            case when group_id is not null then to_json({{'id': event_id + 2, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'group_id': group_id, 'previous_value': group_before}}) end,
            case when changes_assignee then to_json({{'id': event_id + 3, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'assignee_id': assignee_id, 'previous_value': nullif(assignee_before, -1)}}) end,
            case when is_create then to_json({{'id': event_id + 4, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'requester_id': requester_id, 'previous_value': null}}) end,
            case when is_create then to_json({{'id': event_id + 5, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '{c.FIELD_LANGUAGE}': language_code, 'previous_value': null}}) end,
            case when is_create and intent_value is not null then to_json({{'id': event_id + 6, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '{c.FIELD_INTENT}': intent_value, 'previous_value': null}}) end,
            case when mark in (1, 2, 5) then to_json({{'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'tags': tags,
                'added_tags': [case mark when 1 then 'abandoned_in_queue' when 2 then 'escalated_from_ai' else 'spam' end],
                'removed_tags': cast([] as varchar[]), 'previous_value': list_filter(tags, lambda w: w !=
                    case mark when 1 then 'abandoned_in_queue' when 2 then 'escalated_from_ai' else 'spam' end)}}) end,
            case when mark = 3 then to_json({{'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '{c.FIELD_RESOLUTION_TYPE}': resolution_type, 'previous_value': null}}) end,
            case when mark = 3 then to_json({{'id': event_id + 8, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, '{c.FIELD_RESOLUTION_TIER}': resolution_tier, 'previous_value': null}}) end,
            case when mark = 4 then to_json({{'id': event_id + 7, 'event_type': kind, 'via': via_word,
                'via_reference_id': null, 'satisfaction_score': case when rating_score >= 4 then 'good' else 'bad' end,
                'previous_value': 'offered'}}) end,
            case when comment > 0 then to_json({{'id': event_id + 9, 'event_type': 'Comment', 'type': 'Comment',
                'via': {{'channel': case actor when 0 then 'api' when 1 then case ticket_channel when {c.EMAIL} then 'email'
                    when {c.WEB} then 'web' when {c.VOICE} then 'voice' else 'native_messaging' end else 'web' end,
                    'source': {{'from': json '{{}}', 'to': json '{{}}', 'rel': null}}}},
                'via_reference_id': null, 'author_id': updater_id, 'body': said, 'html_body': '<p>' || said || '</p>',
                'plain_body': said, 'public': comment = 1, 'attachments': cast([] as varchar[]), 'audit_id': event_id,
                'created_at': iso(moment)}}) end
        ) || ']' as json)
    }}) as record,
    moment as changed_at, event_id as id, ticket_id
from told
order by moment, pos
"""

_METRIC_EVENTS = f"""
with first_reply as (
    select ticket_id, created_at, first_reply_at, case t.channel when {c.VOICE} then 1 when {c.EMAIL} then 480
        when {c.WEB} then 480 else 15 end as target
    from ticket_state s join tickets t using (ticket_id) where s.support_type = 'agent' and s.status != 'deleted'
), moves as (
    select ch.ticket_id, ch.moment, ch.pos, ch.status, ch.status_before,
        1 + sum(cast(ch.status = 'open' and ch.status_before in ('solved', 'closed') as int))
            over (partition by ch.ticket_id order by ch.pos) as instance
    from ticket_changes ch join first_reply using (ticket_id) where ch.status is not null
), rows as (
    select ticket_id, 'reply_time' as metric, 1 as instance_id, 'activate' as type, created_at as moment, 0 as rank,
        json 'null' as extra from first_reply
    union all
    select ticket_id, 'reply_time', 1, 'apply_sla', created_at, 1, to_json({{'target': target, 'business_hours': false,
        'policy': {{'id': 36, 'title': 'Standard', 'description': null}}}}) from first_reply
    union all
    select ticket_id, 'reply_time', 1, 'breach', created_at + target * 60, 2, json 'false' from first_reply
    where created_at + target * 60 < least(coalesce(first_reply_at, world_end()), world_end())
    union all
    select ticket_id, 'reply_time', 1, 'fulfill', first_reply_at, 3, json 'null' from first_reply where first_reply_at is not null
    union all
    select ticket_id, 'reply_time', 1, 'update_status', first_reply_at, 4, to_json({{
        'calendar': (first_reply_at - created_at) // 60, 'business': (first_reply_at - created_at) // 60}})
    from first_reply where first_reply_at is not null
    union all
    select ticket_id, metric, instance, case
            when status_before is null then 'activate'
            when status = 'pending' then 'pause'
            when status in ('solved', 'closed') then 'fulfill'
            else 'activate' end, moment, 5, json 'null'
    from moves, (values ('agent_work_time'), ('requester_wait_time')) as both_clocks(metric)
    where status_before is null or status in ('pending', 'solved') or (status = 'open' and status_before != 'new')
)
select
    to_json({{'id': 910000000 + row_number() over (order by moment, ticket_id, metric, instance_id, rank), 'ticket_id': ticket_id,
        'metric': metric, 'instance_id': instance_id, 'type': type, 'time': iso(moment)}})[:-2]
    || case type when 'apply_sla' then ',"sla":' || extra || '}}' when 'update_status' then ',"status":' || extra || '}}'
        when 'breach' then ',"deleted":false}}' else '}}' end as record,
    moment as changed_at, 910000000 + row_number() over (order by moment, ticket_id, metric, instance_id, rank) as id
from rows
order by moment, id
"""

_USER_TAIL = """
        'phone': null, 'shared_phone_number': null, 'photo': null, 'locale_id': 1, 'locale': 'en-US',
        'organization_id': organization_id, 'role': role, 'verified': true, 'external_id': null,
        'tags': cast([] as varchar[]), 'alias': '', 'active': active, 'shared': false, 'shared_agent': false,
        'last_login_at': null, 'two_factor_auth_enabled': null, 'signature': null, 'details': '', 'notes': '',
        'role_type': case role when 'agent' then 0 end, 'custom_role_id': case role when 'agent' then 7701 end,
        'is_billing_admin': false, 'moderator': false,
        'ticket_restriction': case role when 'agent' then 'groups' else 'requested' end,
        'only_private_comments': false, 'restricted_agent': role = 'agent', 'suspended': false, 'suspension_details': null,
        'default_group_id': default_group_id, 'report_csv': false, 'user_fields': user_fields
"""

_USERS = f"""
with everybody as (
    select
        helpdesk_id as id, printf('Customer %06d', person) as name, email(person, spelling_helpdesk) as email,
        known_since as created_at, known_since as updated_at, 'end-user' as role, true as active,
        case when account >= 0 then 4400000 + account end as organization_id, null as default_group_id,
        to_json({{'plan': ['basic', 'plus', 'pro'][plan + 1], 'language': ['en', 'de', 'fr'][language + 1]}}) as user_fields
    from people
    union all
    select requester_id, printf('Visitor %08x', (person * 2654435761) % 4294967296), null, min(ticket_at), min(ticket_at), 'end-user',
        true, null, null, json '{{}}'
    from tickets where requester_id >= 980000000 group by requester_id, person
    union all
    select a.helpdesk_id, printf('Agent %03d', agent), printf('agent%03d@northlight.example', agent), hired_on * 86400 + 28800,
        case when left_on * 86400 < world_end() then left_on * 86400 + 64800 else hired_on * 86400 + 28800 end, 'agent',
        left_on * 86400 >= world_end(), null, g.group_id,
        to_json({{'employer': case when is_bpo then 'Contactworks' else '{c.COMPANY}' end,
            'employer_type': case when is_bpo then 'bpo' else 'in_house' end, 'is_integration': false}})
    from agents a join groups g on g.grp = a.grp
    union all
    select 361699999, 'AI assistant connector', 'connector@northlight.example', 1730000000, 1730000000, 'agent', true, null, null,
        to_json({{'employer': '{c.COMPANY}', 'employer_type': 'in_house', 'is_integration': true}})
)
select
    to_json({{'id': id, 'url': '{HOST}/api/v2/users/' || id || '.json', 'name': name, 'email': email,
        'created_at': iso(created_at), 'updated_at': iso(updated_at), 'time_zone': 'Berlin', 'iana_time_zone': 'Europe/Berlin',
        {_USER_TAIL} }}) as record,
    updated_at as changed_at, id
from everybody where created_at < world_end()
order by updated_at, id
"""

_ORGANIZATIONS = f"""
select to_json({{'id': 4400000 + account, 'url': '{HOST}/api/v2/organizations/' || (4400000 + account) || '.json',
        'name': printf('Account %05d', account), 'external_id': null, 'details': null, 'notes': null, 'group_id': null,
        'domain_names': [printf('account%05d.example', account)], 'tags': cast([] as varchar[]),
        'organization_fields': {{'region': 'emea'}}, 'shared_tickets': false, 'shared_comments': false,
        'ticket_restriction': null, 'children_count': 0, 'deleted_at': null,
        'created_at': iso(min(known_since)), 'updated_at': iso(min(known_since))}}) as record,
    min(known_since) as changed_at, 4400000 + account as id
from people where account >= 0 group by account order by 2, 3
"""

_GROUPS = f"""
select to_json({{'id': group_id, 'url': '{HOST}/api/v2/groups/' || group_id || '.json', 'name': name, 'description': '',
        'default': grp = 0, 'is_public': true, 'deleted': false, 'created_at': '2024-01-08T09:00:00Z',
        'updated_at': '2024-01-08T09:00:00Z'}}) as record, group_id as id
from groups order by group_id
"""

_FIELDS = f"""
with f(id, type, key, title, removable, created_at, options) as (
    values
    (5490, 'subject', 'subject', 'Subject', false, '2024-01-08T09:00:00Z', cast([] as varchar[])),
    (5491, 'status', 'status', 'Status', false, '2024-01-08T09:00:00Z', ['open', 'pending', 'hold', 'solved']),
    ({c.FIELD_INTENT}, 'tagger', 'intent', 'Intent', true, '2024-01-08T09:00:00Z', (select list(zendesk order by intent) from intents)),
    ({c.FIELD_LANGUAGE}, 'tagger', 'language', 'Language', true, '2024-01-08T09:00:00Z', ['en', 'de', 'fr']),
    ({c.FIELD_RESOLUTION_TYPE}, 'tagger', 'standard::resolution_type', 'Resolution type', true, '2026-05-18T00:00:00Z',
        ['zd_automated_resolution', 'zd_assisted_resolution']),
    ({c.FIELD_RESOLUTION_TIER}, 'tagger', 'standard::resolution_tier', 'Resolution tier', true, '2026-05-18T00:00:00Z',
        ['zd_resolution_tier_non_automated', 'zd_resolution_tier_assisted_escalation',
         'zd_resolution_tier_contained_resolution', 'zd_resolution_tier_core_resolution'])
)
select to_json({{'id': id, 'url': '{HOST}/api/v2/ticket_fields/' || id || '.json', 'type': type, 'key': key, 'title': title,
        'raw_title': title, 'title_in_portal': title, 'raw_title_in_portal': title, 'description': '', 'raw_description': '',
        'agent_description': null, 'raw_agent_description': null, 'position': id, 'active': true, 'required': false,
        'required_in_portal': false, 'visible_in_portal': false, 'editable_in_portal': false, 'agent_can_edit': key in ('intent', 'language'),
        'collapsed_for_agents': false, 'regexp_for_validation': null, 'tag': null, 'removable': removable,
        'custom_field_options': list_transform(options, lambda o, i: {{'id': id * 100 + i, 'name': o, 'raw_name': o, 'value': o,
            'default': false, 'allow_solving': true}}),
        'created_at': created_at, 'updated_at': created_at}}) as record, id
from f where cast(created_at as timestamp) < make_timestamp(world_end() * 1000000) order by id
"""

_LEGACY = f"""
select to_json({{'id': 61000000 + t.ticket_id, 'url': '{HOST}/api/v2/satisfaction_ratings/' || (61000000 + t.ticket_id) || '.json',
        'ticket_id': t.ticket_id, 'requester_id': t.requester_id, 'assignee_id': s.assignee_id, 'group_id': s.group_id,
        'score': case when s.rated_at is null then 'offered' when rating_score >= 4 then 'good' else 'bad' end,
        'comment': null, 'reason': case when s.rated_at is not null and rating_score < 4 then 'The issue was not resolved' end,
        'reason_id': case when s.rated_at is not null and rating_score < 4 then 61900 end,
        'reason_code': case when s.rated_at is not null and rating_score < 4 then 6 end,
        'created_at': iso(rating_asked_at), 'updated_at': iso(coalesce(s.rated_at, rating_asked_at))}}) as record,
    rating_asked_at as changed_at, 61000000 + t.ticket_id as id
from tickets t join ticket_state s using (ticket_id)
where rating_where = 1 and rating_asked_at < world_end()
order by rating_asked_at, t.ticket_id
"""

_SURVEYS = """
select to_json({'id': printf('01%012X%012X', rating_asked_at * 1000, t.ticket_id),
        'expires_at': iso_ms(rating_asked_at + 28 * 86400), 'responder_id': cast(t.requester_id as varchar),
        'subject_zrns': ['zen:ticket:' || t.ticket_id],
        'subjects': [{'id': cast(t.ticket_id as varchar), 'type': 'ticket', 'zrn': 'zen:ticket:' || t.ticket_id}],
        'survey': {'id': '01MSURVEY00000000000000001', 'version': 1, 'state': 'enabled'},
        'answers': case when s.rated_at is null then cast([] as json[]) else [
            to_json({'type': 'rating_scale', 'rating': rating_score,
                'rating_category': case when rating_score >= 4 then 'good' when rating_score = 3 then 'neutral' else 'bad' end,
                'question': {'id': '01MQUESTION000000000000001', 'type': 'rating_scale_numeric', 'sub_type': 'customer_satisfaction'},
                'created_at': iso_ms(s.rated_at), 'updated_at': iso_ms(s.rated_at)}),
            to_json({'type': 'skipped', 'question': {'id': '01MQUESTION000000000000002', 'type': 'open_ended'},
                'created_at': iso_ms(s.rated_at), 'updated_at': iso_ms(s.rated_at)})] end}) as record,
    rating_asked_at * 1000 as changed_at, t.ticket_id as id
from tickets t join ticket_state s using (ticket_id)
where rating_where = 2 and rating_asked_at < world_end()
order by rating_asked_at, t.ticket_id
"""


def render(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write every helpdesk endpoint's records under `folder`; returns records per resource."""
    con.execute(_BASE)
    con.execute(_STATE)
    con.execute(_MINUTES)
    con.execute(_METRIC_SETS)
    statements = {
        "tickets": _tickets(),
        "ticket_events": _TICKET_EVENTS,
        "ticket_metric_events": _METRIC_EVENTS,
        "users": _USERS,
        "organizations": _ORGANIZATIONS,
        "groups": _GROUPS,
        "ticket_fields": _FIELDS,
        "satisfaction_ratings": _LEGACY,
        "survey_responses": _SURVEYS,
    }
    return {name: write_pages(con, sql, folder, name) for name, sql in statements.items()}
