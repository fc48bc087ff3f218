"""The text of printed pages as a reader's search finds it, without any program of the system.

The browser draws digits of one width as glyphs of their own and writes beside each of them (`ActualText`) what it says;
the library leaves that out and gives the glyph's private number.
"""

from __future__ import annotations

import re
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

CHAR = re.compile(rb"<([0-9A-F]{2,4})> <([0-9A-F]{4})>\n")
RANGE = re.compile(rb"<([0-9A-F]{2,4})> <([0-9A-F]{2,4})> <([0-9A-F]{4})>\n")


def page_texts(path: Path) -> list[str]:
    """One text for each page."""
    reader = PdfReader(path)
    return [page.extract_text().translate(_said(page, reader)) for page in reader.pages]


def _said(page: PageObject, reader: PdfReader) -> dict[int, str]:
    """What the characters that stand for a glyph mean, from the places on the page that say it."""
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = {name: _characters(font.get_object()["/ToUnicode"].get_data()) for name, font in resources["/Font"].items()}
    found: dict[int, str] = {}
    font, said = "", None
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            font = operands[0]
        elif operator == b"BDC" and isinstance(operands[1], DictionaryObject):
            said = operands[1].get("/ActualText")
        elif operator == b"EMC":
            said = None
        elif operator == b"Tj" and said is not None:
            found[fonts[font][int.from_bytes(operands[0].original_bytes, "big")]] = str(said)
    return found


def _characters(table: bytes) -> dict[int, int]:
    """Code of a glyph -> character, of a font's table."""
    found = {int(code, 16): int(character, 16) for code, character in CHAR.findall(RANGE.sub(b"", table))}
    for first, last, character in RANGE.findall(table):
        codes = range(int(first, 16), int(last, 16) + 1)
        found |= {code: int(character, 16) + place for place, code in enumerate(codes)}
    return found
