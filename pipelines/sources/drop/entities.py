"""The standard entities a drop folder may hold, read from the models that document them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from pipelines.settings import ROOT

STANDARD_MODELS = ROOT / "dbt_project/models/intermediate/standard/_standard__models.yml"

ENTITY_NAMES = (
    "agents",
    "groups",
    "schedules",
    "customers",
    "conversations",
    "conversation_events",
    "ratings",
    "quality_scores",
    "shifts",
    "agent_states",
    "forecasts",
    "demand_intervals",
    "outcome_claims",
    "invoices",
    "ai_actions",
    "articles",
    "article_events",
    "training_events",
    "coaching_sessions",
    "customer_value_events",
    "cost_lines",
    "changes",
    "ops_events",
)

# Columns without which a row says nothing, beside its key. Times are not among them: a row whose time is unknown
# is kept, and only the clocks that need the time stay null.
REQUIRED: dict[str, tuple[str, ...]] = {
    "agents": ("actor_type",),
    "schedules": ("schedule_id",),
    "conversations": ("channel",),
    "conversation_events": ("conversation_id", "event_type"),
    "ratings": ("conversation_id", "kind"),
    "quality_scores": ("dimension",),
    "shifts": ("agent_id", "started_at"),
    "agent_states": ("agent_id", "started_at"),
    "forecasts": ("queue", "interval_start", "interval_seconds"),
    "demand_intervals": ("queue", "interval_start", "interval_seconds"),
    "outcome_claims": ("vendor",),
    "invoices": ("vendor", "amount", "currency"),
    "ai_actions": ("conversation_id", "action_type"),
    # A search without a result names no article.
    "article_events": ("event_type",),
    "training_events": ("agent_id", "course"),
    "coaching_sessions": ("agent_id",),
    "customer_value_events": ("customer_id", "event_type"),
    "cost_lines": ("kind", "amount", "currency"),
    "changes": ("kind",),
    "ops_events": ("kind",),
}

# Written by the pipeline, not by whoever drops files.
PIPELINE_COLUMNS = frozenset({"extracted_at", "first_known_at"})


@dataclass(frozen=True)
class Entity:
    """One standard entity: its columns with their types, the first being the key."""

    name: str
    columns: dict[str, str]

    @property
    def key(self) -> str:
        return next(iter(self.columns))

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that every row must fill, the key first."""
        return (self.key, *REQUIRED.get(self.name, ()))


@lru_cache(maxsize=1)
def standard_entities(models: Path = STANDARD_MODELS) -> dict[str, Entity]:
    """Entity name -> columns and types (string, timestamp, date, bigint, double, boolean, decimal(18,6))."""
    entities = {}
    for model in yaml.safe_load(models.read_text())["models"]:
        name = model["name"].removeprefix("int_").removesuffix("_unioned")
        columns = {c["name"]: c["data_type"] for c in model["columns"] if c["name"] not in PIPELINE_COLUMNS}
        entities[name] = Entity(name, columns)
    return {name: entities[name] for name in ENTITY_NAMES}
