"""What stands behind a gap in resolution that was found: a harm of its own, and what the place lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.explained_changes import PROGRAMME_COLUMNS, PROGRAMMES, designs
from pipelines.analysis.explained_mechanisms import LACKING, LACKING_COLUMNS, mechanisms
from pipelines.statistics.explanation import gap_words, shown_mechanisms
from pipelines.statistics.explanation_data import CAUSED, CONSISTENT, LOCATED, Design, Mechanism
from pipelines.statistics.intervals import newcombe_diff

GAPS, HORIZON = "marts.measure_resolution_gaps", "intermediate.int_horizon_found"
COHORT, LAG, SCOPE = "cohort_family", "change_lag", "scope_entry"


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    gaps = [row for row in tables[GAPS].to_pylist() if row["is_found"] and row["difference_high"] < 0 and _is_harm(row)]
    lacking, known = tables[LACKING].to_pylist(), designs(tables[PROGRAMMES].to_pylist())
    # What came in the last seven days cannot be judged yet.
    seen = [row["observed_until"].date() - timedelta(days=7) for row in tables[HORIZON].to_pylist()]
    until = max(seen, default=date.max)
    return {"explained_gaps": [_row(row, lacking, known, until) for row in _strongest(gaps)]}


def _is_harm(row: Row) -> bool:
    """Whether the place itself does worse than its comparison: beside a deep gap, others only look better or worse."""
    counts = (row["value"] * row["n"], row["n"], row["comparison_value"] * row["comparison_n"], row["comparison_n"])
    low, high = newcombe_diff(*(round(count) for count in counts))
    return bool(low <= high < 0)


def _strongest(gaps: Sequence[Row]) -> list[Row]:
    """Of one place in several months, the month in which most is certain."""
    best: dict[tuple[str, str], Row] = {}
    for row in gaps:
        place = row["kind"], row["place"]
        if place not in best or row["difference_high"] < best[place]["difference_high"]:
            best[place] = row
    return [best[place] for place in sorted(best)]


def _row(row: Row, lacking: Sequence[Row], known: dict[str, Design], until: date) -> Row:
    cohort, _, family = row["place"].partition(" on ") if row["kind"] == COHORT else ("", "", "")
    first, last = row["period_start_on"], min(row["period_end_on"], until)
    days = max(1, (last - first).days + 1)
    failing: list[Mechanism] = []
    if row["kind"] == COHORT:
        weeks = {first - timedelta(days=first.weekday()) + timedelta(days=7 * n) for n in range(-1, days // 7 + 2)}
        weeks = {week for week in weeks if week >= first - timedelta(days=6) and week <= last}
        failing = shown_mechanisms(mechanisms(lacking, weeks, "human", cohort, family))
    design = next((known[m.name] for m in failing if m.name in known), None)
    is_caused = design is not None and design.high < 0
    verdict = (CAUSED if is_caused else CONSISTENT) if failing else LOCATED
    training = next((m for m in failing if m.kind == "training"), failing[0] if failing else None)
    return {
        "kind": row["kind"],
        "population": row["population"],
        "place": row["place"],
        "cohort": cohort or None,
        "family": family or None,
        "period_start_on": first,
        "period_end_on": last,
        "n": row["n"],
        "difference": row["difference"],
        "difference_low": row["difference_low"],
        "difference_high": row["difference_high"],
        "contacts_a_week": 7 * row["n"] / days,
        "verdict": verdict,
        "mechanism_kind": training.kind if training else None,
        "mechanism": training.name if training else None,
        "sentence": _sentence(row, verdict, failing),
    }


def _sentence(row: Row, verdict: str, failing: Sequence[Mechanism]) -> str:
    points = f"{100 * abs(row['difference']):.0f} points ({100 * abs(row['difference_high']):.0f} to "
    points += f"{100 * abs(row['difference_low']):.0f})"
    cause = {
        COHORT: f"; {verdict} {gap_words(failing)}" if failing else "; what is missing is not shown",
        LAG: "; consistent with stale knowledge",
        SCOPE: "; the scope went further than the AI can serve",
    }[row["kind"]]
    label = row["place_label"][0].upper() + row["place_label"][1:]
    return f"{label}: {points} fewer verified resolutions than {row['comparison_label']}{cause}."


ANALYSIS = Analysis(
    name="explain gaps",
    reads={
        GAPS: schema(
            kind=TEXT,
            population=TEXT,
            place=TEXT,
            place_label=TEXT,
            comparison_label=TEXT,
            period_start_on=DAY,
            period_end_on=DAY,
            n=WHOLE,
            value=REAL,
            comparison_n=WHOLE,
            comparison_value=REAL,
            difference=REAL,
            difference_low=REAL,
            difference_high=REAL,
            is_found=FLAG,
        ),
        LACKING: LACKING_COLUMNS,
        PROGRAMMES: PROGRAMME_COLUMNS,
        HORIZON: schema(observed_until=MOMENT),
    },
    writes={
        "explained_gaps": schema(
            kind=TEXT,
            population=TEXT,
            place=TEXT,
            cohort=TEXT,
            family=TEXT,
            period_start_on=DAY,
            period_end_on=DAY,
            n=WHOLE,
            difference=REAL,
            difference_low=REAL,
            difference_high=REAL,
            contacts_a_week=REAL,
            verdict=TEXT,
            mechanism_kind=TEXT,
            mechanism=TEXT,
            sentence=TEXT,
        )
    },
    compute=compute,
)
