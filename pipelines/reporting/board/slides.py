"""The same sheets as slides: one slide for each, with charts that stay editable and definitions in the notes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from pipelines.reporting.board.content import Chart, Entry, Figure, Lines, Part, Report, Sheet, Table, Terms
from pipelines.reporting.board.error_bars import add_ranges
from pipelines.reporting.board.office_files import without_time_stamps

WIDE, HIGH, EDGE = Inches(13.333), Inches(7.5), Inches(0.55)
GREYS = {"ink": "3b4753", "soft": "8794a0", "pale": "cfd6dc", "open": "dfe4e8"}
FORMATS = {"share": '0" %"', "amount": "#,##0.00", "number": "0.0"}
# What a slide holds: more stands in the printed report.
LEADS, ROWS, LINES, TERMS = 3, 9, 8, 12
BLANK = 6


def write_slides(report: Report, css: Path) -> bytes:
    """A presentation of the report; `css` is the style sheet that names the colours of the populations.

    Equal reports give equal bytes.
    """
    colours = {**GREYS, **population_colours(css)}
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    moment = datetime(2000, 1, 1)
    deck.core_properties.title, deck.core_properties.author = report.title, "Haven"
    deck.core_properties.created = deck.core_properties.modified = moment
    deck.core_properties.last_modified_by, deck.core_properties.revision = "Haven", 1
    for number, sheet in enumerate(report.sheets, start=1):
        _slide(deck, report, sheet, number, colours)
    file = BytesIO()
    deck.save(file)
    return without_time_stamps(file.getvalue())


def population_colours(css: Path) -> dict[str, str]:
    """The two colours of the populations, from the one place that names them."""
    text = css.read_text()
    found = {name: re.search(rf"--{name}:\s*#([0-9a-fA-F]{{6}})", text) for name in ("people", "ai")}
    return {key: match[1] for key, name in (("human", "people"), ("ai", "ai")) if (match := found[name])}


def _slide(deck: Any, report: Report, sheet: Sheet, number: int, colours: dict[str, str]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = EDGE, Inches(0.35), WIDE - 2 * EDGE, Inches(1.25)
    _write(title.text_frame, [sheet.headline], 24 if len(sheet.headline) < 190 else 20, is_bold=True)
    top: int = Inches(1.7)
    leads = [lead.text for lead in sheet.leads[:LEADS]]
    if leads:
        box = slide.shapes.add_textbox(EDGE, top, WIDE - 2 * EDGE, Inches(0.34) * len(leads))
        _write(box.text_frame, leads, 13)
        top += Inches(0.38) * sum(1 + (len(lead) > 150) for lead in leads) + Inches(0.1)
    room = HIGH - top - Inches(0.55)
    parts = _chosen(sheet)
    width = (WIDE - 2 * EDGE - Inches(0.4) * (len(parts) - 1)) // max(len(parts), 1)
    for place, part in enumerate(parts):
        _part(slide, part, EDGE + place * (width + Inches(0.4)), top, width, room, colours)
    foot = slide.shapes.add_textbox(EDGE, HIGH - Inches(0.45), WIDE - 2 * EDGE, Inches(0.3))
    _write(foot.text_frame, [f"{report.foot} · {number} of {len(report.sheets)}"], 9, colour="54606c")
    slide.notes_slide.notes_text_frame.text = notes(sheet)


def notes(sheet: Sheet) -> str:
    """What the speaker may be asked: the words of the sheet, and what is said under its drawings."""
    terms = [*sheet.terms, *(term for part in sheet.parts if isinstance(part, Terms) for term in part.terms)]
    said = [f"{name}: {text}" for name, text in terms]
    said += [part.note for part in sheet.parts if isinstance(part, Table | Chart) and part.note]
    return "\n".join(said)


def _chosen(sheet: Sheet) -> list[Part]:
    """At most two parts of a sheet: a drawing first, beside it what it cannot show."""
    drawn: list[Part] = [part for part in sheet.parts if isinstance(part, Chart) and part.is_drawn]
    other: list[Part] = [part for part in sheet.parts if not isinstance(part, Chart)]
    filled = [
        part
        for part in other
        if not isinstance(part, Table | Lines) or (part.rows if isinstance(part, Table) else part.lines)
    ]
    chosen = [*drawn[:1], *filled[:1]] if drawn else filled[:2]
    return chosen or list(sheet.parts[:1])


def _part(slide: Any, part: Part, left: int, top: int, width: int, height: int, colours: dict[str, str]) -> None:
    title = part.title
    if isinstance(part, Table) and len(part.rows) > ROWS:
        title = f"{title} (the first {ROWS} of {len(part.rows)})"
    if isinstance(part, Terms) and len(part.terms) > TERMS:
        title = f"The first {TERMS} of {len(part.terms)}; all of them are in the notes"
    box = slide.shapes.add_textbox(left, top, width, Inches(0.35))
    _write(box.text_frame, [title], 14, is_bold=True)
    top, height = top + Inches(0.42), height - Inches(0.42)
    if isinstance(part, Chart) and part.is_drawn:
        _chart(slide, part, (left, top, width, height), colours)
    elif isinstance(part, Table) and part.rows:
        _table(slide, part, (left, top, width, height))
    else:
        box = slide.shapes.add_textbox(left, top, width, height)
        _write(box.text_frame, _words(part), 11 if isinstance(part, Terms) else 13)


def _words(part: Part) -> list[str]:
    if isinstance(part, Terms):
        return [f"{name}: {text}" for name, text in part.terms[:TERMS]]
    if isinstance(part, Lines):
        return [line.text for line in part.lines[:LINES]] or [part.empty]
    return [part.empty]


def _write(frame: Any, paragraphs: list[str], size: int, *, is_bold: bool = False, colour: str = "16202a") -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Inter"
        run.font.color.rgb = RGBColor.from_string(colour.upper())


def _table(slide: Any, table: Table, box: tuple[int, int, int, int]) -> None:
    rows = table.rows[:ROWS]
    left, top, width, height = box
    tall = min(Inches(0.42), height // (len(rows) + 1))
    shape = slide.shapes.add_table(len(rows) + 1, len(table.columns), left, top, width, tall * (len(rows) + 1))
    grid = shape.table
    grid.first_row = grid.horz_banding = False
    first = 0.54 if table.is_wide else 0.34 if len(table.columns) > 2 else 0.45
    size = 9 if table.is_wide else 10
    grid.columns[0].width = Emu(int(width * first))
    for index in range(1, len(table.columns)):
        grid.columns[index].width = Emu(int(width * (1 - first) / (len(table.columns) - 1)))
    for index, column in enumerate(table.columns):
        _fill(grid.cell(0, index), column, size, is_bold=True)
    for place, row in enumerate(rows, start=1):
        _fill(grid.cell(place, 0), row.label, size, is_bold=row.is_strong)
        for index, entry in enumerate(row.entries, start=1):
            _fill(grid.cell(place, index), _entry(entry), size, is_bold=row.is_strong)


def _entry(entry: Entry) -> str:
    if entry is None:
        return "does not apply"
    if isinstance(entry, Figure):
        return entry.said if entry.is_shown else f"not shown: {entry.why}"
    return entry


def _fill(cell: Any, words: str, size: int, *, is_bold: bool) -> None:
    cell.fill.background()
    cell.margin_left = cell.margin_right = Inches(0.04)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    _write(cell.text_frame, [words], size, is_bold=is_bold)


def _chart(slide: Any, chart: Chart, box: tuple[int, int, int, int], colours: dict[str, str]) -> None:
    kind = {
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        "parts": XL_CHART_TYPE.BAR_STACKED_100,
        "points": XL_CHART_TYPE.LINE_MARKERS,
    }[chart.kind]
    scale = 100 if chart.unit == "share" else 1
    data = CategoryChartData(number_format=FORMATS.get(chart.unit, "General"))
    data.categories = list(chart.categories)
    for series in chart.series:
        data.add_series(series.name, [_value(figure, scale) for figure in series.figures])
    drawn = slide.shapes.add_chart(kind, *box, data).chart
    drawn.font.size, drawn.font.name = Pt(11), "Inter"
    # A chart of one series would take its name for a title.
    drawn.has_title = False
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.value_axis.minimum_scale = 0
    if chart.unit == "share":
        drawn.value_axis.maximum_scale = 1 if chart.kind == "parts" else 100
    drawn.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("DFE4E8")
    drawn.value_axis.format.line.fill.background()
    if chart.kind == "parts":
        drawn.value_axis.tick_labels.number_format, drawn.value_axis.tick_labels.number_format_is_linked = "0%", False
    if chart.kind != "points":
        # The first category stands on top, as on the page.
        drawn.category_axis.reverse_order = True
        drawn.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = drawn.plots[0]
    if chart.kind != "points":
        plot.gap_width = 60
    for series, shape in zip(chart.series, plot.series, strict=True):
        _colour(chart, series.tone, shape, colours)
        add_ranges(shape, series.figures, scale, chart.kind)


def _value(figure: Figure | None, scale: int) -> float | None:
    return figure.value * scale if figure and figure.is_shown and figure.value is not None else None


def _colour(chart: Chart, tone: str, shape: Any, colours: dict[str, str]) -> None:
    colour = RGBColor.from_string(colours[tone].upper())
    if chart.kind == "points":
        shape.smooth = False
        shape.format.line.color.rgb = colour
        shape.marker.style = XL_MARKER_STYLE.DIAMOND if tone == "ai" else XL_MARKER_STYLE.CIRCLE
        shape.marker.size = 9
        shape.marker.format.fill.solid()
        shape.marker.format.fill.fore_color.rgb = colour
    else:
        shape.format.fill.solid()
        shape.format.fill.fore_color.rgb = colour
    labels = shape.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = FORMATS.get(chart.unit, "General"), False
    labels.font.size = Pt(10)
    is_dark = chart.kind == "parts" and tone in ("ink", "human", "ai")
    labels.font.color.rgb = RGBColor.from_string("FFFFFF" if is_dark else "16202A")
