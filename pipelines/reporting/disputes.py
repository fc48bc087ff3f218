"""The lines to dispute, as one file per vendor and invoiced month: CSV to send, and a page, printed, to sign.

Both come from the published mart alone and carry no personal data: keys, reasons, times and amounts.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import HavenError
from pipelines.reporting.browser import open_browser
from pipelines.reporting.printing import as_pdf, without_time_stamps
from pipelines.reporting.publication import read_build
from pipelines.settings import Settings
from pipelines.warehouse import connect, tables

MART = "measure_dispute_lines"
# What the vendor needs to find the line, to see why, and to give the money back.
COLUMNS = (
    "claim_id",
    "invoice_id",
    "source_conversation_id",
    "outcome",
    "claimed_at",
    "conversation_ended_at",
    "basis",
    "dispute_reason",
    "rule",
    "evidence_kind",
    "evidence_id",
    "evidence_at",
    "billed_amount",
    "disputed_amount",
    "currency",
    "terms_id",
    "dispute_by_on",
)
SHOWN = ("claim_id", "source_conversation_id", "dispute_reason", "evidence_kind", "evidence_id", "evidence_at")
CLAIMED_BACK = "contract"
PRINTED_LINES = 500
LINES = f"""
    select {", ".join(COLUMNS)} from marts.{MART}
    where vendor = getvariable('vendor') and period = getvariable('period')
"""


@dataclass(frozen=True)
class Sum:
    """The lines of one file that share a reason."""

    basis: str
    reason: str
    rule: str
    lines: int
    amount: Decimal
    currency: str | None
    dispute_by_on: date | None


def write_dispute_files(settings: Settings) -> list[Path]:
    """Write `reports_dir/disputes/<vendor>-<YYYY-MM>.csv` and `.html`; returns the CSV files, sorted.

    The folder is replaced as a whole: a month whose lines no longer stand leaves no file behind. The same publication
    gives the same bytes.

    Raises:
        HavenError: nothing is published, or the publication does not hold the mart.
    """
    folder = settings.reports_dir / "disputes"
    fresh = folder.with_name("disputes.new")
    shutil.rmtree(fresh, ignore_errors=True)
    names = write_files(settings.published_db, fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return [folder / f"{name}.csv" for name in sorted(names)]


def write_files(database: Path, folder: Path) -> list[str]:
    """Write `<vendor>-<YYYY-MM>.csv` and `.html` into `folder`; returns the names without their ends.

    Raises:
        HavenError: nothing is published, or the publication does not hold the mart.
    """
    company, data_as_of, run_id, is_invented = read_build(database)
    foot = f"{company}{' (invented company)' if is_invented else ''} · data as of {data_as_of} · run {run_id}"
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    with connect(database, read_only=True) as connection:
        if MART not in tables(connection, "marts"):
            raise HavenError(f"{database} does not hold marts.{MART}", "Run `haven run` to publish again.")
        for vendor, period in _rows(connection, f"select distinct vendor, period from marts.{MART} order by all"):
            names.append(name := file_name(vendor, period))
            connection.execute("set variable vendor = ?", [vendor])
            connection.execute("set variable period = ?", [period])
            connection.execute(f"copy ({LINES} order by claim_id) to '{_literal(folder / name)}.csv' (header)")
            page = as_page(vendor, period, name, _sums(connection), _first_lines(connection), foot)
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return names


def print_dispute_files(settings: Settings) -> list[Path]:
    """Print each page to dispute as a PDF beside it; returns the PDF files, sorted.

    Raises:
        HavenError: Chromium is missing or fails.
    """
    folder = settings.reports_dir / "disputes"
    pages = sorted(folder.glob("*.html"))
    if not pages:
        return []
    # Playwright's plain interface refuses a thread that has an event loop; a thread of its own never has one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_print_all, pages).result()


def _print_all(pages: Sequence[Path]) -> list[Path]:
    printed = []
    with open_browser() as (context, _):
        tab = context.new_page()
        for page in pages:
            tab.set_content(page.read_text(encoding="utf-8"))
            target = page.with_suffix(".pdf")
            fresh = target.with_suffix(".new")
            fresh.write_bytes(without_time_stamps(as_pdf(tab, page.stem)))
            printed.append(fresh.replace(target))
    return printed


def file_name(vendor: str, period: str) -> str:
    """`<vendor>-<YYYY-MM>`, with what does not belong into a file name replaced."""
    return f"{re.sub(r'[^a-z0-9._]+', '_', vendor.lower()).strip('._') or 'vendor'}-{period}"


def as_page(vendor: str, period: str, name: str, sums: Sequence[Sum], lines: Sequence[Sequence[Any]], foot: str) -> str:
    """One page to print: what is asked for, the sums by reason, then line by line as far as somebody would read."""
    asked = [row for row in sums if row.basis == CLAIMED_BACK]
    kept = [row for row in sums if row.basis != CLAIMED_BACK]
    deadline = min((row.dispute_by_on for row in asked if row.dispute_by_on), default=None)
    opening = f"{_count(asked)} billed lines do not meet the contract: {_amount(asked)} to be credited"
    opening += f", to be disputed by {deadline}." if deadline else "."
    if kept:
        opening += f" {_count(kept)} more lines ({_amount(kept)}) meet it although the customer still needed help."
    if len(lines) < sum(row.lines for row in sums):
        opening += f" The first {len(lines):,} lines are printed here; every line is in {name}.csv."
    title = f"Disputed lines of {vendor}, {period}"
    told = [(row.basis, row.reason, row.rule, f"{row.lines:,}", _amount([row])) for row in sums]
    return PAGE.format(
        title=html.escape(title),
        opening=html.escape(opening),
        reasons=_table(("basis", "reason", "rule", "lines", "amount"), told),
        lines=_table((*SHOWN, "amount"), [[*map(_text, row[:-2]), _money(*row[-2:])] for row in lines]),
        foot=html.escape(foot),
    )


def _sums(connection: duckdb.DuckDBPyConnection) -> list[Sum]:
    sql = f"""select basis, dispute_reason, rule, count(*), sum(disputed_amount), min(currency), min(dispute_by_on)
              from ({LINES}) group by all order by all"""
    return [Sum(*row) for row in _rows(connection, sql)]


def _first_lines(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """What is claimed back first, then by claim."""
    return _rows(
        connection,
        f"""select {", ".join(SHOWN)}, disputed_amount, currency from ({LINES})
            order by basis <> '{CLAIMED_BACK}', claim_id limit {PRINTED_LINES}""",
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def _count(sums: Iterable[Sum]) -> str:
    return f"{sum(row.lines for row in sums):,}"


def _amount(sums: Iterable[Sum]) -> str:
    listed = list(sums)
    return _money(sum((row.amount for row in listed), Decimal(0)), listed[0].currency if listed else "")


def _money(amount: Decimal, currency: str | None) -> str:
    return f"{amount:,.2f} {currency or ''}".strip()


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def cells(tag: str, values: Sequence[str]) -> str:
        return (
            "<tr>"
            + "".join(
                f"<{tag}>{html.escape(value.replace('_', ' ') if tag == 'th' else value)}</{tag}>" for value in values
            )
            + "</tr>"
        )

    return (
        f"<table><thead>{cells('th', head)}</thead><tbody>{''.join(cells('td', row) for row in rows)}</tbody></table>"
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 13px/1.45 Inter, sans-serif; color: #17202a; margin: 15mm; }}
h1 {{ font-size: 20px; }} p {{ max-width: 70ch; }}
table {{ border-collapse: collapse; width: 100%; margin: 1em 0; font-size: 11px; }}
th, td {{ text-align: left; padding: 3px 6px; border-bottom: 1px solid #d5dadf; overflow-wrap: anywhere; }}
td:last-child, th:last-child {{ text-align: right; white-space: nowrap; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
footer {{ color: #54606c; font-size: 10px; }}
</style></head><body>
<h1>{title}</h1>
<p>{opening}</p>
<p>Verified means that nobody came back in 7 days on this identity: customers who gave up look verified, and a line
whose customer is not known is not disputed.</p>
{reasons}
{lines}
<footer>{foot}</footer>
</body></html>
"""
