"""The drawings of the sheets as SVG: bars from zero, parts of a whole, points over time. Labels stand at the marks."""

from __future__ import annotations

from html import escape

from pipelines.reporting.board.content import Chart, Figure, Series
from pipelines.reporting.figures import count, share, written

WIDTH, LEFT, RIGHT = 680.0, 196.0, 118.0
BAR, GAP, GROUP = 12.0, 3.0, 9.0
HATCH = (
    '<defs><pattern id="{id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern></defs>'
)
WRAP = 34


def svg(chart: Chart, name: str) -> str:
    """One drawing; `name` is unique within the page."""
    draw = {"bars": bars, "parts": parts, "points": points}[chart.kind]
    body, height = draw(chart, name)
    return (
        f'<svg class="drawing" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'aria-label="{escape(_told(chart))}">{body}</svg>'
    )


def _told(chart: Chart) -> str:
    """The drawing in words, for whoever cannot see it."""
    said = []
    for series in chart.series:
        named = zip(chart.categories, series.figures, strict=True)
        values = [f"{category} {figure.said}" for category, figure in named if figure and figure.is_shown]
        said.append(f"{series.name} {', '.join(values)}")
    return f"{chart.title}. {'; '.join(said)}"


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """One label."""
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _most(chart: Chart) -> float:
    """The end of the axis: 1 for shares, else a round number above the largest."""
    ends = [
        max(figure.value or 0, figure.high or 0)
        for series in chart.series
        for figure in series.figures
        if figure and figure.is_shown
    ]
    if chart.unit == "share":
        return 1.0
    top = max(ends, default=1.0) or 1.0
    size = 10 ** (len(str(int(top))) - 1) / 2
    return float(size * -(-top // size))


def bars(chart: Chart, _: str) -> tuple[str, float]:
    """Bars side by side from zero, each with its range and its value."""
    most, wide = _most(chart), WIDTH - LEFT - RIGHT
    lane = len(chart.series) * (BAR + GAP) - GAP
    out, y = [], 16.0
    for tick in (0.0, 0.5, 1.0):
        out.append(text(LEFT + tick * wide, 8, _tick(tick * most, chart.unit), "tick", "middle"))
    top = y
    for index, category in enumerate(chart.categories):
        words = _broken(category)
        for row, line in enumerate(words):
            out.append(text(0, y + lane / 2 + 4 + (row - (len(words) - 1) / 2) * 11, line, "label"))
        for place, series in enumerate(chart.series):
            name = series.name if len(chart.series) > 1 else ""
            out.append(_bar(series, name, series.figures[index], y + place * (BAR + GAP), most, wide))
        y += max(lane, 11.0 * len(words)) + GROUP
    lines = "".join(
        (
            f'<line class="axis{" zero" if not tick else ""}" x1="{LEFT + tick * wide:.1f}" '
            f'x2="{LEFT + tick * wide:.1f}" y1="{top - 3:.1f}" y2="{y - 3:.1f}"/>'
        )
        for tick in (0.0, 0.5, 1.0)
    )
    return lines + "".join(out), y


def _bar(series: Series, name: str, figure: Figure | None, y: float, most: float, wide: float) -> str:
    if figure is None or not figure.is_shown or figure.value is None:
        words = "does not apply" if figure is None else "not shown"
        return text(LEFT + 6, y + BAR - 2, f"{name}: {words}".removeprefix(": "), "tick")
    end = LEFT + figure.value / most * wide
    out = f'<rect class="{series.tone}" x="{LEFT:g}" y="{y:.1f}" width="{max(end - LEFT, 0.5):.1f}" height="{BAR:g}"/>'
    right = end
    if figure.low is not None and figure.high is not None:
        low, high = (LEFT + min(bound, most) / most * wide for bound in (figure.low, figure.high))
        out += f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y + BAR / 2:.1f}" y2="{y + BAR / 2:.1f}"/>'
        right = max(right, high)
    return out + text(right + 6, y + BAR - 2, f"{name} {figure.text}".strip(), f"value {series.tone}")


def _tick(value: float, unit: str) -> str:
    """A place on the axis, without digits that say nothing."""
    return count(value) if unit == "number" else f"{written(value, unit)}"


def _broken(words: str) -> list[str]:
    """A label in at most two lines."""
    if len(words) <= WRAP:
        return [words]
    cut = words.rfind(" ", 0, WRAP)
    rest = words[cut + 1 :]
    return [words[:cut], rest if len(rest) <= WRAP + 2 else rest[: WRAP - 1].rstrip() + "…"]


def parts(chart: Chart, name: str) -> tuple[str, float]:
    """One bar for each category, its parts adding up to the whole; the parts are named below it."""
    left = 0.0 if len(chart.categories) == 1 else max(110.0, 6.2 * max(len(one) for one in chart.categories) + 8)
    wide, tall = WIDTH - left, 17.0
    out, y = [HATCH.format(id=f"hatch-{name}")], 2.0
    for index, category in enumerate(chart.categories):
        if left:
            out.append(text(0, y + 12.5, category, "label"))
        at = left
        for series in chart.series:
            figure = series.figures[index]
            if figure is None or not figure.value:
                continue
            width = figure.value * wide
            fill = f' style="fill:url(#hatch-{name})"' if series.tone == "open" else ""
            out.append(
                f'<rect class="{series.tone}"{fill} x="{at:.1f}" y="{y:g}" '
                f'width="{max(width - 1.5, 0.5):.1f}" height="{tall:g}"/>'
            )
            if width > 26 and left:
                out.append(text(at + width / 2, y + 12.5, share(figure.value), f"in {series.tone}", "middle"))
            at += width
        y += tall + 6
    x = 0.0
    y += 10
    for series in chart.series:
        one = series.figures[0] if len(chart.categories) == 1 else None
        words = series.name
        if one and one.is_shown:
            words = f"{series.name} {one.said}"
        if not any(figure and figure.value for figure in series.figures):
            words = f"{series.name} (none)"
        width = 18 + 5.4 * len(words) + 16
        if x and x + width > WIDTH:
            x, y = 0.0, y + 15
        fill = f' style="fill:url(#hatch-{name})"' if series.tone == "open" else ""
        out.append(f'<rect class="{series.tone}"{fill} x="{x:.1f}" y="{y - 8:.1f}" width="10" height="10"/>')
        out.append(text(x + 15, y + 1, words, "label"))
        x += width
    return "".join(out), y + 8


def points(chart: Chart, _: str) -> tuple[str, float]:
    """A mark with its range for each population and month, on an axis from 0 to 100 %."""
    left, top, tall = 40.0, 8.0, 132.0
    wide = WIDTH - left
    out = []
    for tick in (0.0, 0.5, 1.0):
        y = top + (1 - tick) * tall
        out.append(
            f'<line class="axis{" zero" if not tick else ""}" x1="{left:g}" x2="{WIDTH:g}" y1="{y:g}" y2="{y:g}"/>'
        )
        out.append(text(left - 6, y + 3.5, share(tick), "tick", "end"))
    step = wide / max(len(chart.categories), 1)
    for index, category in enumerate(chart.categories):
        middle = left + (index + 0.5) * step
        out.append(text(middle, top + tall + 16, category, "label", "middle"))
        for place, series in enumerate(chart.series):
            figure = series.figures[index]
            x = middle + (place - (len(chart.series) - 1) / 2) * min(step / 2, 110) - 18
            if figure is None or not figure.is_shown or figure.value is None:
                out.append(text(x, top + tall - 5, f"{series.name}: not shown", "tick", "middle"))
                continue
            y = top + (1 - figure.value) * tall
            if figure.low is not None and figure.high is not None:
                ends = [top + (1 - bound) * tall for bound in (figure.low, figure.high)]
                out.append(
                    f'<line class="whisker {series.tone}" x1="{x:.1f}" x2="{x:.1f}" y1="{ends[0]:.1f}" '
                    f'y2="{ends[1]:.1f}"/>'
                )
            out.append(_mark(series.tone, x, y))
            out.append(
                text(
                    x + 9, y + 4, f"{series.name} {figure.text}" if index == 0 else figure.text, f"value {series.tone}"
                )
            )
    return "".join(out), top + tall + 24


def _mark(tone: str, x: float, y: float) -> str:
    """A disc for people, a diamond for the AI, so that a grey print still tells them apart."""
    if tone == "ai":
        return f'<path class="ai" d="M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>'
    return f'<circle class="{tone}" cx="{x:.1f}" cy="{y:.1f}" r="4.4"/>'
