"""The slides of the board report: the same sentences, charts that can be edited, definitions in the notes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pptx import Presentation

from pipelines.reporting.board import board_reports
from pipelines.reporting.board.content import Report
from pipelines.reporting.board.slides import population_colours, write_slides
from pipelines.settings import ROOT
from tests.reporting.fixture_published import SPARSE, write_published

CSS = ROOT / "reports/app.css"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return board_reports(write_published(tmp_path_factory.mktemp("published")))[0]


@pytest.fixture(scope="module")
def deck(report: Report) -> Any:
    return Presentation(BytesIO(write_slides(report, CSS)))


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_each_sheet_is_a_slide_with_the_same_sentence_as_its_title(report: Report, deck: Any) -> None:
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == [sheet.headline for sheet in report.sheets]


def test_the_notes_carry_the_definitions_of_the_sheet(report: Report, deck: Any) -> None:
    for slide, sheet in zip(deck.slides, report.sheets, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert [name for name, text in sheet.terms if f"{name}: {text}" not in notes] == []


def test_the_slide_of_definitions_carries_all_of_them_in_its_notes_and_says_so(report: Report, deck: Any) -> None:
    place = next(index for index, sheet in enumerate(report.sheets) if sheet.key == "definitions")
    terms = report.sheets[place].parts[0].terms  # type: ignore[union-attr]
    slide = deck.slides[place]
    notes = slide.notes_slide.notes_text_frame.text
    assert [name for name, text in terms if f"{name}: {text}" not in notes] == []
    shown = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert f"The first 12 of {len(terms)}; all of them are in the notes" in shown


def test_nothing_on_a_slide_stands_outside_it(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_the_charts_are_native_and_hold_the_numbers_of_the_sheet(report: Report, deck: Any) -> None:
    first = charts(deck)[0]
    drawn = next(part for part in report.sheets[0].parts if getattr(part, "kind", "") == "points")
    for series, shape in zip(drawn.series, first.plots[0].series, strict=True):  # type: ignore[union-attr]
        assert list(shape.values) == pytest.approx([figure.value * 100 for figure in series.figures])
    workbook = first.part.chart_workbook.xlsx_part
    assert workbook is not None and len(workbook.blob) > 1000


def test_people_and_ai_have_the_colours_of_the_pages(deck: Any) -> None:
    css = CSS.read_text()
    wanted = {
        name: re.search(rf"--{key}: #(\w+);", css)[1].upper()  # type: ignore[index]
        for name, key in (("People", "people"), ("AI", "ai"))
    }
    assert {"human": wanted["People"].lower(), "ai": wanted["AI"].lower()} == population_colours(CSS)
    seen = set()
    for chart in charts(deck):
        for series in chart.plots[0].series:
            if series.name in wanted:
                xml = series._element.xml
                assert wanted[series.name] in xml
                seen.add(series.name)
    assert seen == {"People", "AI"}


def test_a_range_is_drawn_at_its_value_and_reaches_from_low_to_high(report: Report, deck: Any) -> None:
    drawn = next(part for part in report.sheets[0].parts if getattr(part, "kind", "") == "points")
    element = charts(deck)[0].plots[0].series[0]._element
    for tag, end in (("plus", "high"), ("minus", "low")):
        found = [
            float(v.text) for v in element.findall(f"{CHART}errBars/{CHART}{tag}/{CHART}numLit/{CHART}pt/{CHART}v")
        ]
        wanted = [abs(getattr(figure, end) - figure.value) * 100 for figure in drawn.series[0].figures]  # type: ignore[union-attr]
        assert found == pytest.approx(wanted)
        assert all(length > 0 for length in found)


def test_a_number_that_is_not_shown_is_a_gap_and_not_a_zero(tmp_path: Path) -> None:
    hide = (
        "update marts.measure_population_read set value = null, value_low = null, value_high = null, "
        "is_withheld = true, "
        "withheld_reason = 'Too few' where metric = 'verified_resolution_7d' and population = 'ai' and "
        "period = '2026-04'"
    )
    report = board_reports(write_published(tmp_path, hide))[0]
    first = charts(Presentation(BytesIO(write_slides(report, CSS))))[0]
    assert [value is None for value in first.plots[0].series[1].values] == [False, True, False]


def test_equal_reports_are_equal_files_without_a_moment_in_them(report: Report) -> None:
    first = write_slides(report, CSS)
    assert write_slides(report, CSS) == first
    with ZipFile(BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        inner = next(name for name in file.namelist() if name.endswith(".xlsx"))
        with ZipFile(BytesIO(file.read(inner))) as book:
            assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_a_report_with_little_to_show_still_has_its_slides(tmp_path: Path) -> None:
    report = board_reports(write_published(tmp_path, SPARSE))[0]
    assert len(Presentation(BytesIO(write_slides(report, CSS))).slides) == len(report.sheets)
