"""What older versions of Intercom's API call the same things, and what a search leaves out."""

from __future__ import annotations

import json
from typing import Any

VERSIONS = ("2.11", "2.12", "2.13", "2.14", "2.15", "2.16")
# Whoever names no version gets the app's own, which is old.
OLDEST = VERSIONS[0]
_STATES = {"escalated": "routed_to_team", "procedure_handoff": "routed_to_team", "negative_feedback": "abandoned"}


def as_written(records: bytes, version: int, has_scorecards: bool = False) -> bytes:
    """Conversations (joined by commas) as the version at this place of `VERSIONS` writes them.

    `scorecards` are there when they are asked for.
    """
    is_newest = version >= VERSIONS.index("2.16")
    if is_newest and (has_scorecards or b'"scorecards"' not in records):
        return records
    told: list[dict[str, Any]] = json.loads(b"[" + records + b"]")
    for conversation in told:
        conversation.pop("scorecards", None)
        if is_newest:
            continue
        conversation["priority"] = "not_priority" if conversation["priority"] == "none" else "priority"
        for newer in ("sales_agent", "channel"):
            conversation.pop(newer, None)
        agent = conversation["ai_agent"]
        if agent and version < VERSIONS.index("2.15"):
            agent["resolution_state"] = _STATES.get(agent["resolution_state"], agent["resolution_state"])
    return json.dumps(told, separators=(",", ":")).encode()[1:-1]


def as_searched(records: bytes) -> bytes:
    """Conversations (joined by commas) as a search tells them: of every third not how the AI agent's part ended."""
    if b'"resolution_state"' not in records:
        return records
    told: list[dict[str, Any]] = json.loads(b"[" + records + b"]")
    for conversation in told:
        if conversation.get("ai_agent") and int(conversation["id"]) % 3 == 0:
            conversation["ai_agent"]["resolution_state"] = None
    return json.dumps(told, separators=(",", ":")).encode()[1:-1]
