"""The AI vendor's export: conversations and their messages."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.sandbox.pages import write_pages
from pipelines.sandbox.world import catalogue as c

# A chatter is one device; a known person may have two, an anonymous one stays on one.
_CHATS = f"""
create table chats as
with spoken as (
    select contact, max(moment) as last_at, sum(cast(actor = 0 as int)) as ai_messages
    from messages where moment < world_end() group by contact
)
select
    k.*, s.last_at, p.language, p.helpdesk_id, p.is_anonymous_in_chat, p.spelling_chat, p.plan,
    printf('%024x', (cast(k.person as hugeint) * 2 + case when p.has_two_devices and not p.is_anonymous_in_chat
        then k.root % 2 else 0 end + 7) * 1125899906842597) as chatter_id,
    k.evaluated_at < world_end() as is_evaluated,
    k.rating_where = 3 and k.rating_answered_at < world_end() as is_rated,
    k.handed_at < world_end() as is_handed,
    greatest(s.last_at, case when k.evaluated_at < world_end() then k.evaluated_at else 0 end,
        case when k.rating_where = 3 and k.rating_answered_at < world_end() then k.rating_answered_at else 0 end) as updated_at
from contacts k join people p using (person) join spoken s using (contact)
where k.channel = {c.CHAT};
"""

_CONVERSATIONS = """
select
    to_json({
        '_id': ada_id,
        'agent_id': case when is_handed and a.agent is not null then [printf('77c0%020x', a.helpdesk_id)] else cast([] as varchar[]) end,
        'agent_name': case when is_handed and a.agent is not null then [printf('Agent %03d', a.agent)] else cast([] as varchar[]) end,
        'agent_handle_time': case when is_handed and a.agent is not null then cast(work as double) end,
        'bot_handle_time': cast(ai_ends_at - moment as double),
        'last_agent_id': null, 'last_agent_name': null,
        'browser': case contact % 3 when 0 then 'chrome' when 1 then 'safari' else 'firefox' end,
        'browser_version': '126.0', 'device': case contact % 2 when 0 then 'macos' else 'android' end,
        'language': l.code, 'platform': 'chat', 'oauth_channel': '',
        'chatter_id': chatter_id,
        'end_user_id': case when is_anonymous_in_chat then null else printf('eu_%06d', person) end,
        'classifications': case when is_unlabelled then cast([] as json[]) else [to_json({
            'topic_id': 'tp_' || left(md5(i.ada_topic), 6), 'topic_name': i.ada_topic,
            'intents': [{'intent_id': printf('in_%02d', i.intent), 'intent_name': i.ada_intent, 'status': 'active'}]})] end,
        'csat': case when is_rated then to_json({'score': rating_score, 'submitted_at': iso(rating_answered_at)})
            when rating_where = 3 and rating_asked_at < world_end() then to_json({'asked_at': iso(rating_asked_at)})
            else json '{}' end,
        'date_created': iso(moment),
        'date_updated': iso(updated_at),
        'generated_topic_id': case when is_unlabelled then null else printf('gt_%02d', i.intent) end,
        'generated_topic_label': case when is_unlabelled then null else i.ada_intent end,
        'generated_topic_v2_id': null, 'generated_topic_v2_title': null, 'generated_topic_v2_desc': null,
        'generated_topic_v2_parent_id': null,
        'is_engaged': is_engaged,
        'is_escalated': is_handed is true,
        'is_test_user': is_test,
        'record_last_updated': iso(updated_at + 20),
        'used_articles': case when turns > 0 and hand_over != 1 and not is_unlabelled then [{'id': printf('ka_%02d', i.intent),
            'name': i.ada_intent, 'url': printf('https://help.northlight.example/articles/%02d', i.intent), 'source': 'zendesk'}]
            else [] end,
        'used_coaching': cast([] as varchar[]), 'used_playbooks': cast([] as varchar[]),
        'variables': {'agent_version': v.name, 'plan': ['basic', 'plus', 'pro'][k.plan + 1]}
    })[:-2]
    || ',"metavariables":{' || concat_ws(',',
        case when not is_anonymous_in_chat then '"email":"' || email(person, spelling_chat) || '"' end,
        case when ticket_id is not null then '"ticket_id":"' || ticket_id || '"' end) || '}'
    || case when is_evaluated then ',"automated_resolution_classification":"'
        || case when says_resolved then 'Resolved' else 'Not Resolved' end
        || '","automated_resolution_classification_reason":"'
        || case when says_resolved then 'The answer was relevant, accurate and safe.' else 'The customer still needed help.' end
        || '","inquiry_summary":"' || i.ada_intent || '"' else '' end || '}' as record,
    moment as created_at, updated_at, row_number() over (order by moment, contact) as id
from chats k
join intents i using (intent)
join languages l using (language)
join versions v using (version)
left join agents a on a.agent = k.agent and k.needs_person and not k.gives_up_waiting
order by updated_at, contact
"""

_MESSAGES = """
with said as (
    select m.contact, m.number, m.moment, m.actor, x.occasion, k.chatter_id, k.ada_id, k.intent,
        lag(left(k.ada_id, 8) || right(k.ada_id, 10) || printf('%06x', m.number)) over (partition by m.contact order by m.number) as reply_to,
        (m.contact + m.number) % 2 as variant, i.ada_intent
    from messages m join chats k using (contact) join chat_texts x using (text) join intents i using (intent)
    where m.moment < world_end()
)
select
    to_json({
        '_id': left(ada_id, 8) || right(ada_id, 10) || printf('%06x', number),
        'answer_id': null, 'answer_title': null,
        'chatter_id': chatter_id,
        'conversation_id': ada_id,
        'date_created': iso(moment),
        'in_response_to': reply_to,
        'link_was_clicked': null,
        'message_data': case when said.occasion = 'handoff' then json '{"type":"event","event":"handoff","is_handoff":true}'
            else to_json({'type': 'text', 'body': coalesce(own.words, common.words)}) end,
        'recipient': case when actor = 0 then chatter_id when said.occasion = 'after_handoff' then 'agent' else 'Ada' end,
        'record_last_updated': iso(moment + 2),
        'review': 0,
        'sender': case when actor = 0 then 'Ada' else chatter_id end
    }) as record,
    moment as created_at, contact, number
from said
left join texts own on own.occasion = said.occasion and own.intent = said.intent and own.variant = said.variant
left join texts common on common.occasion = said.occasion and common.intent = -1 and common.variant =
    case when said.occasion in ('ask_human', 'confirm', 'negative', 'after_handoff') then said.variant else 0 end
order by moment, contact, number
"""


def render(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Write the export's records under `folder`; returns records per resource.

    Conversations lie in order of their last change, messages in order of creation.
    """
    con.execute(_CHATS)
    return {
        "conversations": write_pages(con, _CONVERSATIONS, folder, "conversations"),
        "messages": write_pages(con, _MESSAGES, folder, "messages"),
    }
