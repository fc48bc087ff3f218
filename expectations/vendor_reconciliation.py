"""Published door of the vendor reconciliation: every invoiced unit is explained, to the unit and to the cent."""

from __future__ import annotations

from expectations.promises import (
    between,
    columns,
    no_headcount_saved,
    no_rows,
    not_null,
    not_shrunk,
    one_of,
    unique,
)
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

TABLE = "measure_vendor_reconciliation"
COLUMNS = (
    "vendor",
    "period",
    "period_start_on",
    "line_order",
    "line",
    "line_label",
    "explanation",
    "units",
    "amount",
    "currency",
    "share",
    "share_low",
    "share_high",
    "n",
    "is_disputed",
)
LINES = {
    "invoiced",
    "unmatched",
    "test",
    "duplicate",
    "unverifiable",
    "no_answer",
    "handed_off",
    "negative_signal",
    "reopened",
    "came_back",
    "went_elsewhere",
    "pending",
    "verified",
    "credit",
    "cap",
}


def suites(facts: Facts) -> list[Suite]:
    # A company without an AI vendor's bill has nothing to reconcile: an empty table is then right.
    volume = not_shrunk(facts, f"marts.{TABLE}") if facts.previous.get(f"marts.{TABLE}") else []
    promises = [
        columns(COLUMNS, exact=False),
        *volume,
        not_null("vendor"),
        not_null("units"),
        one_of("line", LINES),
        unique("vendor", "period", "line"),
        between("units", 0, None),
        between("share", 0, 1),
        no_rows(
            "select vendor, period from {batch} group by vendor, period "
            "having sum(case when line = 'invoiced' then units else 0 end) "
            "<> sum(case when line = 'invoiced' then 0 else units end)",
            "the lines add up to the invoiced units",
        ),
        no_rows(
            "select vendor, period from {batch} group by vendor, period "
            "having sum(case when line = 'invoiced' then amount else 0 end) "
            "<> sum(case when line = 'invoiced' then 0 else amount end)",
            "the lines add up to the invoiced amount",
        ),
        no_headcount_saved(),
    ]
    return [Suite(TABLE, "marts", TABLE, promises)]
