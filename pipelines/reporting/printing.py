"""A tab of the browser as a PDF: its paper, its foot, and no time in its bytes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from playwright.sync_api import Page

PIXELS = 96 / 25.4
FOOTER = (
    '<div style="font:7.5px Inter,sans-serif;width:100%;padding:0 15mm;color:#54606c;display:flex;'
    'justify-content:space-between"><span>{left}</span>'
    '<span><span class="pageNumber"></span> of <span class="totalPages"></span></span></div>'
)


@dataclass(frozen=True)
class Paper:
    """A sheet of paper and its margins, in mm."""

    name: str
    width: float
    height: float
    top: float = 13
    bottom: float = 15
    side: float = 15

    @property
    def inside(self) -> tuple[float, float]:
        """Width and height between the margins, in CSS pixels."""
        return (self.width - 2 * self.side) * PIXELS, (self.height - self.top - self.bottom) * PIXELS


PAPERS = {"a4": Paper("A4", 210, 297), "letter": Paper("Letter", 215.9, 279.4)}


def as_pdf(tab: Page, left: str, paper: Paper = PAPERS["a4"]) -> bytes:
    """What the tab shows, with `left` and the page number in the foot of every sheet."""
    return tab.pdf(
        format=paper.name,
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=FOOTER.format(left=html.escape(left)),
        margin={
            "top": f"{paper.top}mm",
            "bottom": f"{paper.bottom}mm",
            "left": f"{paper.side}mm",
            "right": f"{paper.side}mm",
        },
    )


def count_pages(pdf: bytes) -> int:
    """Pages of a PDF as Chromium writes it."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def without_time_stamps(pdf: bytes) -> bytes:
    """The same bytes with both dates set to one fixed moment of equal length, so that equal reports are equal files."""
    return re.sub(
        rb"(/(?:CreationDate|ModDate) \(D:)(\d+)", lambda found: found[1] + b"2000010100000000"[: len(found[2])], pdf
    )
