"""What a comparison says, in one sentence."""

from __future__ import annotations

from pipelines.statistics.comparison_data import BETTER, LONGER, SHORTER, WORSE, Comparison, Question, Sides
from pipelines.statistics.overlap import MIN_AI_KEPT, MIN_HUMAN_KEPT, Overlap


def statement(found: Comparison, question: Question) -> str:
    """The verdict with its interval, on how much of the work, and what the crude rates would have said."""
    first, second = question.sides.first, question.sides.second
    lead = {
        BETTER: f"{second.name} {second.does} better at {question.measure}",
        WORSE: f"{second.name} {second.does} worse at {question.measure}",
        SHORTER: f"{second.name} {_takes(second.does)} less {question.measure}",
        LONGER: f"{second.name} {_takes(second.does)} more {question.measure}",
    }.get(found.verdict, f"no difference at {question.measure} is shown")
    against = f"{level(found.second, question)} against {level(found.first, question)} of {first.name}"
    end = "" if found.verdict in (BETTER, WORSE, SHORTER, LONGER) else f" between {first.name} and {second.name}"
    return (
        f"On the same work {lead}{end}: {against}, {gap(found.difference, question)} "
        f"(95 % interval {_signed(found.low, question)} to {_signed(found.high, question)}), on "
        f"{found.overlap.coverage_ai:.0%} of {second.whose} and {found.overlap.coverage_human:.0%} of {first.whose} "
        f"contacts.{_reversal(found, question)}"
    )


def withheld(question: Question, reason: str) -> str:
    return f"{question.sides.together} are not compared at {question.measure}: {reason}."


def too_little_shared(overlap: Overlap, sides: Sides) -> str:
    """Why the guard refuses, as a reason of `withheld`."""
    return (
        f"they share {overlap.coverage_ai:.0%} of {sides.second.whose} and {overlap.coverage_human:.0%} of "
        f"{sides.first.whose} work, where {MIN_AI_KEPT:.0%} and {MIN_HUMAN_KEPT:.0%} are needed"
    )


def level(value: float | None, question: Question) -> str:
    """`83.3%`, or `340 s` and from 10 minutes on `12 min`."""
    if value is None:
        return "unknown"
    if not question.is_time:
        return f"{value:.1%}"
    return f"{value:.0f} s" if value < 600 else f"{value / 60:.0f} min"


def gap(value: float | None, question: Question) -> str:
    return f"{_signed(value, question)} {'%' if question.is_time else 'points'}"


def _signed(value: float | None, question: Question) -> str:
    return f"{100 * (value or 0):+.1f}"


def _takes(does: str) -> str:
    return "takes" if does == "does" else "take"


def _reversal(found: Comparison, question: Question) -> str:
    """What the crude figures would have said, where that is something else and more than chance."""
    crude1, crude2 = found.crude_first, found.crude_second
    if not found.is_reversed or None in (crude1.low, crude2.low, crude1.high, crude2.high):
        return ""
    apart = (crude1.low or 0) > (crude2.high or 0) or (crude2.low or 0) > (crude1.high or 0)
    if found.verdict not in (BETTER, WORSE, SHORTER, LONGER) and not apart:
        return ""
    return (
        f" The crude figures say the opposite ({level(crude2.rate, question)} against {level(crude1.rate, question)}): "
        "that is the mix of work, not how it is done."
    )
