"""What is not known: what cannot be told, what is not shown and why, and what no number here can say."""

from __future__ import annotations

from collections import defaultdict

from pipelines.reporting.board.content import NAMES, Chart, Figure, Lines, Row, Series, Sheet, Table, Told, withheld
from pipelines.reporting.board.facts import Facts, Record, pooled, total
from pipelines.reporting.board.sheets.reading import rows_of
from pipelines.reporting.figures import count, sentence

SHOWN = 14
LIMITS = (
    (
        "“Held” means that nobody came back within 7 days under the same identity. A customer who gave up in "
        "silence looks the same."
    ),
    (
        "Customers who never said who they are cannot be followed from one channel to the next; they count "
        "as not known, never as resolved."
    ),
    "A topic recognised wrongly can create or hide a return. Both populations are read by the same rule.",
    (
        "People and the AI are given different work. These sheets compare results, not who would do better "
        "on the same contact."
    ),
    "Vendors can change their records later. What was known first is kept, and a later change shows as a change.",
)
TERMS = (
    (
        "Cannot be told",
        (
            "The 7 days are over, but the customer or the matter is not known, so nobody can say whether the "
            "customer came back."
        ),
    ),
)


def sheet(facts: Facts, others: tuple[Sheet, ...]) -> Sheet:
    """What the other sheets leave open."""
    traced = {key: rows_of(facts, key, "verified_resolution_7d", facts.period) for key in NAMES}
    lost = {key: _lost(rows) for key, rows in traced.items()}
    hidden = withheld(others)
    lines = facts.rows("from marts.board_summary where section = 'not_known' order by line_order")
    return Sheet(
        "unknown",
        "What is not known",
        headline(facts, lost, len(hidden)),
        (),
        (
            Chart(
                "parts",
                f"Contacts whose 7 days are over, {facts.period.name}",
                tuple(NAMES[key] for key, part in lost.items() if part),
                (
                    Series("can be judged", "ink", tuple(_rest(part) for part in lost.values() if part)),
                    Series("cannot be told", "open", tuple(part for part in lost.values() if part)),
                ),
                empty="No contact of this period is old enough to be judged.",
            ),
            Lines(
                "In all months that are loaded",
                tuple(Told(sentence(row["headline"]), f"board_summary/{row['line_order']}") for row in lines),
                columns=2,
                empty="Nothing is recorded as not known.",
            ),
            reasons(hidden),
            Lines("What no number of this report can say", tuple(Told(limit) for limit in LIMITS), columns=2),
        ),
        TERMS,
    )


def _lost(rows: list[Record]) -> Figure | None:
    """The share of contacts old enough that cannot be told."""
    n, unknown = total(rows, "n") or 0, total(rows, "unknown_n") or 0
    if not n + unknown:
        return None
    found = pooled([{"numerator": unknown, "n": n + unknown}])
    return found if found.is_shown else None


def _rest(part: Figure) -> Figure:
    return Figure(1 - (part.value or 0), "share", n=part.n)


def headline(facts: Facts, lost: dict[str, Figure | None], hidden: int) -> str:
    """How much cannot be told, and how many numbers are not shown."""
    said = [f"{part.text} of {'the AI' if key == 'ai' else 'people'}'s contacts" for key, part in lost.items() if part]
    numbers = (
        (
            f"{count(hidden)} number{'s' * (hidden != 1)} of this report {'are' if hidden != 1 else 'is'} not "
            "shown, each with its reason"
        )
        if hidden
        else "every number of this report is shown"
    )
    if not said:
        return f"No contact of {facts.period.name} is old enough to be judged; {numbers}."
    return (
        f"For {' and '.join(said).replace(chr(39) + 's contacts and', chr(39) + 's and')} of "
        f"{facts.period.name} nobody can say whether the customer came back; {numbers}."
    )


def reasons(hidden: list[tuple[str, str]]) -> Table:
    """Numbers that are not shown, those with one reason together."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for name, why in hidden:
        by_reason[why].append(name)
    rows = sorted(by_reason.items(), key=lambda one: -len(one[1]))
    left = sum(len(names) for _, names in rows[SHOWN:])
    return Table(
        "Numbers that are not shown",
        ("Why", "Which"),
        tuple(Row(why, (_named(names),)) for why, names in rows[:SHOWN]),
        note=f"{left} more are explained where they would stand." if left else "",
        empty="Every number of this report is shown.",
    )


def _named(names: list[str], most: int = 3) -> str:
    return "; ".join(names[:most]) + (f"; and {len(names) - most} more" if len(names) > most else "")
