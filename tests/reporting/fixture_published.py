"""Write a small published folder by hand, so that the pages can be drawn and tested without a pipeline run.

    python -m tests.reporting.fixture_published FOLDER

The numbers are invented and written down here; nothing in them comes from the program under test. They cover what a
page must survive: withheld rows with their reasons, rates of one population only, a pending month, a failed check.
Every other mart that a page reads is there with the columns of its contract and no row, as in a house without its
sources.
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.publishing.plan import TablePlan
from pipelines.reporting.board.facts import READS
from pipelines.reporting.site import TABLES
from pipelines.settings import ROOT

RUN_ID = "20260601T020000Z-fixture"
COMPANY = "Brightwater Outfitters"
AS_OF = datetime(2026, 6, 1, 2, 0)
PERIODS: tuple[tuple[str, date | None], ...] = (
    ("all", None),
    ("2026-03", date(2026, 3, 1)),
    ("2026-04", date(2026, 4, 1)),
    ("2026-05", date(2026, 5, 1)),
)

Row = tuple[Any, ...]

# What the pages read and what the board report reads.
WANTED = {**TABLES, "marts": tuple(sorted({*TABLES["marts"], *READS}))}

SCHEMAS: dict[str, str] = {
    "marts.measure_population_read": (
        "population varchar, metric varchar, metric_label varchar, metric_order integer, period varchar, "
        "period_start_on date, unit varchar, numerator double, denominator double, value double, value_low double, "
        "value_high double, n bigint, unknown_n bigint, unknown_share double, is_flagged boolean, is_withheld boolean, "
        "withheld_reason varchar, higher_is_better boolean, observed_until timestamp, window_label varchar, "
        "definition varchar"
    ),
    "marts.measure_resolution_ladder": (
        "population varchar, period varchar, period_start_on date, rung varchar, rung_order integer, "
        "rung_label varchar, numerator bigint, denominator bigint, denominator_label varchar, value double, "
        "value_low double, value_high double, unknown_n bigint, unknown_share double, is_outcome boolean, "
        "is_withheld boolean, withheld_reason varchar, observed_until timestamp"
    ),
    "marts.measure_vendor_reconciliation": (
        "vendor varchar, period varchar, period_start_on date, line_order integer, line varchar, line_label varchar, "
        "explanation varchar, units bigint, amount decimal(18,6), currency varchar, share double, share_low double, "
        "share_high double, n bigint, judged_share double, judged_share_low double, judged_share_high double, "
        "judged_units bigint, judged_n bigint, is_disputed boolean, observed_until timestamp"
    ),
    "marts.board_summary": (
        "line_order integer, section varchar, headline varchar, population varchar, metric varchar, value double, "
        "value_low double, value_high double, n bigint, unit varchar, is_withheld boolean, withheld_reason varchar, "
        "observed_until timestamp"
    ),
    "meta.build": (
        "run_id varchar, built_at timestamp, data_as_of timestamp, is_invented boolean, company varchar, "
        "git_revision varchar, dbt_models bigint, as_of varchar"
    ),
    "meta.gate_results": (
        "suite varchar, door varchar, table_name varchar, expectation varchar, column_name varchar, success boolean, "
        "observed varchar, unexpected_count bigint, severity varchar, checked_at timestamp"
    ),
    "meta.loads": (
        "source varchar, resource varchar, run_id varchar, finished_at timestamp, fetched bigint, appended bigint, "
        "unchanged bigint, quarantined bigint, rows_in_raw bigint"
    ),
    "meta.tables": "schema_name varchar, table_name varchar, row_count bigint, content_hash varchar",
    "meta.definitions": "schema_name varchar, table_name varchar, column_name varchar, description varchar",
}


@functools.cache
def empty_marts() -> dict[str, str]:
    """The published columns, by their contracts, of each mart that pages read and that is not written down here."""
    found = {}
    for path in sorted((ROOT / "dbt_project/models/marts").rglob("_*.yml")):
        for model in yaml.safe_load(path.read_text()).get("models", []):
            name = f"marts.{model['name']}"
            if model["name"] in WANTED["marts"] and name not in SCHEMAS:
                types = {column["name"]: column["data_type"] for column in model["columns"]}
                kept = TablePlan("marts", model["name"]).published_columns(list(types))
                found[name] = ", ".join(f"{column} {types[column]}" for column in kept)
    return found


def wilson(successes: float, n: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


# metric: label, unit, higher is better, window, definition
METRICS: dict[str, tuple[str, str, bool | None, str, str]] = {
    "contacts": ("Contacts handled", "count", None, "", "Conversations in which this population did the last work."),
    "volume_share": ("Share of all contacts", "share", None, "", "Contacts of this population among all contacts."),
    "verified_resolution_7d": (
        "Verified resolution, 7 days",
        "share",
        True,
        "7 days",
        "Not handed off, no negative signal, not reopened, and the same customer did not come back about the same "
        "thing through any channel within 7 days.",
    ),
    "recontact_7d": (
        "Came back within 7 days",
        "share",
        False,
        "7 days",
        "The same customer wrote or called again about the same thing, through any channel, within 7 days.",
    ),
    "reopen_rate": ("Reopened", "share", False, "7 days", "Solved, then set back to open because the customer wrote."),
    "hand_off_rate": ("Passed on to a person", "share", False, "", "The conversation moved from the AI to a person."),
    "csat_satisfied": ("Satisfied customers", "share", True, "", "Ratings of 4 or 5 among ratings given."),
    "csat_response_rate": ("Answered the survey", "share", None, "", "Ratings given among ratings asked for."),
    "first_response_p50_seconds": (
        "First response, median",
        "seconds",
        False,
        "",
        "Time from the start of waiting to the first answer; half of the customers waited less.",
    ),
    "human_on_request_rate": (
        "Got a person when they asked",
        "share",
        True,
        "",
        "Customers who asked for a person and reached one in the same conversation.",
    ),
    "disclosure_rate": ("Said it is an AI", "share", True, "", "The AI said what it is at or before its first answer."),
    "cost_per_contact": ("Cost per contact", "amount", False, "", "All costs of the population over its contacts."),
    "cost_per_verified": (
        "Cost per verified resolution",
        "amount",
        False,
        "7 days",
        "All costs, with the human work that follows an unverified AI answer charged to the AI, over verified.",
    ),
}

# Shares as numerator and denominator for the whole time: (human, ai). None means the population cannot have it.
SHARES: dict[str, tuple[tuple[int, int] | None, tuple[int, int] | None]] = {
    "volume_share": ((8_214, 19_706), (11_492, 19_706)),
    "verified_resolution_7d": ((5_683, 7_455), (5_911, 10_372)),
    "recontact_7d": ((1_104, 7_455), (2_437, 10_372)),
    "reopen_rate": ((512, 7_940), (301, 9_872)),
    "hand_off_rate": (None, (2_644, 11_492)),
    "csat_satisfied": ((1_463, 1_812), (702, 1_155)),
    "csat_response_rate": ((1_812, 6_904), (1_155, 9_120)),
    "human_on_request_rate": (None, (1_031, 1_297)),
    "disclosure_rate": (None, (11_297, 11_492)),
}
# Values with an interval that the mart computes itself: metric -> (human, ai) of (value, low, high, n).
VALUES: dict[str, tuple[tuple[float, float, float, int], tuple[float, float, float, int]]] = {
    "first_response_p50_seconds": ((5_820.0, 5_640.0, 6_010.0, 8_101), (4.0, 4.0, 4.0, 11_492)),
    "cost_per_contact": ((9.4137, 9.31, 9.52, 8_214), (1.2872, 1.26, 1.31, 11_492)),
    "cost_per_verified": ((12.0418, 11.84, 12.26, 5_683), (4.8873, 4.71, 5.07, 5_911)),
}
REASONS = {
    ("human", "hand_off_rate"): "People pass work to people; those moves are counted as transfers.",
    ("human", "human_on_request_rate"): "Customers of this population already speak with a person.",
}
MONTH_SHARE = {"all": 1.0, "2026-03": 0.35, "2026-04": 0.33, "2026-05": 0.32}
MONTH_TILT = {"all": 0.0, "2026-03": 0.02, "2026-04": 0.0, "2026-05": -0.03}
SMALL_N = "Only 41 answers were given; below 50 no rate is shown."
COMPANY_FEE = Decimal("0.99")


def population_rows() -> list[Row]:
    rows: list[Row] = []
    for order, (metric, (label, unit, better, window, definition)) in enumerate(METRICS.items(), start=1):
        for index, population in enumerate(("human", "ai")):
            if metric == "disclosure_rate" and population == "human":
                continue
            for period, start in PERIODS:
                head: Row = (population, metric, label, order, period, start, unit)
                tail: Row = (better, AS_OF, window or None, definition)
                rows.append(head + _measure(metric, index, population, period) + tail)
    return rows


def _measure(metric: str, index: int, population: str, period: str) -> Row:
    """The columns from numerator to withheld_reason."""
    nothing: Row = (None, None, None, None, None)
    part = MONTH_SHARE[period]
    if metric == "contacts":
        n = round((8_214, 11_492)[index] * part)
        return (float(n), None, float(n), None, None, n, 0, 0.0, False, False, None)
    if metric in VALUES:
        value, low, high, n = VALUES[metric][index]
        if metric == "cost_per_verified" and period == "2026-05":
            reason = "The 7 days after the last contacts of this month are not over for 38 % of them."
            return (*nothing, round(n * part), round(n * part * 0.38), 0.38, True, True, reason)
        factor = 1 - MONTH_TILT[period]
        return (None, None, value * factor, low * factor, high * factor, round(n * part), 0, 0.0, False, False, None)
    pair = SHARES[metric][index]
    if pair is None:
        return (*nothing, 0, 0, 0.0, False, True, REASONS[(population, metric)])
    if metric == "csat_satisfied" and population == "ai" and period == "2026-05":
        return (*nothing, 41, 0, 0.0, False, True, SMALL_N)
    denominator = round(pair[1] * part)
    share = pair[0] / pair[1] + (MONTH_TILT[period] if metric != "volume_share" else 0.0)
    numerator = pair[0] if period == "all" else round(min(max(share, 0.0), 1.0) * denominator)
    low, high = wilson(numerator, denominator)
    is_traced = metric in {"verified_resolution_7d", "recontact_7d"}
    unknown = round(denominator * (0.031, 0.142)[index]) if is_traced else 0
    unknown_share = unknown / (denominator + unknown)
    return (
        float(numerator),
        float(denominator),
        numerator / denominator,
        low,
        high,
        denominator,
        unknown,
        unknown_share,
        unknown_share > 0.1,
        False,
        None,
    )


# rung: label, denominator label, outcome, human pair, AI pair
OLD_ENOUGH = "gave an answer, customer known, {} over"
LADDER: dict[str, tuple[str, str, bool, tuple[int, int] | None, tuple[int, int] | None]] = {
    "involved": ("Took part", "all contacts and attempts", False, (10_858, 19_706), (13_136, 19_706)),
    "substantive": ("Gave an answer or did something", "took part", False, (10_540, 10_858), (11_492, 13_136)),
    "contained": ("Not handed to a person", "gave an answer", False, None, (8_848, 11_492)),
    "deflected_helped": ("Contained: helped", "contained, 7 days over", False, None, (5_911, 10_372)),
    "deflected_came_back": ("Contained: came back", "contained, 7 days over", False, None, (1_264, 10_372)),
    "deflected_went_elsewhere": ("Contained: went elsewhere", "contained, 7 days over", False, None, (1_173, 10_372)),
    "deflected_unknown": ("Contained: not known", "contained, 7 days over", False, None, (2_024, 10_372)),
    "assumed": ("Assumed by the vendor's rule", "gave an answer", False, None, (8_106, 11_492)),
    "confirmed": ("Customer said it is solved", "gave an answer", False, (1_921, 10_540), (1_380, 11_492)),
    "verified_24h": ("Verified for 24 hours", OLD_ENOUGH.format("24 hours"), True, (6_802, 8_090), (8_011, 11_236)),
    "verified_72h": ("Verified for 72 hours", OLD_ENOUGH.format("72 hours"), True, (6_317, 7_884), (7_046, 10_950)),
    "verified_7d": ("Verified for 7 days", OLD_ENOUGH.format("7 days"), True, (5_683, 7_455), (5_911, 10_372)),
    "verified_30d": ("Verified for 30 days", OLD_ENOUGH.format("30 days"), True, (3_468, 4_930), (3_402, 6_871)),
    "verified_and_confirmed": (
        "Verified and confirmed",
        OLD_ENOUGH.format("7 days"),
        True,
        (1_502, 7_455),
        (811, 10_372),
    ),
}


def ladder_rows() -> list[Row]:
    rows: list[Row] = []
    for order, (rung, (label, of, is_outcome, human, ai)) in enumerate(LADDER.items(), start=1):
        for population, pair in (("human", human), ("ai", ai)):
            for period, start in PERIODS:
                head: Row = (population, period, start, rung, order, label)
                if pair is None:
                    reason = "A person does not keep contacts away from people"
                    nothing: Row = (None, None, of, None, None, None, 0, 0.0, is_outcome)
                    rows.append((*head, *nothing, True, reason, AS_OF))
                elif rung == "verified_30d" and period == "2026-05":
                    reason = "The 30 days are not over for any contact of this month."
                    rows.append((*head, 0, 0, of, None, None, None, 0, 0.0, is_outcome, True, reason, AS_OF))
                else:
                    part = MONTH_SHARE[period]
                    numerator, denominator = round(pair[0] * part), round(pair[1] * part)
                    unknown = round(denominator * 0.142) if is_outcome and population == "ai" else 0
                    unknown_share = unknown / (denominator + unknown)
                    low, high = wilson(numerator, denominator)
                    numbers: Row = (numerator, denominator, of, numerator / denominator, low, high)
                    rows.append((*head, *numbers, unknown, unknown_share, is_outcome, False, None, AS_OF))
    return rows


# line: label, explanation, units per month (March, April, May), disputed
RECONCILIATION: dict[str, tuple[str, str, tuple[int, int, int], bool]] = {
    "unmatched": ("Not found", "Billed, but no such conversation exists in our own records.", (9, 7, 6), False),
    "test": ("Test traffic", "Conversations of our own testers.", (12, 8, 10), True),
    "duplicate": ("Billed twice", "The same conversation was already billed.", (21, 25, 17), True),
    "unverifiable": ("Cannot be checked", "The customer is not identified.", (402, 377, 356), False),
    "no_answer": ("No real answer", "The AI greeted, and the customer left.", (18, 14, 15), True),
    "handed_off": ("Passed on to a person", "A person did the work.", (33, 29, 24), True),
    "negative_signal": ("Customer said no", "The customer said that it did not help.", (41, 38, 29), True),
    "reopened": ("Reopened", "The conversation was opened again.", (37, 31, 22), True),
    "came_back": ("Came back to the AI", "The customer came back within 7 days.", (212, 198, 121), True),
    "went_elsewhere": (
        "Went elsewhere",
        "The customer came back within 7 days through a channel the vendor does not see.",
        (388, 361, 214),
        True,
    ),
    "pending": ("Not decided yet", "The 7 days are not over.", (0, 0, 602), False),
    "verified": ("Verified", "The customer did not come back within 7 days.", (1_772, 1_689, 1_148), False),
}


NOT_JUDGED = {"invoiced", "unmatched", "unverifiable", "pending"}


def reconciliation_rows() -> list[Row]:
    rows: list[Row] = []
    for period, start in PERIODS:
        months = {"all": slice(0, 3), "2026-03": slice(0, 1), "2026-04": slice(1, 2), "2026-05": slice(2, 3)}[period]
        units = {line: sum(per_month[months]) for line, (_, _, per_month, _) in RECONCILIATION.items()}
        units["invoiced"] = sum(units.values())
        judged_n = sum(count for line, count in units.items() if line not in NOT_JUDGED)
        labels: dict[str, tuple[str, str, bool]] = {"invoiced": ("Invoiced", "What the vendor billed", False)}
        labels |= {line: (label, why, disputed) for line, (label, why, _, disputed) in RECONCILIATION.items()}
        for order, (line, (label, why, is_disputed)) in enumerate(labels.items()):
            head: Row = ("ada", period, start, order, line, label, why, units[line], COMPANY_FEE * units[line], "USD")
            billed: Row = (units[line] / units["invoiced"], *wilson(units[line], units["invoiced"]), units["invoiced"])
            judged: Row = (None, None, None, None)
            if line not in NOT_JUDGED:
                judged = (units[line] / judged_n, *wilson(units[line], judged_n), units[line])
            rows.append((*head, *billed, *judged, judged_n, is_disputed, AS_OF))
    return rows


def board_rows() -> list[Row]:
    lines: list[Row] = [
        (
            "answer",
            "By one rule for both, the AI resolved 57.0 % (56.0 to 57.9 %, n = 10,372) of its contacts for good and "
            "people 76.2 % (75.3 to 77.2 %, n = 7,455): the AI's contacts hold less well.",
            None, "verified_resolution_7d", 5_911 / 10_372, 0.560, 0.579, 10_372, "share", False, None,
        ),
        (
            "populations",
            "The AI's share of contacts: 58.3 % (57.6 to 59.0 %, n = 19,706).",
            "ai", "volume_share", 11_492 / 19_706, 0.576, 0.590, 19_706, "share", False, None,
        ),
        (
            "money",
            "Cost of one verified resolution by the AI: 4.89 USD (4.71 to 5.07, n = 5,911).",
            "ai", "cost_per_verified", 4.8873, 4.71, 5.07, 5_911, "amount", False, None,
        ),
        (
            "money",
            "ada billed 8286 resolutions for 8203.14 USD. Of the 6527 that can be judged, 23 % (22 to 24 %) were "
            "followed by the same person on the same matter within 7 days. 1135 units cannot be checked.",
            "ai", "vendor_reconciliation", 1_494 / 6_527, 0.219, 0.239, 6_527, "share", False, None,
        ),
        (
            "customers",
            "Customers who asked the AI for a person and got one: 79 % (77 to 82 %, n = 1,297).",
            "ai", "human_on_request_rate", 1_031 / 1_297, 0.772, 0.816, 1_297, "share", False, None,
        ),
        (
            "not_known",
            "Contacts of the AI: the customer or the matter is not known, so nobody can say whether they came back: "
            "1473 of 11845.",
            "ai", "not_traceable", 1_473 / 11_845, 0.119, 0.131, 11_845, "share", False, None,
        ),
    ]  # fmt: skip
    return [(order, *line, AS_OF) for order, line in enumerate(lines, start=1)]


def meta_rows() -> dict[str, list[Row]]:
    checked = datetime(2026, 6, 1, 2, 3, 20)
    gates: list[Row] = []
    for table in ("zendesk.tickets", "zendesk.ticket_events", "assembled.agent_states", "ada.conversations"):
        for expectation, column in (
            ("expect_table_row_count_to_be_between", None),
            ("expect_column_values_to_not_be_null", "record_key"),
            ("expect_column_values_to_be_unique", "_row_id"),
        ):
            gates.append(("raw_" + table.split(".")[0], "raw", "raw_" + table, expectation, column))
    for table in ("fct_legs", "fct_conversations", "measure_population_read", "measure_vendor_reconciliation"):
        for expectation, column in (
            ("expect_table_row_count_to_be_between", None),
            ("unexpected_rows_expectation", None),
        ):
            gates.append(("published", "published", table, expectation, column))
    results: list[Row] = [(*gate, True, "as expected", 0, "critical", checked) for gate in gates]
    missed: Row = ("raw_ada", "raw", "raw_ada.messages", "expect_column_values_to_not_be_null", "cursor_value")
    results.append((*missed, False, "3 null", 3, "warning", checked))
    loads: list[Row] = [
        ("zendesk", "tickets", "20260531T020000Z", datetime(2026, 5, 31, 2, 0, 30), 19_504, 19_504, 0, 1, 20_735),
        ("zendesk", "tickets", RUN_ID, datetime(2026, 6, 1, 2, 0, 31), 19_706, 642, 19_064, 0, 21_377),
        ("zendesk", "ticket_events", RUN_ID, datetime(2026, 6, 1, 2, 0, 52), 201_344, 6_120, 195_224, 2, 201_344),
        ("assembled", "agent_states", RUN_ID, datetime(2026, 6, 1, 2, 0, 58), 88_102, 1_004, 87_098, 0, 88_102),
        ("ada", "conversations", RUN_ID, datetime(2026, 6, 1, 2, 1, 3), 13_136, 402, 12_734, 0, 13_544),
        ("ada", "messages", RUN_ID, datetime(2026, 6, 1, 2, 1, 22), 96_211, 2_866, 93_345, 1, 96_211),
        ("drop", "invoices", RUN_ID, datetime(2026, 6, 1, 2, 1, 25), 6, 0, 6, 0, 6),
    ]
    tables: list[Row] = [
        ("core", "fct_conversations", 19_706, "5b7c1e0a9f" + "0" * 54),
        ("core", "fct_legs", 24_630, "91ad04c7be" + "1" * 54),
        ("marts", "board_summary", 6, "c0ffee1234" + "2" * 54),
        ("marts", "measure_population_read", 100, "0a1b2c3d4e" + "3" * 54),
        ("marts", "measure_resolution_ladder", 112, "7f7e7d7c7b" + "4" * 54),
        ("marts", "measure_vendor_reconciliation", 52, "123456789a" + "5" * 54),
    ]
    definitions: list[Row] = [
        ("marts", "measure_population_read", "value", "The number itself; where the unit is share, 0 to 1."),
        ("marts", "measure_population_read", "value_low", "Lower end of the 95 % interval."),
        ("marts", "measure_vendor_reconciliation", "units", "Billed units on this line."),
        ("core", "fct_legs", "population", "Who did the work: people or the AI."),
    ]
    build: list[Row] = [
        (RUN_ID, datetime(2026, 6, 1, 2, 4, 0), datetime(2026, 6, 1, 0, 0), True, COMPANY, "3f2a9c1", 96, None)
    ]
    return {
        "meta.build": build,
        "meta.gate_results": results,
        "meta.loads": loads,
        "meta.tables": tables,
        "meta.definitions": definitions,
    }


LATER = "update marts.measure_population_read set value = value * 0.9, value_low = value_low * 0.9, n = n + 1"
# What a run on a bare file drop leaves: no vendor bill, and nothing old enough or large enough to show.
SPARSE = (
    "delete from marts.measure_vendor_reconciliation; delete from meta.loads; delete from meta.definitions; "
    "delete from meta.gate_results; "
    "delete from marts.board_summary where section in ('answer', 'money', 'customers'); "
    "update marts.measure_population_read set value = null, value_low = null, value_high = null, "
    "is_withheld = true, withheld_reason = 'Only 3 contacts; below 50 nothing is shown.'; "
    "update marts.measure_resolution_ladder set value = null, value_low = null, value_high = null, "
    "numerator = null, denominator = null, is_withheld = true, withheld_reason = null; "
    "update meta.build set is_invented = false, company = 'Your company'"
)


def write_published(folder: Path, change: str = "") -> Path:
    """Write `haven.duckdb` and one Parquet file per table into `folder`; returns the database's path.

    `change` is SQL that runs on the finished tables, for pages that must follow other numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "haven.duckdb"
    database.unlink(missing_ok=True)
    rows: dict[str, list[Row]] = {
        "marts.measure_population_read": population_rows(),
        "marts.measure_resolution_ladder": ladder_rows(),
        "marts.measure_vendor_reconciliation": reconciliation_rows(),
        "marts.board_summary": board_rows(),
        **meta_rows(),
    }
    with duckdb.connect(str(database)) as connection:
        schemas = SCHEMAS | empty_marts()
        for table, columns in schemas.items():
            schema, name = table.split(".")
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {table} ({columns})")
            if table not in rows:
                continue
            marks = ", ".join("?" for _ in rows[table][0])
            connection.executemany(f"insert into {table} values ({marks})", rows[table])
        connection.execute(change or "select 1")
        for table in schemas:
            schema, name = table.split(".")
            target = folder / schema / f"{name}.parquet"
            target.parent.mkdir(exist_ok=True)
            connection.execute(f"copy {table} to '{target}' (format parquet)")
    return database


def write_changed(database: Path, folder: Path, leave_out: Callable[[str, Sequence[str]], str]) -> Path:
    """Copy what the pages read of a published file into `folder`, less the rows of each mart that `leave_out` names.

    `leave_out` gets a mart and its columns and says in SQL which rows go. Returns the new database's path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "haven.duckdb"
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{database}' as published (read_only)")
        for schema, tables in WANTED.items():
            connection.execute(f"create schema {schema}")
            (folder / schema).mkdir()
            for name in tables:
                table = f"{schema}.{name}"
                connection.execute(f"create table {table} as from published.{table}")
                columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
                if schema == "marts":
                    connection.execute(f"delete from {table} where {leave_out(name, columns)}")
                connection.execute(f"copy {table} to '{folder / schema / name}.parquet' (format parquet)")
    return target


if __name__ == "__main__":
    print(write_published(Path(sys.argv[1])))
