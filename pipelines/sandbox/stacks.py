"""Which vendors a world is rendered for and served by.

A vendor is two modules of its name: `render/<vendor>.py` with `render(con, folder, story)`, which writes its records
and returns how many there are per resource, and `server/<vendor>.py` with `PREFIX`, `Server(served, now, window)` and
`settings(base, start, end)`, which gives what a loader needs after `SOURCES__<VENDOR>__`. The next vendor is one more
name in a stack, and a line in `CARRIES` where the files need not tell what its API tells.
"""

from __future__ import annotations

from collections.abc import Iterable
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


STACKS: dict[str, Stack] = {
    "zendesk+ada+assembled": Stack("zendesk", "ada", ("zendesk", "assembled", "ada")),
    "intercom+assembled": Stack("intercom", "intercom", ("intercom", "assembled")),
}
DEFAULT_STACK = "zendesk+ada+assembled"
CARRIES: dict[str, tuple[str, ...]] = {"intercom": ("articles",)}


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
    """The modules that answer for the vendors."""
    return {vendor: import_module(f"pipelines.sandbox.server.{vendor}") for vendor in vendors}
