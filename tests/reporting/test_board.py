from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import HavenError
from pipelines.reporting import board, browser
from pipelines.settings import load_settings
from tests.reporting.fixture_published import COMPANY, RUN_ID, write_published


def test_a_report_is_named_after_the_last_month_it_covers(tmp_path: Path) -> None:
    database = write_published(tmp_path)
    with duckdb.connect(str(database), read_only=True) as connection:
        months = connection.sql("select distinct period from marts.measure_population_read").fetchall()
    assert board.last_month(database) == max(month for (month,) in months if month != "all")


def test_two_prints_of_one_report_are_the_same_bytes() -> None:
    first = b"/CreationDate (D:20260601020304+00'00')\n/ModDate (D:20260601020304+00'00')"
    second = b"/CreationDate (D:20271231235959+00'00')\n/ModDate (D:20271231235959+00'00')"
    assert board.without_time_stamps(first) == board.without_time_stamps(second)
    assert len(board.without_time_stamps(first)) == len(first)


def test_sheets_are_counted_and_the_list_of_sheets_is_not() -> None:
    assert board.count_pages(b"<< /Type /Pages /Count 2 >> << /Type /Page >> << /Type /Page\n>>") == 2


def test_the_published_file_says_whose_data_it_is(tmp_path: Path) -> None:
    database = write_published(tmp_path)
    assert board.read_build(database) == (COMPANY, date(2026, 6, 1), RUN_ID, True)


def test_a_missing_published_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="haven run"):
        board.read_build(tmp_path / "haven.duckdb")


def test_a_published_file_without_its_build_is_refused(tmp_path: Path) -> None:
    database = write_published(tmp_path)
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from meta.build")
    with pytest.raises(HavenError, match="does not say what it was built from"):
        board.read_build(database)


def test_a_missing_site_is_told_with_the_remedy(tmp_path: Path) -> None:
    settings = replace(load_settings({"HAVEN_DATA_DIR": str(tmp_path)}))
    write_published(settings.published_dir)
    with pytest.raises(HavenError, match="haven report"):
        board.build_board_pdf(settings)


def test_a_missing_browser_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HavenError, match="apt-get install chromium"):
        browser.find_chromium()
