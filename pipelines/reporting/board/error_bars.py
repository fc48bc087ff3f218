"""Ranges in native charts: error bars of their own length for each value, as the drawing library has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from lxml import etree

from pipelines.reporting.board.content import Figure

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
# Error bars stand before these in a series (ECMA-376, CT_BarSer and CT_LineSer).
AFTER = ("cat", "val", "smooth", "shape", "extLst")


def add_ranges(
    shape: Any, figures: Sequence[Figure | None], scale: float, kind: Literal["bars", "parts", "points"]
) -> None:
    """Draw each figure's range at its value; parts of a whole and values without a range get none."""
    if kind == "parts" or not any(figure and figure.low is not None and figure.high is not None for figure in figures):
        return
    up, down = [], []
    for figure in figures:
        has_range = figure is not None and figure.is_shown and figure.low is not None and figure.high is not None
        value = figure.value if figure and figure.value is not None else 0.0
        up.append(((figure.high or 0.0) - value) * scale if has_range and figure else 0.0)
        down.append((value - (figure.low or 0.0)) * scale if has_range and figure else 0.0)
    bars = etree.Element(f"{{{CHART}}}errBars")
    for tag, setting in (("errDir", "y"), ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        # A bar chart has one direction only and must not name it.
        if tag != "errDir" or kind == "points":
            etree.SubElement(bars, f"{{{CHART}}}{tag}", val=setting)
    for tag, lengths in (("plus", up), ("minus", down)):
        bars.append(_numbers(tag, lengths))
    style = etree.SubElement(bars, f"{{{CHART}}}spPr")
    line = etree.SubElement(style, f"{{{DRAWING}}}ln", w="12700")
    fill = etree.SubElement(line, f"{{{DRAWING}}}solidFill")
    etree.SubElement(fill, f"{{{DRAWING}}}srgbClr", val="16202A")
    element = shape._element
    before = next(child for child in element if etree.QName(child).localname in AFTER)
    before.addprevious(bars)


def _numbers(tag: str, lengths: Sequence[float]) -> Any:
    outer = etree.Element(f"{{{CHART}}}{tag}")
    found = etree.SubElement(outer, f"{{{CHART}}}numLit")
    etree.SubElement(found, f"{{{CHART}}}formatCode").text = "General"
    etree.SubElement(found, f"{{{CHART}}}ptCount", val=str(len(lengths)))
    for index, length in enumerate(lengths):
        point = etree.SubElement(found, f"{{{CHART}}}pt", idx=str(index))
        etree.SubElement(point, f"{{{CHART}}}v").text = repr(round(float(length), 10))
    return outer
