"""The answer: what held for customers, what moved, and what needs a decision now."""

from __future__ import annotations

import json

from pipelines.reporting.board.content import NAMES, Chart, Figure, Lines, Row, Series, Sheet, Table, Told
from pipelines.reporting.board.facts import Facts, Record, figure
from pipelines.reporting.board.sheets.reading import (
    KEYS,
    MART,
    both,
    change,
    definition,
    has_ai,
    is_noise,
    moved,
    read,
    shown,
)
from pipelines.reporting.figures import closed, month_name, sentence

METRIC = "verified_resolution_7d"
FINDINGS = 5
MONTHS = 6
WORK = (
    "The two are given different work: this compares what customers got, not who would do better on the same contact."
)


def sheet(facts: Facts, others: tuple[Sheet, ...]) -> Sheet:
    """The first sheet, of both populations; the headlines of the others follow below it."""
    held = both(facts, METRIC)
    findings = facts.rows("from marts.improve_findings order by rank")
    return Sheet(
        "answer",
        "The answer",
        headline(facts, held),
        leads(facts, held, len(findings)),
        (
            months(facts),
            decisions(facts),
            Lines("The other sheets, in a sentence each", tuple(Told(f"{one.name}: {one.headline}") for one in others)),
        ),
        definition(facts, (METRIC,)),
    )


def headline(facts: Facts, held: dict[str, Figure | None]) -> str:
    """What held after 7 days, for both populations; or why that cannot be said."""
    people, ai, name = held["human"], held["ai"], facts.period.name
    start = f"In {name}, nobody came back within 7 days after"
    if people and ai:
        difference = change(ai, people)
        verdict = (
            "the difference is within noise"
            if difference is None or is_noise(difference)
            else f"what the AI answers holds {'better' if (difference.value or 0) > 0 else 'less well'}"
        )
        return f"{start} {ai.said} of the AI's contacts and {people.said} of people's: {verdict}."
    if people:
        other = read(facts, "ai", METRIC)
        reason = other.why if has_ai(facts) and isinstance(other, Figure) else ""
        return f"{start} {people.said} of people's contacts; " + (
            f"the AI's share is not shown: {_lower(reason)}" if reason else "no AI answers customers here."
        )
    if ai:
        return f"{start} {ai.said} of the AI's contacts; people's share is not shown."
    return f"No contact of {name} is old enough or frequent enough to be judged, so nothing is said about what held."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def leads(facts: Facts, held: dict[str, Figure | None], findings: int) -> tuple[Told, ...]:
    """What moved since the period before, and how many findings wait for a decision."""
    told = [Told(WORK)] if held["human"] and held["ai"] else []
    earlier = {population: shown(read(facts, population, METRIC, facts.before)) for population in NAMES}
    moves = [
        moved(NAMES[population], change(now, before))
        for population, now in held.items()
        if now and (before := earlier[population])
    ]
    if moves:
        told.append(Told(f"Against {facts.before.name}: {'; '.join(moves)}."))
    elif facts.period.months:
        told.append(Told("No earlier period is loaded, so nothing can be said about what moved."))
    told.append(
        Told(
            (
                f"{findings} finding{'s' * (findings != 1)} stand{'s' * (findings == 1)} after their own "
                "tests and wait for a decision."
            )
            if findings
            else "No finding stands after its own tests: nothing in the data loaded moved beyond noise."
        )
    )
    return tuple(told)


def months(facts: Facts) -> Chart:
    """The share that held, month by month, as far back as six months."""
    names = [month for month in facts.all_months if month <= facts.period.last][-MONTHS:]
    rows = facts.of_months(MART, names, f"metric = '{METRIC}'")
    at = {(row["population"], row["period"]): figure(MART, row, KEYS) for row in rows}
    return Chart(
        "points",
        "Contacts after which nobody came back within 7 days, month by month",
        tuple(month_name(month) for month in names),
        tuple(
            Series(NAMES[key], "human" if key == "human" else "ai", tuple(at.get((key, month)) for month in names))
            for key in NAMES
        ),
        note=(
            "A line through a mark is the range in which the true value lies, with 95 % confidence; where "
            "none shows, it is narrower than the mark."
        ),
        empty="No month can be judged yet.",
    )


def decisions(facts: Facts) -> Table:
    """The findings that need a decision, largest first; they rest on all months loaded."""
    rows = facts.rows(f"from marts.improve_findings order by rank limit {FINDINGS}")
    return Table(
        "What needs a decision now, largest first (from all months that are loaded)",
        ("Finding", "Contacts a week at stake", "Who decides", "Next step"),
        tuple(
            Row(
                closed(sentence(row["sentence"])),
                (
                    figure(
                        "improve_findings", row, ("rank",), "contacts_a_week", unit="count", low="none", high="none"
                    ),
                    row["owner"] or "nobody is named yet",
                    row["next_step"],
                ),
                cell=cell_of(row),
            )
            for row in rows
        ),
        empty="Nothing waits for a decision.",
        is_wide=True,
    )


def cell_of(row: Record) -> str:
    """The name of the sentence of a finding."""
    return json.dumps(["improve_findings", {"rank": row["rank"]}, {"text": "sentence"}]) + "/text"
