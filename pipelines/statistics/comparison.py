"""The computed verdict on people and AI: fair, or withheld with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np
from scipy.stats import t as student

from pipelines.statistics.arrays import Matrix
from pipelines.statistics.clusters import DRAWS
from pipelines.statistics.intervals import wilson
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.overlap import MIN_AI_KEPT, MIN_HUMAN_KEPT, MIN_N, Overlap, overlap_guard
from pipelines.statistics.sensitivity import e_value
from pipelines.statistics.stratified import (
    Difference,
    StratifiedRate,
    bootstrap_difference,
    difference,
    is_few,
    stratified_rate,
)

BETTER, WORSE, NONE_SHOWN = "better", "worse", "no difference shown"
NOT_COMPARABLE, TOO_FEW = "not comparable", "too few"
SHOWN_FROM = 20
SAME_SIGN = 2 / 3
MIXES = ("pooled", "human", "ai")


@dataclass(frozen=True, slots=True)
class Cell:
    """Mature contacts of one cluster in one stratum.

    Attributes:
        stratum: intent x complexity band x channel, known before handling.
        population: `human` or `ai`.
        cluster: an agent; for the AI, which is one agent, a version's block of seven days.
        n, events: contacts whose window is over and whose outcome is known, and those with the outcome.
    """

    stratum: str
    population: str
    cluster: str
    n: int
    events: int


@dataclass(frozen=True, slots=True)
class Rate:
    """A crude rate of one population with its interval; null below 20 contacts."""

    n: int
    events: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class StratumRates:
    """A comparable stratum: both rates and its weight in the adjusted ones."""

    stratum: str
    weight: float
    human_n: int
    human_rate: float
    ai_n: int
    ai_rate: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The AI against people on the same work. What cannot be said is null, and `statement` says why.

    Attributes:
        verdict: the AI is `better` or `worse`, `no difference shown`, `not comparable` or `too few`.
        crude_human, crude_ai: all contacts, whatever the mix.
        human, ai: rates adjusted to the mix `mix` over the comparable strata.
        difference, low, high: AI less people, adjusted, clustered; `p` before and `adjusted_p` after the page's family.
        same_sign: share of comparable contacts in strata that point the same way as the whole.
        e_value, e_value_limit: strength of an unseen factor that would explain the difference, or its interval, away.
    """

    verdict: str
    statement: str
    mix: str
    overlap: Overlap
    crude_human: Rate
    crude_ai: Rate
    strata: list[StratumRates]
    human: float | None = None
    ai: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    same_sign: float | None = None
    e_value: float | None = None
    e_value_limit: float | None = None


def fair_comparison(
    cells: Sequence[Cell],
    measure: str = "resolution",
    mix: str = "pooled",
    higher_is_better: bool = True,
    seed: int = 0,
) -> Comparison:
    """The verdict of a single comparison; on a page with several use `fair_comparisons`.

    Args:
        cells: one per stratum, population and cluster; repeated ones add up.
        measure: what the rate is of, for the statement.
        mix: whose work the rates are adjusted to: `pooled`, `human` or `ai`.
        higher_is_better: false for rates such as repeat contacts.
        seed: of the resampling.

    Raises:
        ValueError: no cells, an unknown population or mix, or more events than contacts.
    """
    return fair_comparisons({measure: cells}, mix, {} if higher_is_better else {measure: False}, seed)[measure]


def fair_comparisons(
    family: Mapping[str, Sequence[Cell]],
    mix: str = "pooled",
    higher_is_better: Mapping[str, bool] | None = None,
    seed: int = 0,
    q: float = 0.05,
) -> dict[str, Comparison]:
    """The verdicts of all comparisons on one page, so that many do not find something by chance.

    Args:
        family: cells by measure; mix, seed: as `fair_comparison`.
        higher_is_better: by measure, true where not named.
        q: share of false discoveries accepted (Benjamini-Hochberg).

    Raises:
        ValueError: as `fair_comparison`.
    """
    estimated = {measure: _estimate(measure, cells, mix, seed) for measure, cells in family.items()}
    tested = {measure: found.p for measure, found in estimated.items() if found.p is not None}
    adjusted = dict(zip(tested, bh(list(tested.values()), q).adjusted, strict=True)) if tested else {}
    directions = higher_is_better or {}
    return {
        measure: _judged(found, measure, adjusted[measure], q, directions.get(measure, True))
        if measure in adjusted
        else found
        for measure, found in estimated.items()
    }


def _estimate(measure: str, cells: Sequence[Cell], mix: str, seed: int) -> Comparison:
    """Everything but the verdict, or the verdict where it is withheld."""
    if mix not in MIXES:
        raise ValueError(f"unknown mix {mix!r}: {', '.join(MIXES)}")
    names = sorted({cell.stratum for cell in cells})
    if not names:
        raise ValueError("there is nothing to compare")
    people, machines = _table(cells, "human", names), _table(cells, "ai", names)
    volume = [side[1].sum(axis=0) for side in (people, machines)]
    guard = overlap_guard(names, volume[0], volume[1])
    withheld = Comparison(TOO_FEW, "", mix, guard, _crude(*people), _crude(*machines), [])
    for side, total in zip(("people", "the AI"), volume, strict=True):
        if total.sum() < MIN_N:
            return replace(withheld, statement=_withheld(measure, f"{side} had {total.sum():.0f} of {MIN_N} contacts"))
    if not guard.is_comparable:
        reason = (
            f"they share {guard.coverage_ai:.0%} of the AI's and {guard.coverage_human:.0%} of people's work, where "
            f"{MIN_AI_KEPT:.0%} and {MIN_HUMAN_KEPT:.0%} are needed"
        )
        return replace(withheld, verdict=NOT_COMPARABLE, statement=_withheld(measure, reason))
    kept = np.isin(names, guard.kept)
    people, machines = ((y[:, kept], m[:, kept]) for y, m in (people, machines))
    for side, (_, sizes) in (("people", people), ("the AI", machines)):
        if int((sizes.sum(axis=1) > 0).sum()) < 2:
            return replace(withheld, statement=_withheld(measure, f"{side} had one cluster, whose spread is unknown"))
    return _compared(withheld, people, machines, mix, seed)


def _compared(
    base: Comparison, people: tuple[Matrix, Matrix], machines: tuple[Matrix, Matrix], mix: str, seed: int
) -> Comparison:
    human_n, ai_n = people[1].sum(axis=0), machines[1].sum(axis=0)
    volume = {"pooled": human_n + ai_n, "human": human_n, "ai": ai_n}[mix]
    weights = volume / volume.sum()
    human, ai = stratified_rate(*people, weights), stratified_rate(*machines, weights)
    gap = difference(human, ai)
    low, high = gap.low, gap.high
    if is_few(human, ai):
        # With few clusters the percentile interval is too narrow and the t interval alone trusts their shape.
        drawn = bootstrap_difference(people, machines, weights, DRAWS, seed)
        low, high = min(low, drawn[0]), max(high, drawn[1])
    p_human, p_ai = people[0].sum(axis=0) / human_n, machines[0].sum(axis=0) / ai_n
    same = np.sign(p_ai - p_human) == np.sign(gap.value)
    rows = zip(base.overlap.kept, weights, human_n, p_human, ai_n, p_ai, strict=True)
    return replace(
        base,
        strata=[StratumRates(s, float(w), int(n0), float(p0), int(n1), float(p1)) for s, w, n0, p0, n1, p1 in rows],
        human=human.rate,
        ai=ai.rate,
        difference=gap.value,
        low=low,
        high=high,
        p=gap.p,
        same_sign=float((human_n + ai_n)[same].sum() / (human_n + ai_n).sum()),
        e_value=e_value(ai.rate / human.rate) if human.rate > 0 and ai.rate > 0 else None,
        e_value_limit=_limit(human, ai, gap),
    )


def _limit(human: StratifiedRate, ai: StratifiedRate, gap: Difference) -> float | None:
    """The E-value of the interval's end nearest to no effect; 1 where the interval holds it."""
    if human.rate <= 0 or ai.rate <= 0:
        return None
    spread = (human.variance / human.rate**2 + ai.variance / ai.rate**2) ** 0.5
    distance = abs(log(ai.rate / human.rate)) - float(student.ppf(0.975, gap.degrees)) * spread
    return e_value(exp(distance)) if distance > 0 else 1.0


def _judged(found: Comparison, measure: str, adjusted_p: float, q: float, higher_is_better: bool) -> Comparison:
    assert found.difference is not None and found.low is not None and found.high is not None
    shown = adjusted_p <= q and not found.low <= 0 <= found.high and (found.same_sign or 0.0) >= SAME_SIGN
    verdict = NONE_SHOWN if not shown else BETTER if (found.difference > 0) == higher_is_better else WORSE
    return replace(
        found, verdict=verdict, adjusted_p=adjusted_p, statement=_statement(replace(found, verdict=verdict), measure)
    )


def _statement(found: Comparison, measure: str) -> str:
    lead = {
        BETTER: f"On the same work the AI does better at {measure}",
        WORSE: f"On the same work the AI does worse at {measure}",
        NONE_SHOWN: f"On the same work no difference at {measure} is shown",
    }[found.verdict]
    return (
        f"{lead}: {found.ai:.1%} against {found.human:.1%} of people, {100 * (found.difference or 0):+.1f} points "
        f"(95 % interval {100 * (found.low or 0):+.1f} to {100 * (found.high or 0):+.1f}), on "
        f"{found.overlap.coverage_ai:.0%} of its and {found.overlap.coverage_human:.0%} of their contacts."
    )


def _withheld(measure: str, reason: str) -> str:
    return f"People and AI are not compared at {measure}: {reason}."


def _table(cells: Sequence[Cell], population: str, strata: list[str]) -> tuple[Matrix, Matrix]:
    """Events and contacts, shape (clusters, strata)."""
    unknown = {cell.population for cell in cells} - {"human", "ai"}
    if unknown:
        raise ValueError(f"unknown population {sorted(unknown)[0]!r}: human or ai")
    clusters = sorted({cell.cluster for cell in cells if cell.population == population})
    row = {name: number for number, name in enumerate(clusters)}
    column = {name: number for number, name in enumerate(strata)}
    events, sizes = np.zeros((2, len(clusters), len(strata)))
    for cell in cells:
        if not 0 <= cell.events <= cell.n:
            raise ValueError(f"{cell.stratum}: {cell.events} events of {cell.n} contacts")
        if cell.population == population:
            events[row[cell.cluster], column[cell.stratum]] += cell.events
            sizes[row[cell.cluster], column[cell.stratum]] += cell.n
    return events, sizes


def _crude(events: Matrix, sizes: Matrix) -> Rate:
    x, n = int(events.sum()), int(sizes.sum())
    if n < SHOWN_FROM:
        return Rate(n, x, None, None, None)
    low, high = (float(bound) for bound in wilson(x, n))
    if int((sizes.sum(axis=1) > 0).sum()) >= 2:
        found = stratified_rate(events.sum(axis=1, keepdims=True), sizes.sum(axis=1, keepdims=True), np.ones(1))
        half = float(student.ppf(0.975, found.degrees)) * found.variance**0.5
        low, high = min(low, max(found.rate - half, 0.0)), max(high, min(found.rate + half, 1.0))
    return Rate(n, x, x / n, low, high)
