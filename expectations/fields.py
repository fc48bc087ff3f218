"""What sources send is still what the models read: each field that is not breaks a promise of its own."""

from __future__ import annotations

from expectations.promises import no_rows, not_null
from pipelines.loading.fields import TABLE
from pipelines.quality.facts import Facts
from pipelines.quality.gx import Severity
from pipelines.quality.suite import Suite


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def suites(facts: Facts) -> list[Suite]:
    if not facts.rows.get(TABLE, 0):
        return []
    broken = [
        no_rows(
            "select field, kind from {batch} where "
            + " and ".join(f"{name} = {literal(getattr(finding, name))}" for name in ("source", "resource", "field")),
            finding.line,
            Severity(finding.severity),
        )
        for finding in facts.drift
        if finding.severity
    ]
    schema, table = TABLE.split(".")
    return [Suite("fields", schema, table, [not_null("kind"), *broken])]
