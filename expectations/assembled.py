"""Raw door of workforce management: without people and their states no handle time can be known."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

RESOURCES = ("people", "teams", "queues", "activity_types", "activities", "agent_states", "forecasts")


def suites(facts: Facts) -> list[Suite]:
    return raw_door(facts, "assembled", RESOURCES, needed={"people", "agent_states"})
