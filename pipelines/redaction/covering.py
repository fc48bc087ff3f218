"""Words covered letter by letter, so that counts and lengths stay as they were."""

from __future__ import annotations

from typing import Any

COVER = "▇"

Changes = list[tuple[str, str]]  # the record anew, its `_row_id`


def cover(text: str) -> str:
    """As many signs as there were letters."""
    return COVER * len(text)


def is_legible(value: Any) -> bool:
    """Whether it is text of which nothing was covered yet."""
    return isinstance(value, str) and value != "" and COVER not in value
