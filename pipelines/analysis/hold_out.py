"""What would make two populations comparable where routing leaves them no work in common."""

from __future__ import annotations

from collections import Counter
from math import ceil

from pipelines.statistics.comparison_data import Question, columns_of
from pipelines.statistics.overlap import MIN_AI_KEPT, MIN_N
from pipelines.statistics.sampling import sample_size_two

MARGIN = 0.05
LARGEST = 50


def hold_out_advice(question: Question, handed_over: int) -> str | None:
    """Why there is no common work in the channels that the AI answers, and the share of contacts to hold out.

    Null where people have contacts of their own there and the AI itself has too few: routing is then not the reason.

    Args:
        question: contacts of both sides in those channels, without what the AI handed over.
        handed_over: how many of people's contacts came from the AI.

    The share puts 30 contacts into each of the largest strata that together hold 60 % of the AI's, over as long a time
    as has been seen. For rates, the share that shows a difference of five points with 80 % power stands beside it.
    """
    cells = columns_of(question.cells)
    people, machines = Counter[str](), Counter[str]()
    for side, place, n in zip(cells.side, cells.stratum, cells.n, strict=True):
        (people if side == question.sides.first.key else machines)[cells.strata[place]] += int(n)
    least = _least(machines)
    filled = ceil(100 * MIN_N / least) if least else LARGEST + 1
    if people.total() and filled > LARGEST:
        return None
    parts = [
        f"in the channels that the AI answers people had {_contacts(people.total())} of their own"
        + (f" and {_contacts(handed_over)} that the AI handed over, which are not the same work" if handed_over else "")
    ]
    if filled > LARGEST:
        parts.append("a random hold-out would need a longer time than has been seen")
    else:
        parts.append(f"a random hold-out of {filled} % of the contacts there to people would make it comparable")
        if shown := _shown(question, machines.total()):
            parts[-1] += f", and one of {max(shown, filled)} % would show a difference of {100 * MARGIN:.0f} points"
    return "; ".join(parts)


def _least(machines: Counter[str]) -> int:
    """Size of the smallest of the largest strata that together hold 60 % of the AI's contacts."""
    held = 0
    for _, n in machines.most_common():
        held += n
        if held >= MIN_AI_KEPT * machines.total():
            return n
    return 0


def _shown(question: Question, contacts: int) -> int | None:
    """Percent of the contacts that each side needs to tell two rates five points apart; null beyond one half."""
    if question.is_time:
        return None
    cells = columns_of(question.cells)
    events = float(cells.events[cells.side == question.sides.second.key].sum())
    rate = min(max(events / contacts, MARGIN), 1 - MARGIN)
    other = rate + MARGIN if rate < 0.5 else rate - MARGIN
    percent = ceil(100 * sample_size_two(rate, other) / contacts)
    return percent if percent <= LARGEST else None


def _contacts(n: int) -> str:
    return f"{n:,} contact" if n == 1 else f"{n:,} contacts" if n else "no contacts"
