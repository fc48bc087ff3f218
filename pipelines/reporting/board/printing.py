"""Print the board reports from the site, on A4 and on Letter, with one browser for all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Page

from pipelines.errors import HavenError
from pipelines.reporting.board.content import Report
from pipelines.reporting.board.reports import board_reports
from pipelines.reporting.browser import open_browser
from pipelines.reporting.printing import PAPERS, Paper, as_pdf, count_pages, without_time_stamps
from pipelines.reporting.serving import serving
from pipelines.settings import Settings

PAGES_ALLOWED = range(6, 11)
SHORTEN = "Shorten it in pipelines/reporting/board/sheets."
# Rounding in print must not push a line over.
AIR = 0.985
# A sheet that is longer than the paper is drawn smaller, and never below this part of its size.
SMALLEST = 0.66
# The page is printed as wide as the paper's inside, so heights measured on the screen are those of the print.
FIT = """([height, smallest]) => [...document.querySelectorAll('.board .sheet')].map((sheet) => {
    sheet.style.zoom = 1;
    let zoom = 1;
    for (let tries = 0; tries < 8 && sheet.getBoundingClientRect().height > height && zoom > smallest; tries += 1) {
        zoom = Math.max(smallest, zoom * Math.min(0.98, Math.sqrt(height / sheet.getBoundingClientRect().height)));
        sheet.style.zoom = zoom;
    }
    return sheet.getBoundingClientRect().height <= height ? null : sheet.dataset.sheet;
}).filter(Boolean)"""


def build_board_report(settings: Settings) -> tuple[Path, ...]:
    """Write `reports_dir/board/board-<period>-a4.pdf`, `-letter.pdf` and `board-<period>.pptx`, for month and quarter.

    The pages come from /board/ of the built site, the slides from the published file; both hold the same sheets.
    Returns the paths, the month's A4 first.

    Raises:
        HavenError: the site or the published file is missing, Chromium fails, the site shows another run than the one
            published, or a sheet does not fit its page.
    """
    # Only here: drawing the site needs no slides.
    from pipelines.reporting.board.slides import write_slides

    reports = board_reports(settings.published_db)
    folder = settings.reports_dir / "board"
    # Playwright's plain interface refuses a thread that has an event loop; a thread of its own never has one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        printed = thread.submit(print_reports, settings.reports_dir / "site", reports).result()
    files = dict(printed)
    for report in reports:
        files[f"board-{report.key}.pptx"] = write_slides(report, settings.root / "reports/app.css")
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(put(folder / name, content) for name, content in files.items())


def put(target: Path, content: bytes) -> Path:
    """Write a file whole or not at all."""
    fresh = target.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(target)
    return target


def print_reports(site: Path, reports: tuple[Report, ...]) -> dict[str, bytes]:
    """Each report on each paper: file name to PDF."""
    found: dict[str, bytes] = {}
    errors: list[str] = []
    with serving(site) as address, open_browser() as (context, refused):
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{address}/board/", wait_until="networkidle")
        tab.locator("footer").wait_for()
        for report in reports:
            choose(tab, report)
            for name, paper in PAPERS.items():
                found[f"board-{report.key}-{name}.pdf"] = as_pages(tab, report, paper)
        errors += tab.locator(".query-error").all_inner_texts()
        errors += [f"asked for {url}" for url in refused]
    if errors:
        raise HavenError(f"The page /board/ did not draw cleanly: {errors[0]}", "Build the site again: haven report.")
    return found


def choose(tab: Page, report: Report) -> None:
    """Show one report on the page.

    Raises:
        HavenError: the page holds another report than the published file.
    """
    # In print the chooser is not there.
    tab.emulate_media(media="screen")
    chooser = tab.locator("select[data-choose='report']")
    if chooser.count():
        chooser.select_option(report.key)
    shown = tab.locator(f".board[data-report='{report.key}']")
    if not shown.count() or report.sheets[0].headline not in shown.inner_text():
        raise HavenError("The site shows other numbers than those published", "Build the site again: haven report.")


def as_pages(tab: Page, report: Report, paper: Paper) -> bytes:
    """What the tab shows, each sheet on a page of its own, with the run and the page number below.

    Raises:
        HavenError: a sheet is longer than its page even when drawn smaller, or there are not as many pages as sheets.
    """
    width, height = paper.inside
    tab.set_viewport_size({"width": int(width), "height": 900})
    tab.emulate_media(media="print")
    tab.evaluate("document.fonts.ready")
    # Their targets are on this machine only, and on another port each time.
    tab.eval_on_selector_all("a[href]", "links => links.forEach((link) => link.removeAttribute('href'))")
    long = tab.evaluate(FIT, [height * AIR, SMALLEST])
    if long:
        raise HavenError(f"The sheet '{long[0]}' is longer than its page", SHORTEN)
    printed = as_pdf(tab, report.foot, paper)
    pages = count_pages(printed)
    if pages not in PAGES_ALLOWED or pages != len(report.sheets):
        raise HavenError(f"The board report has {pages} pages for {len(report.sheets)} sheets", SHORTEN)
    return without_time_stamps(printed)
