"""The board report as a board gets it: a PDF."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.reporting import build_board_pdf
from pipelines.reporting.board import PAGES_ALLOWED, count_pages
from tests.browser.conftest import Built
from tests.browser.expected import BOARD_READS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(built: Built) -> Path:
    return build_board_pdf(built.settings)


@pytest.fixture(scope="module")
def text(report: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(
        ["pdftotext", "-raw", str(report), "-"], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def squeezed(text: str) -> str:
    """Without spaces: in print, a narrow space between a number and its unit reads as none."""
    return "".join(text.split())


def missing_from(text: str, wanted: list[str]) -> list[str]:
    return [one for one in wanted if squeezed(one) not in squeezed(text)]


def test_the_report_has_two_to_four_pages(report: Path) -> None:
    assert count_pages(report.read_bytes()) in PAGES_ALLOWED


def test_every_sentence_of_the_summary_is_in_the_report(text: str, built: Built) -> None:
    sentences = built.published.headlines("answer", "money", "customers", "not_known")
    assert missing_from(text, list(sentences.values())) == []


def test_the_report_begins_with_the_answer(text: str, built: Built) -> None:
    answer = next(iter(built.published.headlines("answer").values()))
    assert squeezed(text).index(squeezed(answer)) < squeezed(text).index(squeezed("What customers got"))


def test_the_numbers_of_both_populations_are_in_the_report(text: str, built: Built) -> None:
    values = [value for name, value in built.published.population_read().items() if name.endswith("/value")]
    assert missing_from(text, values) == []


def test_the_report_says_where_its_numbers_come_from(text: str, built: Built) -> None:
    assert missing_from(text, list(built.published.frame().values())) == []
    hashes = built.published.rows(f"select content_hash from meta.tables where table_name in {BOARD_READS}")
    assert len(hashes) == len(BOARD_READS)
    assert missing_from(text, [row["content_hash"][:16] for row in hashes]) == []


def test_a_report_on_an_invented_company_says_so(text: str, built: Built) -> None:
    is_invented = built.published.rows("select is_invented from meta.build")[0]["is_invented"]
    assert ("isaninventedcompany" in squeezed(text)) == is_invented


def test_printing_twice_gives_the_same_file(report: Path, built: Built) -> None:
    first = report.read_bytes()
    assert build_board_pdf(built.settings).read_bytes() == first
