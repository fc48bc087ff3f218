"""The learning curve of each hire class and each AI version, week by week, against the tenured on the same work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.analysis.analysis import Row
from pipelines.analysis.ramp.weeks import HUMAN, Bar, Beginner, Sums, total
from pipelines.statistics.clusters import ratio_of_sums
from pipelines.statistics.intervals import wilson

SHOWN_FROM, PEOPLE = 20, 5
LAST_WEEK = 52


def curve_rows(people: Sequence[Beginner], bar: Bar) -> list[Row]:
    """One row per population, class or version, channel and week since the start, the first year."""
    groups: dict[tuple[str, str, str], list[Beginner]] = defaultdict(list)
    for one in people:
        groups[(one.population, one.cohort, one.channel)].append(one)
    rows = []
    for (population, cohort, channel), members in sorted(groups.items()):
        so_far: dict[str, int] = {}
        for week in sorted({number for one in members for number in one.weeks if number <= LAST_WEEK}):
            parts = {one.actor_id: one.weeks[week] for one in members if week in one.weeks}
            for actor, part in parts.items():
                so_far[actor] = so_far.get(actor, 0) + part.contacts
            seen_all = all(one.first <= 2 for one in members)
            mean = sum(so_far[actor] for actor in parts) / len(parts) if seen_all else None
            rows.append(_row(population, cohort, channel, week, list(parts.values()), mean, bar))
    return rows


def _row(
    population: str, cohort: str, channel: str, week: int, parts: list[Sums], so_far: float | None, bar: Bar
) -> Row:
    all_ = total(parts)
    reason = _reason(population, parts, all_, bar)
    row: Row = {
        "population": population,
        "cohort": cohort,
        "channel": channel,
        "week_number": week,
        "agents": len(parts),
        "contacts": all_.contacts,
        "contacts_since_start": so_far,
        "is_withheld": reason is not None,
        "withheld_reason": reason,
        **dict.fromkeys(VALUES),
    }
    row |= {"handle_n": all_.timed, "quality_n": all_.reviewed, "verified_n": all_.judged}
    if reason:
        return row
    return row | _handle(population, parts, all_, bar) | _verified(population, parts, all_, bar) | _quality(all_)


VALUES = (
    "handle_n",
    "handle_index",
    "handle_index_low",
    "handle_index_high",
    "handle_seconds",
    "tenured_handle_seconds",
    "verified_n",
    "verified_index",
    "verified_index_low",
    "verified_index_high",
    "verified_rate",
    "tenured_verified_rate",
    "quality_n",
    "quality_score",
    "quality_low",
    "quality_high",
    "tenured_quality_score",
)


def _reason(population: str, parts: list[Sums], all_: Sums, bar: Bar) -> str | None:
    if bar.seconds is None and bar.verified is None:
        return "Nobody has been with the company long enough to set the bar"
    if population == HUMAN and len(parts) < PEOPLE:
        return f"Fewer than {PEOPLE} people: a figure would be about persons"
    if all_.contacts < SHOWN_FROM:
        return f"Fewer than {SHOWN_FROM} contacts"
    return None


def _handle(population: str, parts: list[Sums], all_: Sums, bar: Bar) -> Row:
    """Machine time is never put beside people's handle time."""
    if population != HUMAN or all_.timed < SHOWN_FROM or not all_.expected_seconds or bar.seconds is None:
        return {}
    found = ratio_of_sums([part.seconds for part in parts], [part.expected_seconds for part in parts])
    return {
        "handle_index": found.ratio,
        "handle_index_low": found.low,
        "handle_index_high": found.high,
        "handle_seconds": found.ratio * bar.seconds,
        "tenured_handle_seconds": bar.seconds,
    }


def _verified(population: str, parts: list[Sums], all_: Sums, bar: Bar) -> Row:
    if all_.judged < SHOWN_FROM or not all_.expected_verified or bar.verified is None:
        return {}
    if population == HUMAN:
        found = ratio_of_sums([part.verified for part in parts], [part.expected_verified for part in parts])
        index, low, high = found.ratio, found.low, found.high
    else:
        # One version is one agent: its contacts of a week are taken as they come.
        bounds = wilson(all_.verified, all_.judged)
        scale = all_.judged / all_.expected_verified
        index = all_.verified / all_.expected_verified
        low, high = (float(bound) * scale for bound in bounds)
    return {
        "verified_index": index,
        "verified_index_low": low,
        "verified_index_high": high,
        "verified_rate": min(index * bar.verified, 1.0),
        "tenured_verified_rate": bar.verified,
    } | ({} if bar.quality is None else {"tenured_quality_score": bar.quality})


def _quality(all_: Sums) -> Row:
    n = all_.reviewed
    if n < SHOWN_FROM:
        return {}
    mean = all_.quality / n
    half = 1.96 * (max(all_.quality_square - n * mean**2, 0.0) / (n - 1) / n) ** 0.5
    return {"quality_score": mean, "quality_low": mean - half, "quality_high": mean + half}
