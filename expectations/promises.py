"""The promises that several suites make, each in one place and in words a reader understands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from pipelines.quality.facts import Facts
from pipelines.quality.gx import Severity, gxe
from pipelines.quality.suite import Suite

RAW_COLUMNS = ("record_key", "record", "cursor_value", "record_hash", "known_at", "_row_id", "_dlt_load_id")
STALE_AFTER = timedelta(hours=36)  # a daily load that was missed once, with half a day to notice
SHRUNK = 0.5  # a mart that loses half of its rows lost a population or a period, not a day


def columns(names: Sequence[str], *, exact: bool = True) -> Any:
    return gxe.ExpectTableColumnsToMatchSet(
        column_set=list(names),
        exact_match=exact,
        severity=Severity.CRITICAL,
        description="has its agreed columns" + ("" if exact else ", and may have more"),
    )


def not_null(column: str) -> Any:
    return gxe.ExpectColumnValuesToNotBeNull(
        column=column, severity=Severity.CRITICAL, description=f"{column} is never null"
    )


def one_of(column: str, values: Collection[str]) -> Any:
    return gxe.ExpectColumnValuesToBeInSet(
        column=column,
        value_set=sorted(values),
        severity=Severity.CRITICAL,
        description=f"{column} holds only agreed values",
    )


def between(column: str, low: float | None, high: float | None, severity: Severity = Severity.CRITICAL) -> Any:
    return gxe.ExpectColumnValuesToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        severity=severity,
        description=f"{column} lies between {low} and {high}",
    )


def at_least(rows: int, severity: Severity = Severity.CRITICAL) -> Any:
    return gxe.ExpectTableRowCountToBeBetween(
        min_value=rows, severity=severity, description=f"has at least {rows} row{'s' if rows > 1 else ''}"
    )


def no_rows(query: str, description: str, severity: Severity = Severity.CRITICAL) -> Any:
    """A promise in SQL: `query` over {batch} returns the rows that break it.

    DuckDB knows no other way here to match patterns or take quantiles, and sums across rows need SQL anyway.
    """
    return gxe.UnexpectedRowsExpectation(unexpected_rows_query=query, severity=severity, description=description)


def unique(*keys: str) -> Any:
    named = ", ".join(keys)
    return no_rows(
        f"select {named}, count(*) as copies from {{batch}} group by {named} having count(*) > 1",
        f"holds one row per {named}",
    )


def not_shrunk(facts: Facts, table: str) -> list[Any]:
    """Volume against the previous publication; nothing to say on the first one."""
    before = facts.previous.get(table, 0)
    return [at_least(max(1, int(before * SHRUNK)))] if before else [at_least(1)]


def no_headcount_saved() -> Any:
    """The one column Haven refuses to have: heads cannot be read from answered contacts."""
    pattern = "(headcount|head_count|heads|fte|jobs)_*(saved|saving|savings|reduced|avoided|replaced)"
    reverse = "(saved|saving|savings|reduced|avoided|replaced)_*(headcount|head_count|heads|fte|jobs)"
    return no_rows(
        "select column_name from (describe select * from {batch}) "
        f"where regexp_matches(column_name, '{pattern}') or regexp_matches(column_name, '{reverse}')",
        "has no column that claims headcount saved",
    )


def raw_door(
    facts: Facts,
    source: str,
    resources: Sequence[str],
    *,
    needed: Collection[str] = (),
    unreadable: Severity = Severity.CRITICAL,
) -> list[Suite]:
    """The promises every raw table makes on arrival.

    A table of a source that never delivered is no failure: only `needed` resources of a source that did deliver must
    have rows. Rows with the same `_row_id` are one row written twice by a killed load; staging reads them as one.
    """
    delivered = any(facts.rows.get(f"raw_{source}.{resource}", 0) for resource in resources)
    suites = []
    for resource in resources:
        rows = facts.rows.get(f"raw_{source}.{resource}", 0)
        if not rows and not (delivered and resource in needed):
            continue
        promises = [
            columns(RAW_COLUMNS, exact=False),
            at_least(1),
            no_rows(
                "select record_key, known_at from {batch} where record_key is null or record_key = '' "
                "or known_at is null",
                "every version has its key and the time it was known",
            ),
            no_rows(
                "select record_key, known_at, count(distinct _row_id) as versions from {batch} "
                "group by record_key, known_at, record_hash having count(distinct _row_id) > 1",
                "holds one row per version of a record",
            ),
            no_rows(
                "select record_key, known_at from {batch} where record is null or not json_valid(record)",
                "every record is readable JSON",
                unreadable,
            ),
        ]
        suites.append(Suite(f"{source}_{resource}", f"raw_{source}", resource, promises))
    return suites + _audit_door(facts, source)


def _audit_door(facts: Facts, source: str) -> list[Suite]:
    """Freshness and completeness, from the loader's own account of each load."""
    if not facts.rows.get(f"raw_{source}.load_audit", 0):
        return []
    oldest = (facts.now - STALE_AFTER).isoformat(sep=" ", timespec="seconds")
    promises = [
        no_rows(
            f"select max(known_at) as last_load from {{batch}} having max(known_at) < timestamp '{oldest}'",
            f"was loaded within the last {int(STALE_AFTER.total_seconds() // 3600)} hours",
            Severity.WARNING,
        ),
        *_all_came(facts, source),
    ]
    return [Suite(f"{source}_load_audit", f"raw_{source}", "load_audit", promises)]


def _all_came(facts: Facts, source: str) -> list[Any]:
    """That the last load of each resource lost nothing: one promise when all is well, else one for each that lacks.

    Each says in one line what came of how many, and what to do.
    """
    last = (
        "select record, json_extract_string(record, '$.resource') as resource, "
        "max(known_at) over (partition by json_extract_string(record, '$.resource')) = known_at as is_last from {batch}"
    )
    broken = [(load.resource, fault) for load in facts.loads.get(source, []) for fault in load.faults]
    if broken:
        return [
            no_rows(f"select resource from ({last}) as loads where is_last and resource = '{resource}'", fault)
            for resource, fault in broken
        ]
    came, reported = (
        f"cast(json_extract_string(record, '$.{name}') as bigint)" for name in ("counted", "reported_by_api")
    )
    fetched = "cast(json_extract_string(record, '$.fetched') as bigint)"
    return [
        no_rows(
            f"select resource from ({last}) as loads where is_last and coalesce({came}, {fetched}) < {reported}",
            "the last load fetched as many records as the source reported",
        )
    ]
