"""What a page must show, worked out from the published DuckDB file with the rounding rules written down once more.

Each number on a page carries `data-cell`, the name of its mart row. `cells` gives the text for every such name.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

NOT_SHOWN = "not shown"


def rounded(value: float, digits: int) -> Decimal:
    """Half away from zero, on the exact value of the binary number, as browsers do."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def count(value: float) -> str:
    return f"{rounded(value, 0):,}"


def share(value: float, digits: int = 0) -> str:
    return f"{rounded(value * 100, digits)} %"


def digits(low: float | None, high: float | None) -> int:
    """Tenths of a percent only where the range is narrower than two percent."""
    return 1 if low is not None and high is not None and high - low < 0.02 else 0


def money(value: float, currency: str = "USD") -> str:
    return f"{rounded(value, 2):,} {currency}"


def duration(seconds: float) -> str:
    whole = int(rounded(seconds, 0)) if seconds < 600 else int(rounded(seconds / 60, 0)) * 60
    if whole < 60:
        return f"{whole} s"
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    first = next(index for index, (_, size) in enumerate(sizes) if whole >= size)
    (name, size), (small_name, small_size) = sizes[first], sizes[first + 1]
    rest = whole % size // small_size
    return f"{whole // size} {name}" + (f" {rest} {small_name}" if rest else "")


def written(value: float, unit: str, share_digits: int = 0) -> str:
    if unit == "share":
        return share(value, share_digits)
    if unit == "score":
        return f"{rounded(value, 2):,}"
    return {"seconds": duration, "amount": money, "count": count}[unit](value)


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    if low is None or high is None:
        return None
    first, last = (written(end, unit, digits(low, high)) for end in (low, high))
    if first == last:
        return None
    for repeated in (" %", " USD"):
        first = first.removesuffix(repeated)
    return f"{first} to {last}"


def figure(cell: str, row: dict[str, Any]) -> dict[str, str]:
    if row["is_withheld"] or row["value"] is None:
        return {f"{cell}/value": NOT_SHOWN}
    texts = {f"{cell}/value": written(row["value"], row["unit"], digits(row["value_low"], row["value_high"]))}
    span = interval(row["value_low"], row["value_high"], row["unit"])
    if span:
        texts[f"{cell}/interval"] = span
    if row["unit"] != "count":
        texts[f"{cell}/n"] = count(row["n"])
    if row["unknown_n"]:
        texts[f"{cell}/unknown"] = share(row["unknown_share"])
    return texts


def sentence(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


# The board's own lines and the marts they are drawn from; the page on trust lists every table.
BOARD_READS = (
    "board_summary",
    "measure_population_read",
    "measure_resolution_ladder",
    "measure_vendor_reconciliation",
)


class Published:
    """The published file, read only."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            result = connection.execute(sql)
            names = [column[0] for column in result.description or []]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def population_read(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows("from marts.measure_population_read where period = 'all'"):
            texts |= figure(f"population_read/{row['population']}/{row['metric']}/all", row)
            # A measure that only one population can have says so in the other's place.
            other = {"human": "ai", "ai": "human"}[row["population"]]
            texts.setdefault(f"population_read/{other}/{row['metric']}/all/value", "does not apply")
        return texts

    def months(self, name: str, table: str, key: str, value: str) -> dict[str, str]:
        """The month-by-month drawing of one share; months that are withheld carry no cell."""
        return {
            f"{name}/{value}/{row['population']}/{row['period']}/value": written(
                row["value"], "share", digits(row["value_low"], row["value_high"])
            )
            for row in self.rows(f"from marts.{table} where period <> 'all' and {key} = '{value}'")
            if not row["is_withheld"] and row["value"] is not None
        }

    def verified_months(self) -> dict[str, str]:
        return self.months("population_read_months", "measure_population_read", "metric", "verified_resolution_7d")

    def ladder_months(self) -> dict[str, str]:
        return self.months("resolution_ladder_months", "measure_resolution_ladder", "rung", "verified_7d")

    def ladder(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows("from marts.measure_resolution_ladder where period = 'all'"):
            if not row["rung"].startswith("deflected_"):
                row |= {"unit": "share", "n": row["denominator"]}
                texts |= figure(f"resolution_ladder/{row['population']}/{row['rung']}/all", row)
        return texts

    def deflection(self) -> dict[str, str]:
        """All four parts or none: deflection is not shown without its split."""
        parts = self.rows(
            "from marts.measure_resolution_ladder "
            "where period = 'all' and population = 'ai' and starts_with(rung, 'deflected_')"
        )
        if any(row["is_withheld"] or row["value"] is None for row in parts):
            return {}
        texts: dict[str, str] = {}
        for row in parts:
            cell = f"resolution_ladder/ai/{row['rung']}/all"
            texts |= {f"{cell}/value": share(row["value"], 1), f"{cell}/n": count(row["numerator"])}
        return texts

    def reconciliation(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows("from marts.measure_vendor_reconciliation where period = 'all'"):
            cell = f"vendor_reconciliation/{row['vendor']}/all/{row['line']}"
            texts[f"{cell}/units"] = count(row["units"])
            texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            texts[f"{cell}/share"] = share(row["share"], 1)
            texts |= self.judged(cell, row)
            span = interval(row["judged_share_low"], row["judged_share_high"], "share")
            if span:
                texts[f"{cell}/interval"] = span
        return texts

    @staticmethod
    def judged(cell: str, row: dict[str, Any]) -> dict[str, str]:
        if row["judged_share"] is None:
            return {}
        shown = digits(row["judged_share_low"], row["judged_share_high"])
        return {f"{cell}/judged": share(row["judged_share"], shown)}

    def unit_prices(self) -> dict[str, str]:
        """What one unit cost by the bill, and what one that lasted cost among those that can be judged."""
        texts: dict[str, str] = {}
        for row in self.rows(
            "select billed.vendor, billed.currency, billed.amount / billed.units as price, "
            "verified.judged_share as kept from marts.measure_vendor_reconciliation as billed "
            "inner join marts.measure_vendor_reconciliation as verified using (vendor, period) "
            "where period = 'all' and billed.line = 'invoiced' and verified.line = 'verified' and billed.units > 0"
        ):
            if row["kept"]:
                cell = f"vendor_reconciliation/{row['vendor']}/all"
                texts[f"{cell}/unit_price"] = money(float(row["price"]), row["currency"])
                texts[f"{cell}/effective"] = money(float(row["price"]) / row["kept"], row["currency"])
        return texts

    def reconciliation_months(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "from marts.measure_vendor_reconciliation where period <> 'all' and line in ('invoiced', 'verified')"
        ):
            cell = f"vendor_reconciliation/{row['vendor']}/{row['period']}/{row['line']}"
            if row["line"] == "invoiced":
                texts[f"{cell}/units"] = count(row["units"])
                texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            else:
                texts[f"{cell}/judged_n"] = count(row["judged_n"])
                texts |= self.judged(cell, row)
        return texts

    def headlines(self, *sections: str) -> dict[str, str]:
        return {
            f"board_summary/{row['line_order']}": sentence(row["headline"])
            for row in self.rows("from marts.board_summary order by line_order")
            if row["section"] in sections
        }

    def vendor_sentence(self) -> dict[str, str]:
        return {
            f"board_summary/{row['line_order']}": sentence(row["headline"])
            for row in self.rows("from marts.board_summary where metric = 'vendor_reconciliation'")
        }

    def frame(self) -> dict[str, str]:
        row = self.rows("from meta.build")[0]
        day = row["data_as_of"]
        return {
            "build/data_as_of": f"{day.day} {day:%B %Y}, {day:%H:%M} UTC",
            "build/run_id": row["run_id"],
        }

    def trust(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "select door, count(*) as checks, count(*) filter (success) as passed from meta.gate_results group by door"
        ):
            cell = f"gate_results/{row['door']}"
            texts[f"{cell}/checks"] = count(row["checks"])
            texts[f"{cell}/passed"] = count(row["passed"])
            texts[f"{cell}/failed"] = count(row["checks"] - row["passed"])
        for row in self.rows(
            "select distinct on (source, resource) * from meta.loads order by source, resource, finished_at desc"
        ):
            for column in ("fetched", "appended", "quarantined", "rows_in_raw"):
                texts[f"loads/{row['source']}/{row['resource']}/{column}"] = count(row[column])
        for row in self.rows("from meta.tables"):
            texts[f"tables/{row['table_name']}/row_count"] = count(row["row_count"])
        return texts

    def pages(self) -> dict[str, dict[str, str]]:
        """Every page of the site with all numbers that it must show."""
        marts_rows = {
            f"tables/{row['table_name']}/row_count": count(row["row_count"])
            for row in self.rows(f"from meta.tables where table_name in {BOARD_READS}")
        }
        return {
            "/": self.population_read()
            | self.verified_months()
            | self.vendor_sentence()
            | self.headlines("answer", "not_known"),
            "/ladder/": self.ladder() | self.deflection() | self.ladder_months(),
            "/vendor/": self.reconciliation() | self.reconciliation_months() | self.unit_prices(),
            "/trust/": self.trust(),
            "/board/": self.population_read()
            | self.verified_months()
            | self.deflection()
            | self.reconciliation()
            | marts_rows
            | self.headlines("answer", "money", "customers", "not_known"),
        }
