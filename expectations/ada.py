"""Raw door of the AI vendor: a conversation without its messages cannot be judged by the standard."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite


def suites(facts: Facts) -> list[Suite]:
    return raw_door(facts, "ada", ("conversations", "messages"), needed={"conversations", "messages"})
