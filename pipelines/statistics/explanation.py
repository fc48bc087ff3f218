"""Why a measure moved, as a sentence that goes no further than the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import norm

from pipelines.statistics.control_charts import xmr
from pipelines.statistics.decomposition import MixAndRate, kitagawa
from pipelines.statistics.explanation_data import (
    CAUSED,
    CONSISTENT,
    GAPS,
    LOCATED,
    NOT_EXPLAINED,
    Answers,
    Check,
    Design,
    Effect,
    Explanation,
    Mechanism,
)
from pipelines.statistics.intervals import newcombe_diff
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.stratified import Difference, difference
from pipelines.statistics.weighting import Table, tables

LISTED_SHARE = 0.80
VOLUME_TOLERANCE = 0.20
MUST_SHRINK_TO = 0.50
MIN_REVIEWS = 20
MIN_HISTORY = 20
Cohort = tuple[str, str]


def explain_change(
    period1: Sequence[Answers],
    period2: Sequence[Answers],
    measure: str = "CSAT",
    history: Sequence[float] | None = None,
    mechanisms: Sequence[Mechanism] = (),
    design: Design | None = None,
) -> Explanation:
    """Seven checks on one change, and the words that they allow.

    Args:
        period1, period2: rows of both periods; rows that share everything add up.
        measure: its name, for the sentence.
        history: at least 20 earlier values from which the limits of an individuals chart are frozen.
        mechanisms: what the located cohort may lack, against its peers.
        design: an estimated effect that supports a cause.

    Raises:
        ValueError: a period without answers, or counts that exceed what they are a part of.

    Source: methodology of Kitagawa (1955) and Das Gupta (1993) for the split; the wording rule is ours.
    """
    if not period1 or not period2:
        raise ValueError("a change needs two periods")
    before, after = tables(period1, period2, _strata)
    everything = np.ones(len(before.strata), dtype=bool)
    gap = difference(before.overall(everything), after.overall(everything))
    split = _split(before, after)
    cohorts = _by_cohort(before, split)
    driver = "mix" if abs(split.mix_effect) > abs(split.rate_effect) else "rate"
    located = max(cohorts, key=lambda cohort: abs(cohorts[cohort].rate_effect))
    effects = _listed(before, split)
    volume_effect, kept = _volume(period1, period2, located, cohorts[located].rate_effect)
    failing = _shown(mechanisms)
    checks = [
        _is_change(gap, after.overall(everything).rate, history),
        Check(2, "re-weighted and split", True, f"mix {_points(split.mix_effect)}, rate {_points(split.rate_effect)}"),
        _ranked(driver, cohorts[located], split.difference),
        Check(4, "volume is not the cause", kept, _volume_detail(volume_effect, kept)),
        _left_out(before, after, located, split.difference, driver),
        Check(
            6, "mechanism", bool(failing) if mechanisms else None, ", ".join(m.name for m in failing) or "none shown"
        ),
        Check(
            7,
            "design",
            None if design is None else _supports(design, split.difference),
            design.name if design else "none",
        ),
    ]
    verdict = _verdict(checks)
    total1, total2 = before.surveyed.sum(), after.surveyed.sum()
    found = Explanation(
        level1=split.overall1,
        level2=split.overall2,
        change=split.difference,
        low=gap.low,
        high=gap.high,
        mix_effect=split.mix_effect,
        rate_effect=split.rate_effect,
        volume_change=float(total2 / total1 - 1),
        volume_effect=volume_effect,
        driver=driver,
        located=located,
        verdict=verdict,
        sentence="",
        checks=checks,
        effects=effects,
        cohorts=sorted(cohorts.values(), key=lambda effect: -abs(effect.rate_effect)),
    )
    return _worded(found, measure, cohorts[located], failing)


def _strata(row: Answers) -> tuple[str, ...]:
    return row.population, row.cohort, row.intent, row.channel


def _banded(row: Answers) -> tuple[str, ...]:
    return row.population, row.cohort, row.intent, row.channel, row.band or "unknown"


def _bands(row: Answers) -> tuple[str, ...]:
    return "all", row.band or "unknown"


def _split(before: Table, after: Table) -> MixAndRate:
    levels = [[None if np.isnan(level) else float(level) for level in table.level()] for table in (before, after)]
    return kitagawa(before.surveyed, levels[0], after.surveyed, levels[1])


def _effect(name: str, split: MixAndRate, rows: Sequence[int]) -> Effect:
    rate = sum(split.rate_by_stratum[row] for row in rows)
    mix = sum(split.mix_by_stratum_centred[row] for row in rows)
    presence = {split.presence[row] for row in rows}
    share = (rate + mix) / split.difference if split.difference else None
    return Effect(name, rate, mix, share, presence.pop() if len(presence) == 1 else "both")


def _by_cohort(table: Table, split: MixAndRate) -> dict[Cohort, Effect]:
    rows: dict[Cohort, list[int]] = {}
    for number, stratum in enumerate(table.strata):
        rows.setdefault((stratum[0], stratum[1]), []).append(number)
    return {cohort: _effect(" / ".join(cohort), split, numbers) for cohort, numbers in rows.items()}


def _listed(table: Table, split: MixAndRate) -> list[Effect]:
    """Strata by size of their larger effect until four fifths of all movement is listed."""
    every = [_effect(" / ".join(stratum), split, [row]) for row, stratum in enumerate(table.strata)]
    every.sort(key=lambda effect: -max(abs(effect.rate_effect), abs(effect.mix_effect)))
    moved = np.array([abs(effect.rate_effect) + abs(effect.mix_effect) for effect in every])
    if moved.sum() == 0:
        return []
    return every[: int(np.searchsorted(np.cumsum(moved) / moved.sum(), LISTED_SHARE - 1e-12)) + 1]


def _is_change(gap: Difference, level: float, history: Sequence[float] | None) -> Check:
    outside = False
    if history is not None and len(history) >= MIN_HISTORY:
        chart = xmr(list(history))
        outside = not chart.lcl <= level <= chart.ucl
    excludes = not gap.low <= 0 <= gap.high
    detail = f"interval {_points(gap.low)} to {_points(gap.high)}" + (", outside the usual limits" if outside else "")
    return Check(1, "there is a change", excludes or outside, detail)


def _ranked(driver: str, largest: Effect, change: float) -> Check:
    passed = driver == "rate" and largest.rate_effect * change > 0
    detail = f"{largest.name}: rate {_points(largest.rate_effect)}, mix {_points(largest.mix_effect)}"
    return Check(3, "one cohort leads", passed, detail)


def _volume(
    period1: Sequence[Answers], period2: Sequence[Answers], cohort: Cohort, rate_effect: float
) -> tuple[float | None, bool | None]:
    """Mix effect over occupancy bands, and whether the cohort's rate effect stays with the band held fixed."""
    if any(row.band is None for row in (*period1, *period2)):
        return None, None
    by_band = _split(*tables(period1, period2, _bands))
    before, after = tables(period1, period2, _banded)
    held = _by_cohort(before, _split(before, after)).get(cohort)
    within = held is not None and abs(held.rate_effect - rate_effect) <= VOLUME_TOLERANCE * abs(rate_effect)
    return by_band.mix_effect, within


def _volume_detail(effect: float | None, kept: bool | None) -> str:
    if effect is None or kept is None:
        return "occupancy is unknown"
    return f"volume effect {_points(effect)}; the cohort's effect {'stays' if kept else 'does not stay'} at equal load"


def _left_out(before: Table, after: Table, cohort: Cohort, change: float, driver: str) -> Check:
    rest = np.array([(stratum[0], stratum[1]) != cohort for stratum in before.strata])
    name = "without it the change shrinks by half"
    if not before.surveyed[rest].sum() or not after.surveyed[rest].sum():
        return Check(5, name, None, "nobody else was asked")
    remaining = after.overall(rest).rate - before.overall(rest).rate
    passed = driver == "rate" and abs(remaining) <= MUST_SHRINK_TO * abs(change)
    return Check(5, name, passed, f"{_points(remaining)} remain of {_points(change)}")


def _shown(mechanisms: Sequence[Mechanism]) -> list[Mechanism]:
    """Those at which the cohort fails more often than its peers, after Benjamini-Hochberg."""
    tested = [m for m in mechanisms if min(m.cohort_n, m.peers_n) >= MIN_REVIEWS]
    if not tested:
        return []
    rejected = bh([_p_value(m) for m in tested]).is_rejected
    return [m for m, is_rejected in zip(tested, rejected, strict=True) if is_rejected and _is_worse(m)]


def _p_value(m: Mechanism) -> float:
    pooled = (m.cohort_failed + m.peers_failed) / (m.cohort_n + m.peers_n)
    spread = (pooled * (1 - pooled) * (1 / m.cohort_n + 1 / m.peers_n)) ** 0.5
    gap = m.cohort_failed / m.cohort_n - m.peers_failed / m.peers_n
    return float(2 * norm.sf(abs(gap) / spread)) if spread else 1.0


def _is_worse(m: Mechanism) -> bool:
    return float(newcombe_diff(m.cohort_failed, m.cohort_n, m.peers_failed, m.peers_n)[0]) > 0


def _supports(design: Design, change: float) -> bool:
    return design.low * change > 0 and design.high * change > 0


def _verdict(checks: Sequence[Check]) -> str:
    passed = [check.passed is True for check in checks]
    if not all(passed[:5]):
        return NOT_EXPLAINED
    if not passed[5]:
        return LOCATED
    return CAUSED if passed[6] else CONSISTENT


def _worded(found: Explanation, measure: str, cohort: Effect, failing: Sequence[Mechanism]) -> Explanation:
    moved = "fell" if found.change < 0 else "rose" if found.change > 0 else "did not move"
    fact = (
        f"{measure} {moved} by {100 * abs(found.change):.1f} points ({found.level1:.1%} to {found.level2:.1%}, "
        f"95 % interval of the change {_points(found.low)} to {_points(found.high)})"
    )
    share = cohort.rate_effect / found.change if found.change else 0.0
    place = f"cohort {found.located[1]} ({found.located[0]})"
    volume = f"not volume ({found.volume_change:+.0%} contacts)"
    if found.verdict == NOT_EXPLAINED:
        stopped = next(check for check in found.checks if check.passed is not True)
        why = "the work changed more than how it is done" if _is_mix(found) else f"{stopped.name}: {stopped.detail}"
        sentence = f"{fact}: not explained ({why})."
    else:
        gap = _gap(failing)
        words = {
            LOCATED: f"{share:.0%} of it is located in {place}",
            CONSISTENT: f"{share:.0%} of it is located in {place}, consistent with {gap}",
            CAUSED: f"{share:.0%} of it is in {place}, caused by {gap}",
        }[found.verdict]
        sentence = f"{fact}: {words}, {volume}."
    return replace(found, sentence=sentence)


def _is_mix(found: Explanation) -> bool:
    return found.checks[0].passed is True and found.driver == "mix"


def _gap(failing: Sequence[Mechanism]) -> str:
    for kind, words in GAPS.items():
        names = [m.name for m in failing if m.kind == kind]
        if names:
            return f"{words} ({', '.join(names)})"
    return ", ".join(m.name for m in failing)


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"
