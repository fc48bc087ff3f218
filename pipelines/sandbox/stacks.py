"""Which vendors a world is rendered for and served by.

A vendor is two modules of its name: `render/<vendor>.py` with `render(con, folder, story)`, which writes its records
and returns how many there are per resource, and `server/<vendor>.py` with `PREFIX`, `Server(served, now, window)` and
`settings(base, start, end)`, which gives what a loader needs after `SOURCES__<VENDOR>__`; one of `IN_FILES` is read
from the folder of its records and has no server. The next vendor is one more name in a stack, and a line in `CARRIES`
(or `CARRIES_ROWS`) where the files need not tell what its API tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pipelines.errors import HavenError


@dataclass(frozen=True)
class Stack:
    """A combination of vendors that a company could have.

    `helpdesk` and `assistant` name the vendor that gives people and their conversations (the AI agent and its own)
    their ids; `vendors` are all that are served.
    """

    helpdesk: str
    assistant: str
    vendors: tuple[str, ...]

    @property
    def carried(self) -> frozenset[str]:
        """Entities that some vendor's API tells whole, so that the files leave them out."""
        return frozenset(entity for vendor in self.vendors for entity in CARRIES.get(vendor, ()))

    @property
    def has_guide(self) -> bool:
        """Whether the articles are those of the helpdesk's own help centre."""
        return "zendesk" in self.vendors and "guru" not in self.vendors

    def tests(self, entity: str) -> list[Callable[[dict[str, Any]], bool]]:
        """What says of a row of this entity that some vendor's API tells it, where none tells the entity whole."""
        return [CARRIES_ROWS[vendor][entity] for vendor in self.vendors if entity in CARRIES_ROWS.get(vendor, {})]


STACKS: dict[str, Stack] = {
    "zendesk+ada+assembled": Stack("zendesk", "ada", ("zendesk", "assembled", "ada")),
    "intercom+assembled": Stack("intercom", "intercom", ("intercom", "assembled")),
    "gorgias+assembled": Stack("gorgias", "gorgias", ("gorgias", "assembled")),
    # The first company with the tools that others use for what it keeps in files.
    "zendesk+ada+calabrio+tools": Stack(
        "zendesk",
        "ada",
        ("zendesk", "calabrio", "ada", "openai_usage", "otel", "zendesk_qa", "workramp", "guru"),
    ),
    "freshdesk+ada+calabrio": Stack("freshdesk", "ada", ("freshdesk", "calabrio", "ada")),
    "zendesk+ada+zendesk_wfm": Stack("zendesk", "ada", ("zendesk", "zendesk_wfm", "ada")),
    "zendesk+ada+assembled+docebo": Stack("zendesk", "ada", ("zendesk", "assembled", "ada", "docebo")),
    "zendesk+decagon+assembled": Stack("zendesk", "decagon", ("zendesk", "assembled", "decagon")),
    "zendesk+forethought+assembled": Stack("zendesk", "forethought", ("zendesk", "assembled", "forethought")),
    "zendesk+agentforce+assembled": Stack("zendesk", "agentforce", ("zendesk", "assembled", "agentforce")),
    "zendesk+zendesk_ai_agents+assembled": Stack(
        "zendesk", "zendesk_ai_agents", ("zendesk", "assembled", "zendesk_ai_agents")
    ),
    "zendesk+ada+assembled+maestroqa": Stack("zendesk", "ada", ("zendesk", "assembled", "ada", "maestroqa")),
    # An AI vendor without an API of its own, which gives its conversations as files.
    "zendesk+vcon+assembled": Stack("zendesk", "vcon", ("zendesk", "assembled", "vcon")),
    "zendesk+ada+assembled+lessonly": Stack("zendesk", "ada", ("zendesk", "assembled", "ada", "lessonly")),
}
DEFAULT_STACK = "zendesk+ada+assembled"
IN_FILES = ("otel", "vcon")
CARRIES: dict[str, tuple[str, ...]] = {
    "zendesk": ("articles", "schedules"),
    "intercom": ("articles",),
    "workramp": ("training_events",),
    "lessonly": ("training_events",),
    "docebo": ("training_events",),
    "guru": ("articles",),
    "maestroqa": ("coaching_sessions",),
}
# Of these entities, the rows that a vendor knows of.
CARRIES_ROWS: dict[str, dict[str, Callable[[dict[str, Any]], bool]]] = {
    "otel": {"conversation_events": lambda row: row["event_type"] == "action"},
    "guru": {"article_events": lambda row: (row["event_type"], row["actor_type"]) == ("shared", "human")},
    "zendesk_qa": {"quality_scores": lambda row: row["reviewer_type"] != "vendor"},
    "maestroqa": {"quality_scores": lambda row: row["reviewer_type"] != "vendor"},
}


def stack_named(name: str) -> Stack:
    """The stack of this name.

    Raises:
        HavenError: there is none.
    """
    if name not in STACKS:
        raise HavenError(f"the sandbox knows no stack named {name}", f"Choose from: {', '.join(STACKS)}")
    return STACKS[name]


def renderers(vendors: Iterable[str]) -> dict[str, Any]:
    """The modules that write the vendors' records."""
    return {vendor: import_module(f"pipelines.sandbox.render.{vendor}") for vendor in vendors}


def servers(vendors: Iterable[str]) -> dict[str, Any]:
    """The modules that answer for the vendors with an API."""
    return {vendor: import_module(f"pipelines.sandbox.server.{vendor}") for vendor in vendors if vendor not in IN_FILES}
