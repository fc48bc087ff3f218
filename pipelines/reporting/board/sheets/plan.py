"""Plan: whom to hire by when, and where the AI may serve more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from pipelines.reporting.board.content import Chart, Figure, Lines, Row, Series, Sheet, Table, Told
from pipelines.reporting.board.facts import Facts, Record, figure
from pipelines.reporting.figures import closed, count, day, sentence

HIRING, GATES = "enable_hiring_plan", "grow_use_cases"
KEYS = ("scenario", "class_number")
SCENARIOS, CLASSES, MATTERS = 9, 6, 12
ORDER = {"failed": 0, "passed": 1, "open": 2, "too few": 3}
TOO_FEW = "Fewer than 30 contacts on one side"
WORDS = {"failed": "failed", "passed": "passed", "open": "open", "too few": "too few contacts"}
TERMS = (
    ("Full-time people", "Paid hours of one contract in a week, time away added: people on the payroll, not chairs."),
    (
        "Offer by",
        (
            "The last day to make an offer so that someone is productive when the need begins, notice, "
            "training and ramp counted."
        ),
    ),
    (
        "Gate of the AI",
        (
            "On the same matter, the AI may keep at most 5 points less than people. Passed: surely within; "
            "failed: surely worse; open: not certain yet."
        ),
    ),
    (
        "Decision on staff",
        (
            "None is due because the AI keeps more, before the hardest fifth of the work holds its "
            "resolution and satisfaction."
        ),
    ),
)


def sheet(facts: Facts) -> Sheet:
    """The plan by scenario and the gates of the AI by matter."""
    plan = facts.rows(f"from marts.{HIRING} order by scenario_order, class_number")
    gates = facts.rows(f"from marts.{GATES} where intent_id <> 'all' and population = 'ai'")
    gates.sort(key=lambda row: (ORDER.get(row["gate"], 9), -(row["n"] or 0), row["intent_id"]))
    hired = hiring(plan)
    return Sheet(
        "plan",
        "Plan",
        headline(plan, gates),
        leads(plan),
        (needed(plan), hired, scope(gates, MATTERS - len(hired.rows)), basis(plan)),
        TERMS,
    )


def headline(plan: list[Record], gates: list[Record]) -> str:
    """The scenario of today, and how many matters pass."""
    today = next((row for row in plan if row["scenario_order"] == 1), None)
    first = (
        sentence(today["sentence"]).removesuffix(".")
        if today
        else "No forecast of contacts or no plan of shifts was loaded, so nobody can say whom it takes"
    )
    if not gates:
        return f"{first}; no matter of an AI is measured."
    passed, failed = (sum(row["gate"] == gate for row in gates) for gate in ("passed", "failed"))
    return (
        f"{first}; the AI passes its gate on {count(passed)} of {count(len(gates))} matters and fails it on "
        f"{count(failed)}."
    )


def leads(plan: list[Record]) -> tuple[Told, ...]:
    """What holds the gate of staffing shut; what a late offer costs."""
    told = []
    shut = next((row for row in plan if row["is_gate_open"] is False), None)
    if shut:
        name = json.dumps([HIRING, {key: shut[key] for key in KEYS}, {"text": "sentence"}]) + "/text"
        told.append(Told(sentence(shut["sentence"]), name))
    late = next((row for row in plan if row["late_weeks"] and row["scenario_order"] == 1), None)
    if late:
        told.append(Told(f"As today, the offer is late by {count(late['late_weeks'])} weeks."))
    return tuple(told)


def needed(plan: list[Record]) -> Chart:
    """Full-time people needed, by scenario, with their range: next week, or in the week of the first class."""
    kept = [row for row in plan if row["class_number"] in (0, 1)][:SCENARIOS]
    spec = {"unit": "number", "n": "none"}
    return Chart(
        "bars",
        "Full-time people needed, by scenario: next week, or when the first class must be ready",
        tuple(row["scenario"] for row in kept),
        (Series("Needed", "human", tuple(figure(HIRING, row, KEYS, "required_fte", **spec) for row in kept)),)
        if kept
        else (),
        unit="number",
        note="Lines: the range of the forecast, with 95 % confidence."
        if any(row["required_fte_low"] for row in kept)
        else "",
        empty="No plan can be made: forecasts or shifts are missing.",
    )


def hiring(plan: list[Record]) -> Table:
    """When to offer, in each scenario that needs somebody; all others in one line."""
    hire = [row for row in plan if row["hires"]]
    rest = [row["scenario"] for row in plan if not row["hires"]]
    notes = [f"Nobody has to be hired if: {'; '.join(dict.fromkeys(rest))}."] if hire and rest else []
    if len(hire) > CLASSES:
        notes.append(f"{len(hire) - CLASSES} more classes stand on the page about capacity.")
    return Table(
        "Whom to hire, and the last day to offer",
        ("If", "Hire", "Offer by", "Productive", "Decision"),
        tuple(
            Row(
                row["scenario"],
                (
                    figure(HIRING, row, KEYS, "hires", unit="count"),
                    _day(row["offer_by_on"]),
                    _day(row["productive_on"]),
                    "not before its gate opens" if row["is_gate_open"] is False else "due",
                ),
            )
            for row in hire[:CLASSES]
        ),
        note=" ".join(notes),
        empty="In no scenario has anybody to be hired within the plan."
        if plan
        else "Without forecasts or shifts there is no date to hire by.",
    )


def _day(value: date | None) -> str:
    return day(value) if value else "not known"


def scope(gates: list[Record], most: int) -> Table:
    """Where the AI may serve more, by matter: both on the same matter."""
    left = len(gates) - most
    return Table(
        "What the AI may serve: both on the same matter, resolved for 7 days",
        ("Matter", "AI", "People", "AI less people", "Gate"),
        tuple(
            Row(
                row["intent_label"],
                (
                    _rate(row, "verified_rate", unit="share", n="told"),
                    _rate(row, "people_verified_rate", unit="share", n="people_told"),
                    _rate(row, "difference", unit="points", n="none"),
                    WORDS.get(row["gate"], row["gate"]),
                ),
            )
            for row in gates[:most]
        ),
        tones=(None, "ai", "human"),
        note=f"{left} more matters stand in the published table." if left > 0 else "",
        empty="No AI serves any matter, or none is measured yet.",
    )


def _rate(row: Record, column: str, **spec: str) -> Figure:
    """One rate of a matter, or why there is none."""
    found = figure(GATES, row, ("use_case_id", "intent_id"), column, despite="yes", **spec)
    return found if found.is_shown else replace(found, reason=row["withheld_reason"] or TOO_FEW)


def basis(plan: list[Record]) -> Lines:
    """What was put in, and whether it is our own."""
    text = plan[0]["basis"] if plan and plan[0]["basis"] else ""
    return Lines(
        "What the plan rests on", tuple(Told(closed(sentence(line))) for line in text.split("; ") if line), columns=2
    )
