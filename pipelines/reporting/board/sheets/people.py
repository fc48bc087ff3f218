"""People: who leaves, how busy they are, whether they are coached, and what presses on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reporting.board.content import Chart, Figure, Row, Series, Sheet, Table, Told, Tone
from pipelines.reporting.board.facts import Facts, Record, figure
from pipelines.reporting.board.sheets.reading import columns_of
from pipelines.reporting.figures import count, listed, month_name, named

COLUMNS = 3
EMPLOYERS = 10
TIME, COACHING, FLOOR, LOAD, WORK = (
    "measure_workforce_time",
    "perform_coaching_time",
    "perform_coaching_floor",
    "perform_emotional_load",
    "grow_human_work",
)


@dataclass(frozen=True)
class Measure:
    """One line of what presses on people: the rows of a mart, by which columns they differ, and the number of each."""

    label: str
    mart: str
    where: str
    keys: tuple[str, ...]
    value: str = "value"
    unit: str = "share"
    ends: tuple[str, str, str] | None = None

    def of(self, row: Record) -> Figure:
        """The number of one row, with its interval and n where the mart names them otherwise than usual."""
        named = dict(zip(("low", "high", "n"), self.ends or (), strict=False))
        return figure(self.mart, row, self.keys, self.value, unit=self.unit, **named)


def _time(label: str, column: str) -> Measure:
    return Measure(label, TIME, "team = 'all'", ("population", "period", "team"), column)


def _work(label: str, metric: str) -> Measure:
    where = f"metric = '{metric}' and population = 'human'"
    return Measure(label, WORK, where, ("period", "population", "metric"))


MEASURES = (
    _time("Ready time spent on customers", "occupancy"),
    _time("Paid time away from work", "shrinkage_total"),
    Measure(
        "Planned coaching that took place",
        COACHING,
        "outcome = 'delivered'",
        ("period", "population", "outcome", "reason"),
        "share",
        ends=("sessions_share_low", "sessions_share_high", "planned_sessions"),
    ),
    Measure(
        "Weeks with 30 minutes of coaching", FLOOR, "metric = 'coaching_floor'", ("population", "period", "metric")
    ),
    _work("Hard contacts", "hard_contacts"),
    _work("Contacts taken over from the AI", "exception_contacts"),
    Measure(
        "Emotional load, 0 to 1",
        LOAD,
        "metric = 'emotional_load' and team = 'all'",
        ("period", "population", "team", "metric"),
        unit="score",
    ),
)
TERMS = (
    (
        "Attrition",
        (
            "People who left over the mean number of people, for a whole year. With few people its range is "
            "wide: one departure more or less changes it much."
        ),
    ),
    (
        "Ready time spent on customers",
        (
            "Also called occupancy: time with a customer over time with or ready for one. Above 90 % "
            "for hours it wears people out."
        ),
    ),
    ("Hard contacts", "Complexity 4 or 5 of 5, of those whose complexity is known."),
    (
        "Emotional load",
        (
            "Mean of five shares (hard, taken over from the AI, returning, dissatisfied, leaving customers), each "
            "over its own heaviest tenth. Teams below five people are never shown."
        ),
    ),
)


def sheet(facts: Facts) -> Sheet:
    """How the people who answer fare; nothing here is about one person."""
    everybody = next(iter(facts.rows("from marts.enable_staying where group_kind = 'all'")), None)
    months = [month for month in facts.all_months if month <= facts.period.last][-COLUMNS:]
    rows = tuple(_row(facts, measure, months) for measure in MEASURES)
    return Sheet(
        "people",
        "People",
        headline(facts, everybody),
        leads(facts, rows),
        (pressure(months, rows), coaching(facts, months), staying(facts)),
        TERMS,
    )


def _row(facts: Facts, measure: Measure, months: Sequence[str]) -> Row:
    at = {row["period"]: row for row in facts.of_months(measure.mart, months, measure.where)}
    missing = "Nothing was recorded for it in this month"
    return Row(
        measure.label,
        tuple(measure.of(at[month]) if month in at else Figure(None, measure.unit, reason=missing) for month in months),
        note="" if at else _needs(measure.mart),
    )


def _needs(mart: str) -> str:
    return {
        TIME: "no shifts were loaded",
        COACHING: "no coaching calendar was loaded",
        FLOOR: "no coaching was loaded",
    }.get(mart, "nothing of it was loaded")


def headline(facts: Facts, everybody: Record | None) -> str:
    """How busy, how much coaching took place, and who left."""
    name = month_name(facts.period.last) if facts.period.months else ""
    now = {label: _now(facts, label) for label in ("Ready time spent on customers", "Planned coaching that took place")}
    busy, coached = now.values()
    words = []
    if busy:
        words.append(f"people spent {busy.text} of their ready time on customers")
    if coached:
        words.append(f"{coached.said} of planned coaching took place")
    said = f"In {name} {' and '.join(words)}" if words else ""
    if everybody and not everybody["is_withheld"] and everybody["leavers"] is not None:
        left = (
            f"{count(everybody['leavers'])} of {count(everybody['people'])} people left in "
            f"{count(everybody['days'])} days"
        )
        return f"{said}; {left}." if said else f"{left[:1].upper()}{left[1:]}; their working time is not known."
    if said:
        return f"{said}; who left is not known."
    return "No shifts, no coaching and no hire dates were loaded, so nothing can be said about how people fare."


def _now(facts: Facts, label: str) -> Figure | None:
    measure = next(one for one in MEASURES if one.label == label)
    entry = _row(facts, measure, [facts.period.last]).entries[0] if facts.period.months else None
    return entry if isinstance(entry, Figure) and entry.is_shown else None


def leads(facts: Facts, rows: Sequence[Row]) -> tuple[Told, ...]:
    """What the sheet cannot show for want of sources."""
    missing = [row.label.lower() for row in rows if row.note]
    told = [Told(f"Not recorded here: {listed(missing)}.")] if missing else []
    return (Told("Figures are about groups of five people or more, never about one."), *told)


def pressure(months: Sequence[str], rows: Sequence[Row]) -> Table:
    """What presses, month by month."""
    kept = tuple(row for row in rows if not row.note)
    return Table(
        "Time, coaching and load, month by month",
        ("", *(month_name(month) for month in months)),
        kept,
        tones=columns_of("human", months),
        empty="No shifts, coaching or reviews were loaded.",
    )


def coaching(facts: Facts, months: Sequence[str]) -> Chart:
    """What became of planned coaching, in minutes."""
    rows = facts.of_months(COACHING, months)
    seen = [month for month in months if any(row["period"] == month for row in rows)]
    states = sorted({(row["outcome"], row["reason"]) for row in rows}, key=lambda one: (one[0] != "delivered", one))
    greys: list[Tone] = ["ink", "soft", "pale", "open"]
    at = {(row["period"], row["outcome"], row["reason"]): row for row in rows}

    def part(month: str, state: tuple[str, str]) -> Figure | None:
        row = at.get((month, *state))
        return Figure(float(row["share"]), "share", n=row["n"]) if row and row["share"] is not None else None

    def name(state: tuple[str, str]) -> str:
        return (
            "took place"
            if state[0] == "delivered"
            else named(f"{state[0]}: {state[1]}").lower()
            if state[1] not in ("none", None)
            else state[0]
        )

    return Chart(
        "parts",
        "What became of planned coaching, in minutes",
        tuple(month_name(month) for month in seen),
        tuple(
            Series(
                name(state),
                "human" if state[0] == "delivered" else greys[(index - 1) % len(greys)],
                tuple(part(month, state) for month in seen),
            )
            for index, state in enumerate(states)
        ),
        empty="No coaching was planned, or no coaching calendar was loaded.",
    )


def staying(facts: Facts) -> Table:
    """Attrition of everybody and by employer, with its range."""
    rows = facts.rows(
        "from marts.enable_staying where group_kind in ('all', 'employer') order by group_kind <> 'all', group_name"
    )
    keys = ("group_kind", "group_name")
    return Table(
        "Who left, as far back as a year",
        ("", "People", "Left", "As a share a year"),
        tuple(
            Row(
                "Everybody"
                if row["group_kind"] == "all"
                else {"bpo": "Outsourced", "in_house": "In-house"}.get(row["group_name"], named(row["group_name"])),
                (
                    figure("enable_staying", row, keys, "people", unit="count", low="none", high="none", despite="yes"),
                    figure("enable_staying", row, keys, "leavers", unit="count", low="none", high="none"),
                    figure(
                        "enable_staying",
                        row,
                        keys,
                        "attrition_annualised",
                        unit="share",
                        low="attrition_low",
                        high="attrition_high",
                        n="people",
                    ),
                ),
            )
            for row in rows[:EMPLOYERS]
        ),
        note=(
            "Where few people left, the range is wide; above 100 % would mean more departures in a year than "
            "there are people."
        )
        if rows
        else "",
        empty="No hire dates were loaded, so nobody can say who stays.",
    )
