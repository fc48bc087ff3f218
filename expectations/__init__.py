"""What is promised at the two doors, as plain Python: one module per raw source and per published mart.

Every module has one function `suites(facts)`. Importing a module imports Great Expectations.
"""

from __future__ import annotations

from importlib import import_module

from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

DOORS = {
    "raw": ("zendesk", "intercom", "assembled", "ada", "drop", "tools", "fields"),
    "published": ("population_read", "resolution_ladder", "vendor_reconciliation", "board_summary"),
}


def suites(door: str, facts: Facts) -> list[Suite]:
    """Every suite of one door, given what the warehouse holds."""
    return [suite for module in DOORS[door] for suite in import_module(f"expectations.{module}").suites(facts)]
