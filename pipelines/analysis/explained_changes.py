"""Why measures moved, as far as the evidence goes: where it sits, what it is consistent with, or volume, or mix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pipelines.analysis.analysis import DAY, FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.explained_looks import LATEST, MIN_CASES, Look, answers, last_day, looks
from pipelines.analysis.explained_mechanisms import LACKING, LACKING_COLUMNS, mechanisms
from pipelines.analysis.explained_volume import volume_change
from pipelines.statistics.explanation import change_p, explain_change
from pipelines.statistics.explanation_data import BY_MIX, Answers, Design, Explanation
from pipelines.statistics.multiplicity import bh

CELLS = "intermediate.int_change_cells"
WEEKS, BREAKS, PROGRAMMES = "intermediate.int_weekly_measures", "analysis.change_points", "analysis.programmes"
PROGRAMME_COLUMNS = schema(programme=TEXT, kind=TEXT, measure=TEXT, design=TEXT, effect_low=REAL, effect_high=REAL)
FALSE_DISCOVERIES = 0.05
Periods = tuple[list[Answers], list[Answers]]
Found = tuple[Periods, Explanation | None, str | None, float | None]


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    cells, lacking = tables[CELLS].to_pylist(), tables[LACKING].to_pylist()
    found = _explained(
        {
            look: (answers(cells, look, look.before), answers(cells, look, look.after))
            for look in looks(cells, tables[BREAKS].to_pylist())
        },
        lacking,
        tables[WEEKS].to_pylist(),
        designs(tables[PROGRAMMES].to_pylist()),
    )
    return {
        "explained_changes": [
            *(_change(look, result, cells) for look, result in found.items()),
            *_volume(tables[WEEKS].to_pylist(), found),
        ],
        "change_parts": [row for look, result in found.items() for row in _parts(look, result[1])],
        "change_checks": [row for look, result in found.items() for row in _checks(look, result[1])],
    }


def _volume(weeks: Sequence[Row], found: Mapping[Look, Found]) -> Iterable[Row]:
    unmoved = [
        look.measure.label
        for look, (_, result, _, _) in found.items()
        if look.scope == "all" and look.rule == LATEST and result is not None and not result.checks[0].passed
    ]
    contacts = [row for row in weeks if row["measure"] == "contacts" and row["population"] == "all"]
    change = volume_change(contacts, unmoved)
    if change is not None:
        base = {"change_id": "contacts:all:latest weeks", "measure": "contacts", "population": "all", "rule": LATEST}
        yield {"p_adjusted": None} | dict.fromkeys(RESULTS) | base | change


def _explained(
    periods: Mapping[Look, Periods], lacking: Sequence[Row], weeks: Sequence[Row], known: Mapping[str, Design]
) -> dict[Look, Found]:
    """Each look with its explanation, or why there is none. Looks that can be made are one family of comparisons."""
    refused: dict[Look, str] = {}
    p_values: dict[Look, float] = {}
    for look, (before, after) in periods.items():
        try:
            if min(sum(row.responded for row in side) for side in (before, after)) < MIN_CASES:
                refused[look] = f"fewer than {MIN_CASES} cases in one of the periods"
            else:
                p_values[look] = change_p(before, after)
        except ValueError as error:
            refused[look] = str(error)
    family = bh(list(p_values.values()), FALSE_DISCOVERIES) if p_values else None
    found: dict[Look, Found] = {look: (periods[look], None, reason, None) for look, reason in refused.items()}
    for number, look in enumerate(p_values):
        assert family is not None
        result = explain_change(
            *periods[look],
            measure=look.measure.label + {"all": "", "human": " of people", "ai": " of the AI"}[look.scope],
            history=_history(weeks, look),
            mechanisms=partial(mechanisms, lacking, look.after),
            designs=known,
            is_shown=family.is_rejected[number],
        )
        found[look] = (periods[look], result, None, family.adjusted[number])
    return {look: found[look] for look in periods}


def designs(programmes: Sequence[Row]) -> dict[str, Design]:
    """What is known of courses by design: without the course, the measure is lower by what completing it adds."""
    return {
        row["programme"]: Design(row["design"], -row["effect_high"], -row["effect_low"])
        for row in programmes
        if row["kind"] == "training" and row["measure"] == "verified_resolution_7d" and row["effect_low"] is not None
    }


def _history(weeks: Sequence[Row], look: Look) -> list[float]:
    """Weekly levels earlier than both periods."""
    rows = [
        row
        for row in weeks
        if row["measure"] == look.measure.key
        and row["population"] == look.scope
        and row["week_start_on"] < min(look.before)
        and row["n"]
    ]
    return [row["total"] / row["n"] for row in sorted(rows, key=lambda row: row["week_start_on"])]


def _change(look: Look, found: Found, cells: Sequence[Row]) -> Row:
    (before, after), result, reason, adjusted = found
    base: Row = {
        "change_id": look.key,
        "measure": look.measure.key,
        "population": look.scope,
        "rule": look.rule,
        "before_from_on": min(look.before),
        "before_until_on": last_day(look.before),
        "after_from_on": min(look.after),
        "after_until_on": last_day(look.after),
        "n_before": sum(row.responded for row in before),
        "n_after": sum(row.responded for row in after),
        "p_adjusted": adjusted,
    }
    if result is None:
        return base | dict.fromkeys(RESULTS) | {"verdict": "withheld", "sentence": f"Not compared: {reason}."}
    contacts = sum(
        row["contacts"]
        for row in cells
        if row["week_start_on"] in look.after and look.scope in ("all", row["population"])
    )
    training = next((m for m in result.failing if m.kind == "training"), None)
    failing = training or (result.failing[0] if result.failing else None)
    return base | {
        "level_before": result.level1,
        "level_after": result.level2,
        "change": result.change,
        "change_low": result.low,
        "change_high": result.high,
        "mix_effect": result.mix_effect,
        "work_mix_effect": result.mix.effect,
        "work_mix_low": result.mix.low,
        "work_mix_high": result.mix.high,
        "rate_effect": result.rate_effect,
        "volume_effect": result.volume_effect,
        "volume_low": result.volume.low if result.volume else None,
        "volume_high": result.volume.high if result.volume else None,
        "volume_change": result.volume_change,
        "contacts_a_week": contacts / len(look.after),
        "verdict": result.verdict,
        "located_population": result.located[0],
        "located_cohort": result.located[1],
        "located_family": result.family,
        "located_effect": result.cohorts[0].rate_effect,
        "moved": result.mix.name if result.verdict == BY_MIX else None,
        "mechanism_kind": failing.kind if failing else None,
        "mechanism": failing.name if failing else None,
        "sentence": result.sentence,
    }


def _parts(look: Look, result: Explanation | None) -> Iterable[Row]:
    """Contributions by size until 80 % of all movement is listed."""
    for rank, effect in enumerate(result.effects if result else [], 1):
        yield {
            "change_id": look.key,
            "part_rank": rank,
            "part": effect.name,
            "rate_effect": effect.rate_effect,
            "mix_effect": effect.mix_effect,
            "share": effect.share,
            "presence": effect.presence,
        }


def _checks(look: Look, result: Explanation | None) -> Iterable[Row]:
    for check in result.checks if result else []:
        yield {
            "change_id": look.key,
            "check_number": check.number,
            "check_name": check.name,
            "is_passed": None if check.passed is None else bool(check.passed),
            "detail": check.detail,
        }


RESULTS: dict[str, Any] = {
    "level_before": REAL,
    "level_after": REAL,
    "change": REAL,
    "change_low": REAL,
    "change_high": REAL,
    "mix_effect": REAL,
    "work_mix_effect": REAL,
    "work_mix_low": REAL,
    "work_mix_high": REAL,
    "rate_effect": REAL,
    "volume_effect": REAL,
    "volume_low": REAL,
    "volume_high": REAL,
    "volume_change": REAL,
    "contacts_a_week": REAL,
    "verdict": TEXT,
    "located_population": TEXT,
    "located_cohort": TEXT,
    "located_family": TEXT,
    "located_effect": REAL,
    "moved": TEXT,
    "mechanism_kind": TEXT,
    "mechanism": TEXT,
    "sentence": TEXT,
}

ANALYSIS = Analysis(
    name="explain changes",
    reads={
        CELLS: schema(
            week_start_on=DAY,
            is_mature=FLAG,
            population=TEXT,
            cohort=TEXT,
            intent_id=TEXT,
            family=TEXT,
            channel=TEXT,
            band=TEXT,
            wait=TEXT,
            outcome=TEXT,
            cluster_id=TEXT,
            contacts=WHOLE,
            settled=WHOLE,
            verified=WHOLE,
            surveyed=WHOLE,
            answered=WHOLE,
            satisfied=WHOLE,
            waited=WHOLE,
            waited_usual=WHOLE,
        ),
        LACKING: LACKING_COLUMNS,
        WEEKS: schema(population=TEXT, measure=TEXT, kind=TEXT, week_start_on=DAY, total=REAL, n=WHOLE),
        BREAKS: schema(population=TEXT, measure=TEXT, break_on=DAY),
        PROGRAMMES: PROGRAMME_COLUMNS,
    },
    writes={
        "explained_changes": schema(
            change_id=TEXT,
            measure=TEXT,
            population=TEXT,
            rule=TEXT,
            before_from_on=DAY,
            before_until_on=DAY,
            after_from_on=DAY,
            after_until_on=DAY,
            n_before=WHOLE,
            n_after=WHOLE,
            p_adjusted=REAL,
            **RESULTS,
        ),
        "change_parts": schema(
            change_id=TEXT, part_rank=WHOLE, part=TEXT, rate_effect=REAL, mix_effect=REAL, share=REAL, presence=TEXT
        ),
        "change_checks": schema(change_id=TEXT, check_number=WHOLE, check_name=TEXT, is_passed=FLAG, detail=TEXT),
    },
    compute=compute,
)
