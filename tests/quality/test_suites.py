"""Each promise of a suite is broken once, and must be noticed by name."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import expectations
from pipelines.quality.facts import Facts
from pipelines.quality.run import judge
from pipelines.quality.suite import Suite

NOW = datetime(2026, 6, 2, 5)
MARTS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "measure_population_read": (
        """population varchar, metric varchar, metric_label varchar, metric_order integer, period varchar,
           period_start_on date, unit varchar, numerator double, denominator double, value double, value_low double,
           value_high double, n bigint, unknown_n bigint, unknown_share double, is_withheld boolean,
           withheld_reason varchar, higher_is_better boolean, observed_until timestamp, window_label varchar,
           definition varchar""",
        [
            {"population": "human", "metric": "volume_share", "value": 0.6, "value_low": 0.5, "value_high": 0.7},
            {"population": "ai", "metric": "volume_share", "value": 0.4, "value_low": 0.3, "value_high": 0.5},
        ],
    ),
    "measure_resolution_ladder": (
        """population varchar, period varchar, period_start_on date, rung varchar, rung_order integer,
           rung_label varchar, numerator bigint, denominator bigint, denominator_label varchar, value double,
           value_low double, value_high double, is_outcome boolean, is_withheld boolean, withheld_reason varchar,
           observed_until timestamp""",
        [
            {"population": "ai", "rung": f"deflected_{way}", "numerator": n, "denominator": 10, "value": n / 10}
            for way, n in {"helped": 4, "came_back": 3, "went_elsewhere": 2, "unknown": 1}.items()
        ],
    ),
    "measure_vendor_reconciliation": (
        """vendor varchar, period varchar, period_start_on date, line_order integer, line varchar, line_label varchar,
           explanation varchar, units bigint, amount decimal(18,6), currency varchar, share double, share_low double,
           share_high double, n bigint, is_disputed boolean""",
        [
            {"vendor": "ada", "line": "invoiced", "units": 10, "amount": 9.9},
            {"vendor": "ada", "line": "came_back", "units": 3, "amount": 2.97},
            {"vendor": "ada", "line": "verified", "units": 7, "amount": 6.93},
        ],
    ),
    "board_summary": (
        """line_order integer, section varchar, headline varchar, population varchar, metric varchar, value double,
           value_low double, value_high double, n bigint, unit varchar, is_withheld boolean, withheld_reason varchar,
           observed_until timestamp""",
        [{"line_order": 1, "section": "answer", "headline": "Of 100 contacts, 60 were resolved."}],
    ),
}
COMMON = {
    "metric_label": "Share",
    "metric_order": 1,
    "period": "all",
    "unit": "share",
    "n": 100,
    "unknown_share": 0.1,
    "is_withheld": False,
    "rung_label": "Rung",
}


def warehouse(folder: Path, change: str | None = None) -> tuple[Path, dict[str, int]]:
    file = folder / "w.duckdb"
    rows = {}
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts")
        for table, (columns, records) in MARTS.items():
            connection.execute(f"create table marts.{table} ({columns})")
            for record in records:
                known = {
                    name: value for name, value in {**COMMON, **record}.items() if re.search(rf"\b{name} ", columns)
                }
                marks = ", ".join("?" * len(known))
                connection.execute(
                    f"insert into marts.{table} ({', '.join(known)}) values ({marks})", [*known.values()]
                )
        if change:
            connection.execute(change)
        for table in MARTS:
            (count,) = connection.execute(f"select count(*) from marts.{table}").fetchone() or (0,)
            rows[f"marts.{table}"] = count
    return file, rows


def broken(folder: Path, change: str | None = None, previous: dict[str, int] | None = None) -> list[str]:
    """The promises of the published door that a change breaks, as `table: promise`."""
    file, rows = warehouse(folder, change)
    facts = Facts(now=NOW, rows=rows, previous=previous or {})
    verdicts = judge(file, "published", expectations.suites("published", facts), facts, folder / "docs")
    return [f"{verdict.table_name}: {verdict.description}" for verdict in verdicts if not verdict.success]


def test_marts_as_they_should_be_break_no_promise(tmp_path: Path) -> None:
    assert broken(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (
            "update marts.measure_population_read set value = 1.4, value_high = 2 where population = 'ai'",
            "measure_population_read: every share lies between 0 and 1",
        ),
        (
            "update marts.measure_population_read set value = 0.45 where population = 'ai'",
            "measure_population_read: the populations' volume shares add up to one",
        ),
        (
            "update marts.measure_population_read set value_low = 0.65 where population = 'human'",
            "measure_population_read: every interval contains its value",
        ),
        (
            "update marts.measure_population_read set is_withheld = true where population = 'human'",
            "measure_population_read: a withheld number is absent and says why",
        ),
        (
            "update marts.measure_population_read set population = 'hybrid' where population = 'human'",
            "measure_population_read: population holds only agreed values",
        ),
        (
            "alter table marts.measure_population_read add column headcount_saved double",
            "measure_population_read: has no column that claims headcount saved",
        ),
        (
            "alter table marts.measure_population_read drop column unknown_n",
            "measure_population_read: has its agreed columns, and may have more",
        ),
        (
            "update marts.measure_resolution_ladder set numerator = 2 where rung = 'deflected_unknown'",
            "measure_resolution_ladder: the four ways a deflected contact can go add up",
        ),
        (
            "update marts.measure_resolution_ladder set numerator = 11 where rung = 'deflected_helped'",
            "measure_resolution_ladder: no rung counts more than its denominator",
        ),
        (
            "update marts.measure_vendor_reconciliation set units = 8 where line = 'verified'",
            "measure_vendor_reconciliation: the lines add up to the invoiced units",
        ),
        (
            "update marts.measure_vendor_reconciliation set amount = 6.94 where line = 'verified'",
            "measure_vendor_reconciliation: the lines add up to the invoiced amount",
        ),
        (
            "insert into marts.board_summary (line_order, section, headline) values (1, 'answer', 'Another one.')",
            "board_summary: holds one row per line_order",
        ),
        (
            "update marts.board_summary set headline = 'The AI agent: 12 FTE saved this quarter.'",
            "board_summary: no headline claims headcount saved",
        ),
    ],
)
def test_a_broken_promise_is_noticed_by_name(tmp_path: Path, change: str, promise: str) -> None:
    assert promise in broken(tmp_path, change)


def test_a_mart_that_lost_more_than_half_of_its_rows_is_noticed(tmp_path: Path) -> None:
    previous = {"marts.measure_resolution_ladder": 9, "marts.board_summary": 2}
    assert broken(tmp_path, previous=previous) == []
    (tmp_path / "again").mkdir()
    shrunk = broken(tmp_path / "again", previous={"marts.measure_resolution_ladder": 10})
    assert shrunk == ["measure_resolution_ladder: has at least 5 rows"]


def raw(folder: Path, rows: list[tuple], audit: list[tuple] = ()) -> list[tuple[str, str]]:
    """The broken promises of the raw door for one table of the helpdesk and its audit."""
    file = folder / "w.duckdb"
    columns = """record_key varchar, record varchar, cursor_value varchar, record_hash varchar, known_at timestamp,
                 _row_id varchar, _dlt_load_id varchar"""
    tables = {"tickets": rows, "load_audit": list(audit)}
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema raw_zendesk")
        for name, content in tables.items():
            connection.execute(f"create table raw_zendesk.{name} ({columns})")
            for key, record, known_at, row_id in content:
                values = [key, record, None, "h", known_at, row_id, "1"]
                connection.execute(f"insert into raw_zendesk.{name} values (?, ?, ?, ?, ?, ?, ?)", values)
    facts = Facts(now=NOW, rows={f"raw_zendesk.{name}": len(content) for name, content in tables.items()})
    mine: list[Suite] = [suite for suite in expectations.suites("raw", facts) if suite.table in facts.rows]
    verdicts = judge(file, "raw", mine, facts, folder / "docs")
    return [(verdict.severity, verdict.description) for verdict in verdicts if not verdict.success]


GOOD = ("1", "{}", NOW, "a")


def test_a_row_that_a_killed_load_wrote_twice_is_no_failure(tmp_path: Path) -> None:
    assert raw(tmp_path, [GOOD, GOOD]) == []


@pytest.mark.parametrize(
    ("row", "promise"),
    [
        (("1", "{}", NOW, "b"), "holds one row per version of a record"),
        (("2", "{not json", NOW, "b"), "every record is readable JSON"),
        (("", "{}", NOW, "b"), "every version has its key and the time it was known"),
    ],
)
def test_a_bad_arrival_is_critical(tmp_path: Path, row: tuple, promise: str) -> None:
    assert raw(tmp_path, [GOOD, row]) == [("critical", promise)]


def test_a_load_that_is_late_is_a_warning_and_one_that_is_incomplete_is_critical(tmp_path: Path) -> None:
    late = ("r1:tickets", '{"resource": "tickets", "reported_by_api": 5, "fetched": 5}', datetime(2026, 5, 30), "a")
    assert raw(tmp_path, [GOOD], [late]) == [("warning", "was loaded within the last 36 hours")]
    (tmp_path / "again").mkdir()
    short = ("r1:tickets", '{"resource": "tickets", "reported_by_api": 5, "fetched": 4}', NOW, "a")
    failures = raw(tmp_path / "again", [GOOD], [short])
    assert failures == [("critical", "the last load fetched as many records as the source reported")]


def test_a_source_that_delivered_must_bring_what_cannot_be_done_without() -> None:
    facts = Facts(now=NOW, rows={"raw_ada.conversations": 3, "raw_ada.messages": 0, "raw_zendesk.tickets": 0})
    tables = {suite.table for suite in expectations.suites("raw", facts)}
    assert {"raw_ada.conversations", "raw_ada.messages"} <= tables
    assert not any(table.startswith("raw_zendesk") for table in tables)
