"""What a record says of a person, and the record without it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

FORGOTTEN = "[forgotten]"
# Who somebody is: null, because one shared word would make one customer of all who were forgotten.
IDENTITY = frozenset(
    {
        "name",
        "display_name",
        "first_name",
        "last_name",
        "firstname",
        "lastname",
        "full_name",
        "username",
        "alias",
        "signature",
        "chatter_name",
    }
    | {"email", "email_address", "email_hash", "identity_hash", "person_hash", "external_id", "twitter_screen_name"}
    | {"phone", "phone_number", "mobile", "address", "ip", "ip_address", "avatar_url", "photo", "location"}
    | {"from_email", "twitter_id", "unique_external_id"}
    | {"mailto", "tel", "sip", "did"}
)
# What somebody said.
WORDS = frozenset(
    {"subject", "raw_subject", "description", "body", "html_body", "plain_body", "rendered_body", "text", "raw_text"}
    | {"message", "content", "comment", "notes", "details", "transcript", "reason", "feedback", "open_ended", "answer"}
    | {"summary", "query", "title", "remark", "rating_remark", "body_text", "description_text", "stripped_text"}
    | {"reasoning", "other_text"}
    | {"chat_transcript", "last_executed_intent_user_query", "csat_feedback"}
    | {"ssot__contenttext__c", "ssot__variabletext__c", "conversation_data"}
)
# A file's columns whose headers nobody published: any of them may hold words.
UNREAD = "file_columns"
# Who has these roles in a vCon is known by name and address alone, and stays.
AT_WORK = frozenset({"agent", "supervisor", "sme"})


def redact_text(text: str, marks: Iterable[str], keep_those_at_work: bool = False) -> str:
    """One record without personal data. A record that is no JSON object is forgotten whole."""
    try:
        record = json.loads(text)
    except ValueError:
        return json.dumps(FORGOTTEN)
    redacted = redact(record, frozenset(marks))
    if keep_those_at_work:
        redacted["parties"] = [
            before if before.get("type") == "bot" or before.get("role") in AT_WORK else after
            for before, after in zip(record["parties"], redacted["parties"], strict=True)
        ]
    return json.dumps(redacted, ensure_ascii=False, separators=(",", ":"))


def redact(value: Any, marks: frozenset[str], key: str = "") -> Any:
    """Identity becomes null, words become `[forgotten]`, anything that carries a mark too; the rest stays."""
    if isinstance(value, dict) and key == UNREAD:
        return FORGOTTEN
    if isinstance(value, dict):
        return {name: redact(child, marks, name) for name, child in value.items()}
    if isinstance(value, list):
        return [redact(child, marks, key) for child in value]
    if not isinstance(value, str):
        return value
    if key.lower() in IDENTITY:
        return None
    if value and (key.lower() in WORDS or any(mark in value for mark in marks)):
        return FORGOTTEN
    return value
