"""What a quality tool and the files that stand in for it both know of reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]


def of_the_tool(rows: Rows) -> Rows:
    """Without the AI vendor's judgement of its own AI."""
    return [row for row in rows if row["reviewer_type"] != "vendor"]


def number_of(reviewer_id: str) -> int:
    return int(reviewer_id[-1])


def marks(rows: Rows, number: Callable[[str], int] = number_of) -> Counter[tuple[Any, ...]]:
    """The marks, people who reviewed by their number. A weight is a share of its review's."""
    total: Counter[str] = Counter()
    for row in rows:
        total[row["review_id"]] += row["weight"]
    return Counter(
        (
            *(row[name] for name in ("conversation_id", "reviewer_type", "dimension", "level", "score")),
            *(row[name] for name in ("is_auto_fail", "is_calibration")),
            str(row["reviewed_at"])[:19].replace("T", " "),
            None if row["reviewer_type"] == "ai" else number(row["reviewer_id"]),
            round(row["weight"] / total[row["review_id"]], 9),
        )
        for row in rows
    )


def whom(rows: Rows, agent: Callable[[dict[str, Any]], str | None]) -> set[tuple[str, str | None]]:
    """Who was reviewed for which conversation."""
    return {(row["conversation_id"], agent(row)) for row in rows}
