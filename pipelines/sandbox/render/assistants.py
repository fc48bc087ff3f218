"""The AI agents that a company could have: how each vendor names its conversations, its versions and itself."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.sandbox.render.statements import statement


@dataclass(frozen=True)
class Assistant:
    """One vendor's AI agent.

    `conversation` gives a contact's id with the vendor, as SQL over the world's tables. The agent's id there is a
    version's name behind `prefix`; a vendor that tells no versions (`prefix` is None) has one agent, of the id `agent`.
    """

    employer: str
    product: str
    conversation: str
    prefix: str | None = None
    agent: str = "agent"

    @property
    def version(self) -> str:
        """SQL of the agent's id from a version's `name`."""
        return f"'{self.agent}'" if self.prefix is None else f"'{self.prefix}' || name"


_KEY = "(root * 4 + level)"
BOT = "65f0aa11"
ADA = Assistant("Ada", "AI Agent", "ada_id", "")
ASSISTANTS: dict[str, Assistant] = {
    "ada": ADA,
    "decagon": Assistant("Decagon", "Decagon", f"'dcg_' || (100000 + {_KEY})"),
    "forethought": Assistant("Forethought", "Solve", f"'ft_' || (100000 + {_KEY})"),
    "vcon": Assistant("Vcon", "Vcon", f"printf('018f2e10-0000-8000-8000-%012x', {_KEY})"),
    "agentforce": Assistant(
        "Salesforce", "Agentforce", f"printf('0a7c1d2e-0000-4000-8000-%012x', {_KEY})", "Northlight_Agent:v"
    ),
    "zendesk_ai_agents": Assistant("Zendesk", "AI agents", f"'{BOT}:c-' || (100000 + {_KEY})", agent=BOT),
}


def assistant_of(vendor: str) -> Assistant:
    """The vendor's agent; where a helpdesk has the AI agent in its own account, conversations are the helpdesk's."""
    return ASSISTANTS.get(vendor, ADA)


def tell_chats(con: duckdb.DuckDBPyConnection) -> None:
    """Tables `chats`, one row per conversation that the AI agent had, and `said`, one per message in them."""
    con.execute(statement("ai_chats"))
    con.execute(statement("ai_said"))
