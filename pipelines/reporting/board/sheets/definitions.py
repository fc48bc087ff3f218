"""Definitions: every word of the report that means something particular."""

from __future__ import annotations

from pipelines.reporting.board.content import Sheet, Terms
from pipelines.reporting.figures import count

GENERAL = (
    ("Contact", "A conversation that somebody handled, credited to whoever handled it last."),
    (
        "Range",
        (
            "With 95 % confidence the true value lies between its ends. Where the range of a difference "
            "includes none, the report says “within noise”."
        ),
    ),
    (
        "n",
        (
            "The number of cases that a share or mean rests on. Below 20, or when more than 30 % cannot be "
            "told, no number is shown."
        ),
    ),
)


def sheet(others: tuple[Sheet, ...]) -> Sheet:
    """The words of the other sheets, in their order, each once."""
    terms = dict(GENERAL)
    for other in others:
        for name, text in other.terms:
            terms.setdefault(name, text)
    return Sheet(
        "definitions",
        "Definitions",
        (
            f"People and the AI are measured by the same definitions; {count(len(terms))} words mean "
            "something particular here."
        ),
        (),
        (Terms("", tuple(terms.items())),),
    )
