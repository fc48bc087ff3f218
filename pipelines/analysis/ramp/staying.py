"""Who stays: hire classes, employers and everybody, with those still here counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.analysis.analysis import Row
from pipelines.statistics.attrition import attrition
from pipelines.statistics.intervals import wilson
from pipelines.statistics.multiplicity import adjusted_words, bh
from pipelines.statistics.survival import Survival, kaplan_meier, log_rank

WEEKS = (4, 13, 26, 52)
PEOPLE = LEAVERS = 5
NEW_DAYS, YEAR_DAYS = 90, 365
EMPLOYERS = {"in_house": "In-house people", "bpo": "Outsourced people"}


@dataclass(frozen=True)
class Person:
    """Somebody hired; `left_on` is null while here."""

    hired_on: date
    left_on: date | None
    employer_type: str | None


@dataclass(frozen=True)
class Watch:
    """The days on which leaving would have been seen."""

    first_on: date
    last_on: date

    def times(self, people: Sequence[Person]) -> tuple[list[float], list[int], list[float]]:
        """Weeks, events and weeks at entry."""
        times, events, entries = [], [], []
        for one in people:
            gone = one.left_on is not None and one.left_on <= self.last_on
            end = one.left_on if gone and one.left_on else self.last_on
            times.append((end - one.hired_on).days / 7)
            events.append(int(gone))
            entries.append(min(max((self.first_on - one.hired_on).days / 7, 0.0), times[-1]))
        return times, events, entries


def staying_rows(people: Sequence[Person], watch: Watch) -> list[Row]:
    """One row per hire class, employer and for everybody. Each class and each employer is held against the rest by a
    log-rank test, adjusted for all of them."""
    inside = [
        one for one in people if one.hired_on <= watch.last_on and (one.left_on or watch.last_on) > watch.first_on
    ]
    groups: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for one in inside:
        groups[("all", "all")].append(one)
        groups[("hire class", one.hired_on.strftime("%Y-%m"))].append(one)
        groups[("employer", one.employer_type or "unknown")].append(one)
    tests = {key: _p(members, inside, watch) for key, members in groups.items() if key[0] != "all"}
    known = {key: p for key, p in tests.items() if p is not None}
    adjusted = dict(zip(known, bh(list(known.values())).adjusted, strict=True)) if known else {}
    return [_row(*key, members, watch, adjusted.get(key)) for key, members in sorted(groups.items())]


def _p(members: Sequence[Person], everybody: Sequence[Person], watch: Watch) -> float | None:
    rest = [one for one in everybody if one not in members]
    if len(members) < PEOPLE or len(rest) < PEOPLE:
        return None
    sides = [watch.times(side) for side in (members, rest)]
    # The chi-square of fewer leavers is no chi-square.
    if sum(sum(side[1]) for side in sides) < LEAVERS:
        return None
    try:
        return log_rank([(side[0], side[1]) for side in sides], [side[2] for side in sides]).p
    except ValueError:  # nobody left while another was watched
        return None


def _row(kind: str, name: str, members: Sequence[Person], watch: Watch, p: float | None) -> Row:
    times, events, entries = watch.times(members)
    row: Row = {
        "group_kind": kind,
        "group_name": name,
        "people": len(members),
        "leavers": sum(events),
        "weeks_seen": max(times),
        **dict.fromkeys(VALUES),
        "p_adjusted": p,
        "is_withheld": len(members) < PEOPLE,
        "withheld_reason": None,
    }
    if len(members) < PEOPLE:
        reason = f"Fewer than {PEOPLE} people: a figure would be about persons"
        return row | {
            "leavers": None,
            "withheld_reason": reason,
            "sentence": f"{_who(kind, name)}: withheld. {reason}.",
        }
    row |= _shares(kaplan_meier(times, events, entries), max(times), min(entries))
    row |= _rates(members, watch)
    return row | {"sentence": _sentence(row, kind, name)}


VALUES = (
    *(f"stay_{week}_weeks{end}" for week in WEEKS for end in ("", "_low", "_high")),
    "attrition_annualised",
    "attrition_low",
    "attrition_high",
    "attrition_compound",
    "average_headcount",
    "days",
    "new_hires",
    "new_hires_left",
    "new_hire_attrition",
    "new_hire_attrition_low",
    "new_hire_attrition_high",
)


def _shares(curve: Survival, last: float, first: float) -> Row:
    """Share still here after each span that somebody was watched through. The first weeks of a class that was hired
    before the data begin are not known, and so are all shares after them."""
    found: Row = {}
    for week in WEEKS:
        if first > 0 or week > last:
            continue
        step = next((step for step in reversed(curve.steps) if step.time <= week), None)
        survival, error = (1.0, 0.0) if step is None else (step.survival, step.greenwood_se or 0.0)
        found |= {
            f"stay_{week}_weeks": survival,
            f"stay_{week}_weeks_low": max(survival - 1.96 * error, 0.0),
            f"stay_{week}_weeks_high": min(survival + 1.96 * error, 1.0),
        }
    return found


def _rates(members: Sequence[Person], watch: Watch) -> Row:
    """Leavers over mean headcount of the last year, and new hires who left within 90 days of those hired 90 days
    ago."""
    last = watch.last_on
    first = max(watch.first_on, date.fromordinal(last.toordinal() - YEAR_DAYS))
    days = max((last - first).days, 1)
    gone = sum(one.left_on is not None and first < one.left_on <= last for one in members)
    there = sum(max((min(one.left_on or last, last) - max(one.hired_on, first)).days, 0) for one in members) / days
    found: Row = {"days": days, "average_headcount": there}
    if there >= max(gone, PEOPLE):
        rate = attrition(gone, there, days)
        # Wilson's interval wants whole people.
        low, high = wilson(gone, max(round(there), gone, 1))
        found |= {
            "attrition_annualised": rate.annualised,
            "attrition_compound": rate.compound_annual,
            "attrition_low": float(low) * 365 / days,
            "attrition_high": float(high) * 365 / days,
        }
    new = [one for one in members if one.hired_on >= first and (last - one.hired_on).days >= NEW_DAYS]
    left = sum(one.left_on is not None and (one.left_on - one.hired_on).days < NEW_DAYS for one in new)
    found |= {"new_hires": len(new), "new_hires_left": left if len(new) >= PEOPLE else None}
    if len(new) >= PEOPLE:
        low, high = wilson(left, len(new))
        found |= {
            "new_hire_attrition": left / len(new),
            "new_hire_attrition_low": float(low),
            "new_hire_attrition_high": float(high),
        }
    return found


def _who(kind: str, name: str) -> str:
    return {"all": "Everybody", "employer": EMPLOYERS.get(name, f"Employer {name}")}.get(kind, f"Class of {name}")


def _sentence(row: Row, kind: str, name: str) -> str:
    text = f"{_who(kind, name)}: {row['leavers']} of {row['people']} left in {row['days']} days"
    if row["attrition_annualised"] is not None:
        text += (
            f", {row['attrition_annualised']:.0%} a year ({row['attrition_low']:.0%} to {row['attrition_high']:.0%})"
        )
    if row["p_adjusted"] is not None:
        verdict = "another pace than the rest" if row["p_adjusted"] <= 0.05 else "no other pace than the rest shown"
        text += f"; {verdict} ({adjusted_words(row['p_adjusted'])})"
    return text + "."
