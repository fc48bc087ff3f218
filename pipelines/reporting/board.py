"""Print the board report: one page of the site, on A4, by headless Chromium."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
from playwright.sync_api import Page

from pipelines.errors import HavenError
from pipelines.reporting.browser import open_browser
from pipelines.reporting.serving import serving
from pipelines.settings import Settings

PAGES_ALLOWED = range(2, 5)
MARGIN = {"top": "13mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}
FOOTER = (
    '<div style="font:7.5px Inter,sans-serif;width:100%;padding:0 15mm;color:#54606c;display:flex;'
    'justify-content:space-between"><span>{left}</span>'
    '<span><span class="pageNumber"></span> of <span class="totalPages"></span></span></div>'
)


def build_board_pdf(settings: Settings) -> Path:
    """Print /board/ of the built site to `reports_dir/board/board-<period>.pdf`; returns that path.

    Raises:
        HavenError: the site or the published file is missing, Chromium fails, or the report has not two to four pages.
    """
    site = settings.reports_dir / "site"
    company, data_as_of, run_id, is_invented = read_build(settings.published_db)
    target = settings.reports_dir / "board" / f"board-{last_month(settings.published_db)}.pdf"
    left = f"Haven · {company}{' (invented company)' if is_invented else ''} · data as of {data_as_of} · run {run_id}"
    # Playwright's plain interface refuses a thread that has an event loop; a thread of its own never has one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        printed = thread.submit(print_page, site, "/board/", left).result()
    pages = count_pages(printed)
    if pages not in PAGES_ALLOWED:
        raise HavenError(
            f"The board report has {pages} pages; a board reads two to four", "Shorten reports/pages/board.md."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    fresh.write_bytes(without_time_stamps(printed))
    fresh.replace(target)
    return target


def read_build(database: Path) -> tuple[str, date, str, bool]:
    """Company, day of the data, run id and whether the company is invented, from the published file."""
    if not database.is_file():
        raise HavenError(f"{database} does not exist", "Run `haven run` to publish first.")
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute("select company, data_as_of, run_id, is_invented from meta.build").fetchone()
    if row is None or row[1] is None:
        raise HavenError(f"{database} does not say what it was built from", "Run `haven run` to publish again.")
    return row[0], row[1].date(), row[2], bool(row[3])


def last_month(database: Path) -> str:
    """The last month the report covers, as YYYY-MM: its title names the same months."""
    query = "select max(period) from marts.measure_population_read where period <> 'all'"
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute(query).fetchone()
    return row[0] if row and row[0] else "empty"


def print_page(site: Path, page: str, left: str) -> bytes:
    """One page of the site as a PDF; `left` stands in the foot of every sheet."""
    errors: list[str] = []
    with serving(site) as address, open_browser() as (context, refused):
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(address + page, wait_until="networkidle")
        tab.locator("footer").wait_for()
        tab.evaluate("document.fonts.ready")
        errors += tab.locator(".query-error").all_inner_texts()
        # Their targets are on this machine only, and on another port each time.
        tab.eval_on_selector_all("a[href]", "links => links.forEach((link) => link.removeAttribute('href'))")
        printed = as_pdf(tab, left)
    errors += [f"asked for {url}" for url in refused]
    if errors:
        raise HavenError(f"The page {page} did not draw cleanly: {errors[0]}", "Build the site again: haven report.")
    return printed


def as_pdf(tab: Page, left: str) -> bytes:
    """What the tab shows, on A4, with `left` and the page number in the foot of every sheet."""
    return tab.pdf(
        format="A4",
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER.format(left=html.escape(left)),
        margin=MARGIN,  # type: ignore[arg-type]
    )


def count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def without_time_stamps(pdf: bytes) -> bytes:
    """The same bytes with both dates set to one fixed moment of equal length, so that equal reports are equal files."""
    return re.sub(
        rb"(/(?:CreationDate|ModDate) \(D:)(\d+)", lambda found: found[1] + b"2000010100000000"[: len(found[2])], pdf
    )
