"""Raw door of Intercom: a conversation without its parts cannot be judged by the standard."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.loading import RAW_TABLES
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite


def suites(facts: Facts) -> list[Suite]:
    return raw_door(facts, "intercom", RAW_TABLES["intercom"], needed={"conversations", "conversation_parts", "admins"})
