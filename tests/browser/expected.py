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


def share(value: float) -> str:
    return f"{rounded(value * 100, 1)} %"


def money(value: float, currency: str = "USD") -> str:
    return f"{rounded(value, 2):,} {currency}"


def duration(seconds: float) -> str:
    whole = int(rounded(seconds, 0))
    if whole < 60:
        return f"{whole} s"
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    first = next(index for index, (_, size) in enumerate(sizes) if whole >= size)
    (name, size), (small_name, small_size) = sizes[first], sizes[first + 1]
    rest = whole % size // small_size
    return f"{whole // size} {name}" + (f" {rest} {small_name}" if rest else "")


def written(value: float, unit: str) -> str:
    if unit == "score":
        return f"{rounded(value, 2):,}"
    return {"share": share, "seconds": duration, "amount": money, "count": count}[unit](value)


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    if low is None or high is None:
        return None
    first, last = written(low, unit), written(high, unit)
    if first == last:
        return None
    for repeated in (" %", " USD"):
        first = first.removesuffix(repeated)
    return f"{first} to {last}"


def figure(cell: str, row: dict[str, Any]) -> dict[str, str]:
    if row["is_withheld"] or row["value"] is None:
        return {f"{cell}/value": NOT_SHOWN}
    texts = {f"{cell}/value": written(row["value"], row["unit"])}
    span = interval(row["value_low"], row["value_high"], row["unit"])
    if span:
        texts[f"{cell}/interval"] = span
    if row["unit"] != "count":
        texts[f"{cell}/n"] = count(row["n"])
    if row["unknown_n"]:
        texts[f"{cell}/unknown"] = share(row["unknown_share"])
    return texts


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
        return texts

    def months(self, name: str, table: str, key: str, value: str) -> dict[str, str]:
        """The month-by-month drawing of one share; months that are withheld carry no cell."""
        return {
            f"{name}/{value}/{row['population']}/{row['period']}/value": share(row["value"])
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
                row |= {"unit": "share", "n": row["denominator"], "unknown_n": 0}
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
            texts |= {f"{cell}/value": share(row["value"]), f"{cell}/n": count(row["numerator"])}
        return texts

    def reconciliation(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows("from marts.measure_vendor_reconciliation where period = 'all'"):
            cell = f"vendor_reconciliation/{row['vendor']}/all/{row['line']}"
            texts[f"{cell}/units"] = count(row["units"])
            texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            texts[f"{cell}/share"] = share(row["share"])
            span = interval(row["share_low"], row["share_high"], "share")
            if span and row["line"] != "invoiced":
                texts[f"{cell}/interval"] = span
        return texts

    def effective_price(self) -> dict[str, str]:
        pairs = self.rows(
            "select vendor, sum(amount) filter (line = 'invoiced') as billed, any_value(currency) as currency, "
            "sum(units) filter (line = 'verified') as lasted "
            "from marts.measure_vendor_reconciliation where period = 'all' group by vendor"
        )
        return {
            f"vendor_reconciliation/{pair['vendor']}/all/effective": money(
                float(pair["billed"]) / float(pair["lasted"]), pair["currency"]
            )
            for pair in pairs
            if pair["lasted"]
        }

    def reconciliation_months(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "from marts.measure_vendor_reconciliation where period <> 'all' and line in ('invoiced', 'verified')"
        ):
            cell = f"vendor_reconciliation/{row['vendor']}/{row['period']}/{row['line']}"
            texts[f"{cell}/units"] = count(row["units"])
            if row["line"] == "invoiced":
                texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            else:
                texts[f"{cell}/share"] = share(row["share"])
        return texts

    def headlines(self, *sections: str) -> dict[str, str]:
        return {
            f"board_summary/{row['line_order']}": " ".join(row["headline"].split())
            for row in self.rows("from marts.board_summary")
            if row["section"] in sections
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
        for row in self.rows("from meta.loads"):
            for column in ("fetched", "appended", "quarantined", "rows_in_raw"):
                texts[f"loads/{row['source']}/{row['resource']}/{column}"] = count(row[column])
        for row in self.rows("from meta.tables"):
            texts[f"tables/{row['table_name']}/row_count"] = count(row["row_count"])
        return texts

    def pages(self) -> dict[str, dict[str, str]]:
        """Every page of the site with all numbers that it must show."""
        marts_rows = {
            f"tables/{row['table_name']}/row_count": count(row["row_count"])
            for row in self.rows("from meta.tables where schema_name = 'marts'")
        }
        return {
            "/": self.population_read()
            | self.verified_months()
            | self.effective_price()
            | self.headlines("answer", "not_known"),
            "/ladder/": self.ladder() | self.deflection() | self.ladder_months(),
            "/vendor/": self.reconciliation() | self.reconciliation_months() | self.effective_price(),
            "/trust/": self.trust(),
            "/board/": self.population_read()
            | self.verified_months()
            | self.deflection()
            | self.reconciliation()
            | marts_rows
            | self.headlines("answer", "populations", "money", "customers", "not_known"),
        }
