"""Raw door of the file drop: any of the standard entities may come, none of them must."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite
from pipelines.warehouse import BOOKKEEPING_TABLES


def suites(facts: Facts) -> list[Suite]:
    entities = [name.split(".")[1] for name in facts.rows if name.startswith("raw_drop.") and "._dlt" not in name]
    return raw_door(facts, "drop", sorted(name for name in entities if name not in BOOKKEEPING_TABLES))
