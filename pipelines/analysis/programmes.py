"""Did it work: coaching and courses against people not yet reached, changes against what the series would have done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student

from pipelines.analysis.analysis import DAY, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.arrays import Matrix
from pipelines.statistics.coaching import coaching_effect
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.programmes import reliability
from pipelines.statistics.series import MIN_AFTER, MIN_BEFORE, its

AGENTS, STARTS = "intermediate.int_person_weeks", "intermediate.int_programme_starts"
WEEKS, EVENTS = "intermediate.int_weekly_measures", "intermediate.int_change_events"
MIN_SETTLED, MIN_CASES = 5, 20
LEAST_BEFORE = 4
# "Worked" and "did harm" are findings beside others, each of which may be wrong too.
FALSE_DISCOVERIES = 0.01
SERIES = ("verified_resolution_7d", "csat_satisfied", "recontact_7d")
NOT_CHANGES = ("hiring", "incident", "campaign", "help_center_users")
STAGGERED, SERIES_DESIGN, CONTROLLED = (
    "not-yet-reached comparison",
    "interrupted series",
    "interrupted series with control",
)
LABELS = {
    "quality_score": "quality",
    "verified_resolution_7d": "verified resolution",
    "csat_satisfied": "CSAT",
    "recontact_7d": "repeat contacts",
}


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    rows = [
        *_staggered(tables[AGENTS].to_pylist(), tables[STARTS].to_pylist()),
        *_interrupted(tables[WEEKS].to_pylist(), tables[EVENTS].to_pylist()),
    ]
    return {"programmes": _judged(rows)}


@dataclass(frozen=True)
class _Outcomes:
    """Weekly outcomes of agents, shape (agents, weeks), not a number where there are too few cases."""

    agents: list[str]
    weeks: list[date]
    values: dict[str, Matrix]
    contacts: Matrix


def _outcomes(rows: Sequence[Row], family: str | None) -> _Outcomes:
    used = [row for row in rows if family in (None, row["family"])]
    agents = sorted({row["agent_id"] for row in used})
    weeks = sorted({row["week_start_on"] for row in rows})
    at, when = {agent: n for n, agent in enumerate(agents)}, {week: n for n, week in enumerate(weeks)}
    columns = ("quality_micros", "reviews", "verified", "settled", "contacts")
    sums = {column: np.zeros((len(agents), len(weeks))) for column in columns}
    for row in used:
        for column in columns:
            sums[column][at[row["agent_id"]], when[row["week_start_on"]]] += row[column]
    values = {
        "quality_score": _over(sums["quality_micros"] / 1e6, sums["reviews"], 1),
        "verified_resolution_7d": _over(sums["verified"], sums["settled"], MIN_SETTLED),
    }
    return _Outcomes(agents, weeks, values, sums["contacts"])


def _over(totals: Matrix, sizes: Matrix, least: int) -> Matrix:
    return np.where(sizes >= least, totals / np.maximum(sizes, 1), np.nan)


def _staggered(rows: Sequence[Row], starts: Sequence[Row]) -> Iterable[Row]:
    programmes: dict[tuple[str, str, str | None], dict[str, date | None]] = defaultdict(dict)
    for start in starts:
        key = start["kind"], start["programme"], start["family"]
        programmes[key][start["agent_id"]] = start["started_on"]
    for (kind, programme, family), people in sorted(programmes.items(), key=lambda item: str(item[0])):
        outcomes = _outcomes(rows, family)
        # A course is compared among those to whom it was assigned; coaching among everybody.
        chosen = [n for n, agent in enumerate(outcomes.agents) if kind == "coaching" or agent in people]
        weeks = [_week(outcomes.weeks, people.get(outcomes.agents[n])) for n in chosen]
        for measure, values in outcomes.values.items() if chosen else ():
            trust = _reliability(values[chosen], weeks)
            effect = coaching_effect(values[chosen], weeks, trust, least_before=LEAST_BEFORE)
            reached = [n for n, week in zip(chosen, weeks, strict=True) if week is not None]
            yield {
                "programme": programme,
                "kind": kind,
                "label": programme,
                "population": "human",
                "measure": measure,
                "design": STAGGERED,
                "started_on": min((on for on in people.values() if on), default=None),
                "owner": None,
                "effect": effect.effect,
                "effect_low": effect.low,
                "effect_high": effect.high,
                "p": None if effect.low is None else _normal_p(effect.effect, effect.low, effect.high),
                "n_reached": effect.coached,
                "n_comparison": effect.not_yet,
                "rebound": effect.rebound,
                "pretrend_p": effect.pretrend_p,
                "refused": effect.refused,
                "contacts_a_week": float(outcomes.contacts[reached].sum(axis=0)[-6:].mean()) if reached else 0.0,
            }


def _week(weeks: Sequence[date], started_on: date | None) -> int | None:
    """The week in which it began; the first for what began before, null for what began after the last or never."""
    if started_on is None or (started_on - weeks[-1]).days > 6:
        return None
    return max((n for n, week in enumerate(weeks) if week <= started_on), default=0)


def _reliability(values: Matrix, weeks: Sequence[int | None]) -> float | None:
    """Of an agent's mean before the first start: how much of a low score would come back without any programme."""
    first = min((week for week in weeks if week), default=0)
    groups = [row[:first][~np.isnan(row[:first])] for row in values]
    groups = [group for group in groups if group.size]
    try:
        return reliability(groups)
    except ValueError:
        return None


def _normal_p(effect: float | None, low: float | None, high: float | None) -> float | None:
    if effect is None or low is None or high is None:
        return None
    spread = (high - low) / (2 * norm.ppf(0.975))
    return float(2 * norm.sf(abs(effect) / spread)) if spread else 0.0


def _interrupted(weeks: Sequence[Row], events: Sequence[Row]) -> Iterable[Row]:
    """Each change on each measure of the population it reached; against the other population where only one felt it."""
    series: dict[tuple[str, str], dict[date, float]] = defaultdict(dict)
    contacts: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in weeks:
        if row["measure"] in SERIES and row["n"] >= MIN_CASES:
            series[row["population"], row["measure"]][row["week_start_on"]] = row["total"] / row["n"]
        if row["measure"] == "contacts":
            contacts[row["population"]].append((row["week_start_on"], row["total"]))
    known = sorted({on for on, _ in contacts["all"]})
    for event in events:
        on = event["occurred_at"].date()
        if event["kind"] in NOT_CHANGES or not known or not known[0] <= on <= known[-1]:
            continue
        population = event["population"]
        other = {"human": "ai", "ai": "human"}.get(population)
        is_shared = any(e["label"] == event["label"] and e["population"] == other for e in events)
        for measure in SERIES:
            own = series.get((population, measure), {})
            control = {} if is_shared or other is None else series.get((other, measure), {})
            yield _series_row(event, measure, own, control, np.mean([n for _, n in sorted(contacts[population])[-6:]]))


def _series_row(
    event: Row, measure: str, own: dict[date, float], control: dict[date, float], contacts: np.floating
) -> Row:
    both = sorted(set(own) & set(control))
    is_controlled = len(both) >= MIN_BEFORE + MIN_AFTER
    weeks = both if is_controlled else sorted(own)
    values = [own[week] - (control[week] if is_controlled else 0.0) for week in weeks]
    start = sum(week < event["occurred_at"].date() for week in weeks)
    row: Row = {
        "programme": event["event_id"],
        "kind": event["kind"],
        "label": event["label"],
        "population": event["population"],
        "measure": measure,
        "design": CONTROLLED if is_controlled else SERIES_DESIGN,
        "started_on": event["occurred_at"].date(),
        "owner": event["owner"],
        "n_reached": len(weeks) - start,
        "n_comparison": start,
        "rebound": None,
        "pretrend_p": None,
        "contacts_a_week": float(contacts),
    }
    try:
        found = its(values, start)
    except ValueError as error:
        return row | dict.fromkeys(("effect", "effect_low", "effect_high", "p")) | {"refused": str(error)}
    degrees = len(weeks) - 4
    half = float(student.ppf(0.975, degrees)) * found.se_hac[2]
    return row | {
        "effect": found.level_change,
        "effect_low": found.level_change - half,
        "effect_high": found.level_change + half,
        "p": float(2 * student.sf(abs(found.level_change) / found.se_hac[2], degrees)) if found.se_hac[2] else 1.0,
        "refused": None,
    }


def _judged(rows: Sequence[Row]) -> list[Row]:
    """Verdict and sentence of each, all of one run being one family of comparisons."""
    tested = [row for row in rows if row["p"] is not None]
    family = bh([row["p"] for row in tested], FALSE_DISCOVERIES) if tested else None
    for number, row in enumerate(tested):
        assert family is not None
        row["p_adjusted"] = family.adjusted[number]
        better = row["effect"] < 0 if row["measure"] == "recontact_7d" else row["effect"] > 0
        excludes = row["effect_low"] > 0 or row["effect_high"] < 0
        is_shown = family.is_rejected[number] and excludes
        row["verdict"] = ("helped" if better else "harmed") if is_shown else "no effect shown"
    for row in rows:
        row.setdefault("p_adjusted", None)
        row.setdefault("verdict", "refused")
        row["sentence"] = _sentence(row)
    return [{column: row[column] for column in COLUMNS.names} for row in rows]


def _sentence(row: Row) -> str:
    what = f"{row['kind']} {row['label']}" if row["label"] != row["kind"] else row["kind"].capitalize()
    measure = LABELS[row["measure"]]
    if row["verdict"] == "refused":
        return f"{what}: its effect on {measure} is not estimated: {row['refused']}."
    effect = (
        f"{100 * row['effect']:+.1f} points of {measure} "
        f"({100 * row['effect_low']:+.1f} to {100 * row['effect_high']:+.1f}, {row['design']})"
    )
    says = {"helped": "worked", "harmed": "did harm", "no effect shown": "shows no effect"}[row["verdict"]]
    return f"{what} {says}: {effect}."


COLUMNS = schema(
    programme=TEXT,
    kind=TEXT,
    label=TEXT,
    population=TEXT,
    measure=TEXT,
    design=TEXT,
    started_on=DAY,
    owner=TEXT,
    verdict=TEXT,
    sentence=TEXT,
    effect=REAL,
    effect_low=REAL,
    effect_high=REAL,
    p_adjusted=REAL,
    n_reached=WHOLE,
    n_comparison=WHOLE,
    rebound=REAL,
    pretrend_p=REAL,
    contacts_a_week=REAL,
)

ANALYSIS = Analysis(
    name="tell what worked",
    reads={
        AGENTS: schema(
            agent_id=TEXT,
            week_start_on=DAY,
            family=TEXT,
            contacts=WHOLE,
            settled=WHOLE,
            verified=WHOLE,
            reviews=WHOLE,
            quality_micros=WHOLE,
        ),
        STARTS: schema(kind=TEXT, programme=TEXT, agent_id=TEXT, family=TEXT, started_on=DAY),
        WEEKS: schema(population=TEXT, measure=TEXT, kind=TEXT, week_start_on=DAY, total=REAL, n=WHOLE),
        EVENTS: schema(event_id=TEXT, kind=TEXT, label=TEXT, population=TEXT, owner=TEXT, occurred_at=MOMENT),
    },
    writes={"programmes": COLUMNS},
    compute=compute,
)
