"""The sheets as HTML, for the site and for print. Only this file knows tags."""

from __future__ import annotations

from html import escape

from pipelines.reporting.board.content import Chart, Entry, Figure, Lines, Part, Report, Row, Sheet, Table, Terms, Tone
from pipelines.reporting.board.drawing import svg

DISC = '<svg class="mark human" width="11" height="11" viewBox="-6 -6 12 12" aria-hidden="true"><circle r="4.6"/></svg>'
DIAMOND = (
    '<svg class="mark ai" width="11" height="11" viewBox="-6 -6 12 12" aria-hidden="true"><path d="M0-6 '
    '6 0 0 6-6 0Z"/></svg>'
)
MARKS = {"human": DISC, "ai": DIAMOND}


def html(report: Report) -> str:
    """All sheets of a report."""
    return "".join(_sheet(report, sheet, number) for number, sheet in enumerate(report.sheets))


def _sheet(report: Report, sheet: Sheet, number: int) -> str:
    tag = "h2" if number else "h1"
    invented = f'<p class="invented-print">{escape(report.invented)}</p>' if report.invented and not number else ""
    leads = "".join(f'<p class="lead"{_cell(lead.cell)}>{escape(lead.text)}</p>' for lead in sheet.leads)
    title = "h3" if number else "h2"
    parts = "".join(_part(part, f"{report.key}-{sheet.key}-{index}", title) for index, part in enumerate(sheet.parts))
    return (
        f'<section class="sheet" data-sheet="{sheet.key}">{invented}'
        f'<p class="running"><span>{escape(report.title)}</span> <span>{escape(sheet.name)}</span></p>'
        f"<{tag}>{escape(sheet.headline)}</{tag}>{leads}{parts}</section>"
    )


def _cell(name: str | None) -> str:
    return f' data-cell="{escape(name)}"' if name else ""


def _part(part: Part, name: str, tag: str) -> str:
    title = f'<{tag} class="part-title">{escape(part.title)}</{tag}>' if part.title else ""
    if isinstance(part, Table):
        body = _table(part) if part.rows else _empty(part.empty)
    elif isinstance(part, Chart):
        note = f"<figcaption>{escape(part.note)}</figcaption>" if part.note else ""
        body = f'<figure class="drawn">{svg(part, name)}{note}</figure>' if part.is_drawn else _empty(part.empty)
    elif isinstance(part, Lines):
        if not part.lines and not part.empty:
            return ""
        body = _lines(part) if part.lines else _empty(part.empty)
    else:
        body = _terms(part)
    return f'<div class="part-of-sheet">{title}{body}</div>'


def _empty(words: str) -> str:
    return f'<p class="withheld">{escape(words)}</p>'


def _lines(part: Lines) -> str:
    items = "".join(f"<li{_cell(line.cell)}>{escape(line.text)}</li>" for line in part.lines)
    return f'<ul class="headlines{" two" if part.columns == 2 else ""}">{items}</ul>'


def _terms(part: Terms) -> str:
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(_closed(words))}</dd></div>" for name, words in part.terms
    )
    return f'<dl class="terms">{items}</dl>'


def _closed(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else words + "."


def _table(table: Table) -> str:
    tones = (*table.tones, *(None for _ in table.columns[len(table.tones) :]))
    heads = "".join(
        (
            '<th scope="col" '
            f'class="{tone or ""}">{MARKS.get(tone or "", "") if column in ("People", "AI") else ""} '
            f"{escape(column)}</th>"
        )
        if column
        else "<td></td>"
        for column, tone in zip(table.columns, tones, strict=True)
    )
    head = f"<thead><tr>{heads}</tr></thead>" if any(table.columns) else ""
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    rows = "".join(_row(row, tones) for row in table.rows)
    width = " wide" if table.is_wide else " many" if len(table.columns) > 4 else ""
    body = f"{head}<tbody>{rows}</tbody>"
    return f'<div class="scroll"><table class="plain grid{width}">{body}</table></div>{note}'


def _row(row: Row, tones: tuple[Tone | None, ...]) -> str:
    label = f"{MARKS.get(row.tone or '', '')} {escape(row.label)}"
    label = f"<span{_cell(row.cell)}>{escape(row.label)}</span>" if row.cell else label
    note = f'<small class="under">{escape(row.note)}</small>' if row.note else ""
    entries = "".join(
        f'<td class="{_kind(entry, tone or row.tone)}">{_entry(entry)}</td>'
        for entry, tone in zip(row.entries, tones[1:], strict=True)
    )
    return f'<tr class="{"strong" if row.is_strong else ""}"><th scope="row">{label}{note}</th>{entries}</tr>'


def _kind(entry: Entry, tone: Tone | None) -> str:
    return f"{'figure ' if isinstance(entry, Figure) else ''}{tone or ''}".strip()


def _entry(entry: Entry) -> str:
    if entry is None:
        return '<span class="withheld">does not apply</span>'
    if isinstance(entry, str):
        return escape(entry)
    if not entry.is_shown:
        cell = _cell(f"{entry.cell}/value" if entry.cell else None)
        return f'<span class="withheld"{cell}>not shown</span> <small class="reason">{escape(entry.why)}</small>'
    found = _piece("b", entry, "value", entry.text)
    if entry.span:
        found += " " + _piece("small", entry, "interval", entry.span)
    if entry.base:
        found += f" <small>n {_piece('span', entry, 'n', entry.base)}</small>"
    return found + (f" <small>{escape(entry.note)}</small>" if entry.note else "")


def _piece(tag: str, entry: Figure, part: str, words: str) -> str:
    return f"<{tag}{_cell(f'{entry.cell}/{part}' if entry.cell else None)}>{escape(words)}</{tag}>"
