"""Raw door of the helpdesk: tickets must be there, with the people and the events that explain them."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.loading.raw_tables import RAW_TABLES
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

RESOURCES = RAW_TABLES["zendesk"]


def suites(facts: Facts) -> list[Suite]:
    return raw_door(facts, "zendesk", RESOURCES, needed={"tickets", "ticket_events", "users", "ticket_fields"})
