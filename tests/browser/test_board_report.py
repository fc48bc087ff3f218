"""The board report as a board gets it: for the month and its quarter, on two papers, and as slides."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipelines.reporting import build_board_report
from pipelines.reporting.board import board_reports
from pipelines.reporting.board.content import Report
from pipelines.reporting.board.facts import READS
from pipelines.reporting.board.printing import PAGES_ALLOWED
from tests.browser.conftest import Built
from tests.browser.expected import figure
from tests.browser.pdf_text import page_texts

pytestmark = pytest.mark.browser

# Width and height in points (ISO 216; 8.5 by 11 inches). The browser rounds up to whole pixels, less than one point.
PAPERS = {"a4": (595.28, 841.89), "letter": (612, 792)}


@pytest.fixture(scope="module")
def reports(built: Built) -> tuple[Report, ...]:
    return board_reports(built.settings.published_db)


@pytest.fixture(scope="module")
def files(built: Built) -> dict[str, Path]:
    return {path.name: path for path in build_board_report(built.settings)}


def pages(path: Path) -> list[str]:
    """The text of each page, without spaces: in print, a narrow space reads as none."""
    return [squeezed(text) for text in page_texts(path)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def missing_from(text: str, wanted: list[str]) -> list[str]:
    return [one for one in wanted if squeezed(one) not in text]


def test_month_and_quarter_are_there_on_both_papers_and_as_slides(
    files: dict[str, Path], reports: tuple[Report, ...]
) -> None:
    wanted = {f"board-{report.key}{end}" for report in reports for end in ("-a4.pdf", "-letter.pdf", ".pptx")}
    assert set(files) == wanted
    assert all(path.stat().st_size > 10_000 for path in files.values())


@pytest.mark.parametrize("paper", PAPERS)
def test_each_sheet_is_one_page_of_the_paper(files: dict[str, Path], reports: tuple[Report, ...], paper: str) -> None:
    for report in reports:
        path = files[f"board-{report.key}-{paper}.pdf"]
        found = PdfReader(path).pages
        assert len(found) == len(report.sheets)
        assert len(found) in PAGES_ALLOWED
        for page in found:
            assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(PAPERS[paper], abs=1)
        for text, sheet in zip(pages(path), report.sheets, strict=True):
            assert squeezed(sheet.headline) in text
            titles = [part.title for part in sheet.parts if part.title and getattr(part, "lines", True)]
            assert missing_from(text, titles) == []


def test_the_numbers_of_both_populations_are_on_one_page(files: dict[str, Path], built: Built) -> None:
    month = board_reports(built.settings.published_db)[0]
    text = pages(files[f"board-{month.key}-a4.pdf"])[1]
    rows = built.published.rows(f"from marts.measure_population_read where period = '{month.key}'")
    assert len({row["population"] for row in rows}) == 2
    values = [texts for row in rows for name, texts in figure("", row).items() if name.endswith("/value")]
    assert missing_from(text, values) == []


def test_the_report_says_where_its_numbers_come_from(
    files: dict[str, Path], reports: tuple[Report, ...], built: Built
) -> None:
    text = pages(files[f"board-{reports[0].key}-a4.pdf"])[-1]
    assert missing_from(text, list(built.published.frame().values())) == []
    hashes = built.published.rows(f"select content_hash from meta.tables where table_name in {READS}")
    assert len(hashes) == len(READS)
    assert missing_from(text, [row["content_hash"][:16] for row in hashes]) == []


def test_a_report_on_an_invented_company_says_so(
    files: dict[str, Path], reports: tuple[Report, ...], built: Built
) -> None:
    is_invented = built.published.rows("select is_invented from meta.build")[0]["is_invented"]
    texts = pages(files[f"board-{reports[0].key}-a4.pdf"])
    assert ("isaninventedcompany" in texts[0]) == is_invented
    assert all(("(inventedcompany)" in text) == is_invented for text in texts)


def test_no_page_holds_more_than_its_own_sheet(files: dict[str, Path], reports: tuple[Report, ...]) -> None:
    for report in reports:
        texts = pages(files[f"board-{report.key}-letter.pdf"])
        for place, sheet in enumerate(report.sheets):
            # The first sheet repeats the sentences of the others on purpose.
            others = [index for index, text in enumerate(texts) if squeezed(sheet.headline) in text and index]
            assert others == ([place] if place else [])


def test_printing_twice_gives_the_same_files(files: dict[str, Path], built: Built) -> None:
    first = {name: path.read_bytes() for name, path in files.items()}
    assert {path.name: path.read_bytes() for path in build_board_report(built.settings)} == first
    assert len(PdfReader(BytesIO(next(iter(first.values())))).pages) in PAGES_ALLOWED


def test_a_house_of_people_alone_gets_its_report_too(one_sided: Built) -> None:
    for path in build_board_report(one_sided.settings):
        if path.suffix == ".pdf":
            texts = pages(path)
            assert len(texts) in PAGES_ALLOWED
            assert "noAIanswerscustomershere" in texts[0]
