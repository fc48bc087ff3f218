"""What the sheets read: rows of the published file, for one month or the months of a quarter."""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

import duckdb

from pipelines.reporting.board.content import Figure
from pipelines.reporting.figures import listed, month_name, number, share
from pipelines.reporting.publication import read_build
from pipelines.statistics.intervals import wilson

# The marts that the sheets read.
READS = (
    "board_maturity",
    "board_summary",
    "enable_hiring_plan",
    "enable_staying",
    "grow_human_work",
    "grow_retained_value",
    "grow_use_cases",
    "improve_findings",
    "measure_cost_per_outcome",
    "measure_dispute_lines",
    "measure_invoice_audit",
    "measure_population_read",
    "measure_repeat_contact",
    "measure_resolution_ladder",
    "measure_workforce_time",
    "perform_coaching_floor",
    "perform_coaching_time",
    "perform_emotional_load",
    "process_effort",
    "process_governance",
    "process_use_cases",
)

# The rules of the marts (macros `minimum_n` and `unknown_share_withheld`), for months that are added up here.
MINIMUM_N = 20
UNKNOWN_WITHHELD = 0.30
QUARTERS = ("first", "second", "third", "fourth")

Record = dict[str, Any]


@dataclass(frozen=True)
class Period:
    """One month or the months of one quarter that the data hold, first to last, as YYYY-MM.

    `name` is what sentences call it, `title` what stands on every sheet.
    """

    key: str
    name: str
    title: str
    months: tuple[str, ...]

    @property
    def last(self) -> str:
        return self.months[-1] if self.months else ""


NOTHING = Period("", "", "", ())


@dataclass(frozen=True)
class Facts:
    """The published file as one report reads it.

    `period` is what the report is about, `before` the month or quarter before it, as far as the data hold it.
    """

    database: Path
    connection: duckdb.DuckDBPyConnection
    build: Record
    all_months: tuple[str, ...]
    period: Period
    before: Period
    asked: dict[str, list[Record]]

    def rows(self, sql: str) -> list[Record]:
        """Rows of a query as records. The same question is asked once, for all sheets of all reports."""
        if sql not in self.asked:
            result = self.connection.execute(sql)
            names = [column[0] for column in result.description or []]
            self.asked[sql] = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        return list(self.asked[sql])

    def of_months(self, mart: str, months: Sequence[str], where: str = "true", order: str = "all") -> list[Record]:
        """Rows of a mart for these months, in the order asked for."""
        return [
            row for row in self.rows(f"from marts.{mart} where {where} order by {order}") if row["period"] in months
        ]

    def for_period(self, period: Period) -> Self:
        """The same file, read for another period."""
        return type(self)(
            self.database,
            self.connection,
            self.build,
            self.all_months,
            period,
            _before(period, self.all_months),
            self.asked,
        )


def open_facts(database: Path) -> Facts:
    """The published file, read only, for its last whole month.

    Raises:
        HavenError: there is no published file, or it does not say what it was built from.
    """
    read_build(database)
    connection = duckdb.connect(str(database), read_only=True)
    result = connection.execute("from meta.build")
    names, row = [column[0] for column in result.description or []], result.fetchone()
    build = dict(zip(names, row, strict=True)) if row else {}
    query = "select distinct period from marts.measure_population_read where period <> 'all' order by period"
    months = tuple(row[0] for row in connection.execute(query).fetchall())
    month = month_of(months, build["data_as_of"])
    return Facts(database, connection, build, months, month, _before(month, months), {})


def month_of(months: Sequence[str], data_as_of: datetime) -> Period:
    """The last month that was over when the data were fetched; the last one at all where none was.

    A month that has only begun is no month to report on.
    """
    over = [month for month in months if _end(month) <= data_as_of]
    found = (over or list(months))[-1:]
    if not found:
        return Period("empty", "the time loaded", "no month loaded", ())
    return Period(found[0], month_name(found[0]), month_name(found[0]), tuple(found))


def quarter_of(month: str, months: Sequence[str]) -> Period:
    """The quarter of a month, up to that month; where that is not all of it, it is called by its months."""
    year, place = int(month[:4]), (int(month[5:7]) - 1) // 3
    held = tuple(one for one in months if one <= month and one[:4] == month[:4] and (int(one[5:7]) - 1) // 3 == place)
    names = [month_name(one).split()[0] for one in held]
    whole = f"{QUARTERS[place]} quarter of {year}"
    if len(held) == 3:
        return Period(f"{year}-Q{place + 1}", f"the {whole}", whole, held)
    return Period(f"{year}-Q{place + 1}", f"{listed(names)} {year}", f"{whole}, {listed(names)} only", held)


def _before(period: Period, months: Sequence[str]) -> Period:
    """The month before a month, the quarter before a quarter; without months where the data do not reach back."""
    earlier = [month for month in months if period.months and month < period.months[0]]
    if "Q" in period.key:
        return quarter_of(earlier[-1], earlier) if earlier and _is_next(earlier[-1], period.key) else NOTHING
    year, month = (int(part) for part in period.key.split("-")) if period.months else (0, 0)
    wanted = f"{year - (month == 1)}-{12 if month == 1 else month - 1:02}"
    return Period(wanted, month_name(wanted), month_name(wanted), (wanted,)) if wanted in earlier else NOTHING


def _is_next(month: str, quarter: str) -> bool:
    """Whether the quarter follows that of the month."""
    return 4 * int(month[:4]) + (int(month[5:7]) - 1) // 3 + 1 == 4 * int(quarter[:4]) + int(quarter[-1]) - 1


def _end(month: str) -> datetime:
    year, number_of = int(month[:4]), int(month[5:7])
    last = date(year, number_of, monthrange(year, number_of)[1])
    return datetime.combine(date.fromordinal(last.toordinal() + 1), datetime.min.time())


def cell(mart: str, row: Record, keys: Sequence[str], spec: Mapping[str, str]) -> str:
    """The name under which anyone can look a number up again, as the other pages write it."""
    return json.dumps([mart, {key: row[key] for key in keys}, dict(spec)])


def figure(mart: str, row: Record | None, keys: Sequence[str], value: str = "value", **spec: str) -> Figure:
    """One number of a mart as it stands.

    `spec` names the columns `low`, `high`, `n`, `reason` and the `unit` where they are not the usual ones; `none` for a
    column that the mart has not. A null is a number that is not shown; so is every number of a withheld row, unless it
    stands `despite` that, as a counted amount does.
    """
    if row is None:
        return Figure(None, spec.get("unit", "share"), reason="Nothing was counted in this period")
    asked = {
        "value": value,
        "low": spec.get("low", f"{value}_low"),
        "high": spec.get("high", f"{value}_high"),
        "n": spec.get("n", "n"),
        "unit": spec.get("unit") or row["unit"],
    }
    asked |= {"despite": spec["despite"]} if "despite" in spec else {}
    reason = row.get(spec.get("reason", "withheld_reason"))
    is_withheld = (bool(row.get("is_withheld")) and "despite" not in spec) or row[value] is None
    return Figure(
        None if is_withheld else float(row[value]),
        asked["unit"],
        number(row.get(asked["low"])),
        number(row.get(asked["high"])),
        row.get(asked["n"]),
        (reason or "The records needed for it were not loaded") if is_withheld else None,
        cell(mart, row, keys, asked),
        note=_unknown(row),
    )


def _unknown(row: Record) -> str:
    part = row.get("unknown_share")
    return f"{share(part)} not known" if part and row.get("unknown_n") else ""


def pooled(rows: Iterable[Record], part: str = "numerator", whole: str = "n", unknown: str = "unknown_n") -> Figure:
    """A share of several months: their counts added up, with Wilson's interval.

    Withheld by the rules of the marts: fewer than 20 cases, or more than 30 % that could not be told. A month whose
    counts are not known makes the sum not known.
    """
    months = list(rows)
    if not months:
        return Figure(None, "share", reason="Nothing was counted in this period")
    if any(row[part] is None or row[whole] is None for row in months):
        reason = next((row.get("withheld_reason") for row in months if row.get("withheld_reason")), None)
        return Figure(None, "share", reason=reason or "Not known for every month")
    x, n = sum(row[part] for row in months), sum(row[whole] for row in months)
    lost = sum(row.get(unknown) or 0 for row in months)
    if lost and lost / (n + lost) > UNKNOWN_WITHHELD:
        return Figure(None, "share", n=n, reason="More than 30 % could not be told")
    if n < MINIMUM_N:
        told = next((row["withheld_reason"] for row in months if row.get("withheld_reason")), "Nothing to measure")
        return Figure(None, "share", n=n, reason=f"Fewer than {MINIMUM_N} cases" if n else told)
    low, high = (float(end) for end in wilson(x, n))
    note = _unknown({"unknown_n": lost, "unknown_share": lost / (n + lost)}) if lost else ""
    return Figure(float(x) / n, "share", low, high, n, note=note)


def total(rows: Iterable[Record], column: str) -> float | None:
    """The sum of a column; unknown where one of its values is, or where there is no row."""
    values = [number(row[column]) for row in rows]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def fingerprint(database: Path) -> str:
    """SHA-256 of the published file."""
    with database.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
