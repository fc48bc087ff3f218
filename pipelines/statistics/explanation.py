"""Why a measure moved, as a sentence that goes no further than the evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import norm

from pipelines.statistics.control_charts import xmr
from pipelines.statistics.decomposition import MixAndRate
from pipelines.statistics.explanation_data import (
    BY_MIX,
    BY_VOLUME,
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
    Part,
)
from pipelines.statistics.explanation_parts import Periods, by_occupancy, by_wait, mix_part, split
from pipelines.statistics.intervals import newcombe_diff
from pipelines.statistics.multiplicity import bh
from pipelines.statistics.stratified import Difference, difference
from pipelines.statistics.weighting import OTHER, Table

LISTED_SHARE = 0.80
VOLUME_TOLERANCE = 0.20
MUST_SHRINK_TO = 0.50
MIN_REVIEWS = 20
MIN_HISTORY = 20
MORE_CONTACTS = 0.10
Cohort = tuple[str, str]
Lacking = Callable[[str, str, str | None], Sequence[Mechanism]]


def explain_change(
    period1: Sequence[Answers],
    period2: Sequence[Answers],
    measure: str = "CSAT",
    history: Sequence[float] | None = None,
    mechanisms: Sequence[Mechanism] | Lacking = (),
    design: Design | None = None,
    designs: Mapping[str, Design] | None = None,
    is_shown: bool | None = None,
) -> Explanation:
    """Seven checks on one change, and the words that they allow.

    Args:
        period1, period2: rows of both periods; rows that share everything add up.
        measure: its name, for the sentence.
        history: at least 20 earlier values from which the limits of an individuals chart are frozen.
        mechanisms: what the located cohort may lack, against its peers; or what gives it for a population, cohort and
            family (null when the change does not sit in one).
        design: an estimated effect that supports a cause; designs: the same by name of the mechanism it is of.
        is_shown: whether the change is one after correction for several looks; null when this is the only look.

    Raises:
        ValueError: a period without answers, or counts that exceed what they are a part of.

    Source: methodology of Kitagawa (1955) and Das Gupta (1993) for the split; the wording rule is ours.
    """
    if not period1 or not period2:
        raise ValueError("a change needs two periods")
    periods = Periods.of(period1, period2)
    before, after = _placed(periods)
    everything = np.ones(len(before.strata), dtype=bool)
    gap = difference(before.overall(everything), after.overall(everything))
    moved = split(before, after)
    cohorts = _by_cohort(before, moved)
    driver = "mix" if abs(moved.mix_effect) > abs(moved.rate_effect) else "rate"
    located = max(cohorts, key=lambda cohort: abs(cohorts[cohort].rate_effect))
    family = _family(before, after, moved, located)
    volume, kept = _volume(periods, located, cohorts[located].rate_effect)
    lacking = mechanisms(*located, family) if callable(mechanisms) else mechanisms
    failing = shown_mechanisms(lacking)
    design = next((d for m in failing if (d := (designs or {}).get(m.name))), design)
    checks = [
        _is_change(gap, after.overall(everything).rate, history, is_shown),
        Check(2, "re-weighted and split", True, f"mix {_points(moved.mix_effect)}, rate {_points(moved.rate_effect)}"),
        _ranked(driver, cohorts[located], moved.difference),
        Check(4, "volume is not the cause", kept, _volume_detail(volume, kept)),
        _left_out(before, after, located, moved.difference, driver),
        Check(6, "mechanism", bool(failing) if lacking else None, ", ".join(m.name for m in failing) or "none shown"),
        Check(
            7,
            "design",
            None if design is None else _supports(design, moved.difference),
            design.name if design else "none",
        ),
    ]
    mix = mix_part(periods, moved.mix_effect)
    more = float(after.surveyed.sum() / before.surveyed.sum() - 1)
    volume = _load(volume, periods, moved.difference, more)
    found = Explanation(
        level1=moved.overall1,
        level2=moved.overall2,
        change=moved.difference,
        low=gap.low,
        high=gap.high,
        mix_effect=moved.mix_effect,
        rate_effect=moved.rate_effect,
        volume_change=more,
        volume_effect=volume.effect if volume else None,
        driver=driver,
        located=located,
        family=family,
        volume=volume,
        mix=mix,
        p=gap.p,
        verdict=_verdict(checks, moved.difference, driver, volume, mix),
        sentence="",
        failing=failing,
        checks=checks,
        effects=_listed(before, moved),
        cohorts=sorted(cohorts.values(), key=lambda effect: -abs(effect.rate_effect)),
    )
    return _worded(found, measure, cohorts[located], failing)


def change_p(period1: Sequence[Answers], period2: Sequence[Answers]) -> float:
    """Two-sided p-value of no change, for correction over several looks; errors as `explain_change`."""
    before, after = _placed(Periods.of(period1, period2))
    everything = np.ones(len(before.strata), dtype=bool)
    return difference(before.overall(everything), after.overall(everything)).p


def _placed(periods: Periods) -> tuple[Table, Table]:
    """Both periods over population x cohort x intent x channel; small strata stay in their family if there is one."""
    if all(row.family is None for row in (*periods.first, *periods.second)):
        return periods.tables(_strata)
    return periods.tables(_family_strata, (3, 2, 1))


def _strata(row: Answers) -> tuple[str, ...]:
    return row.population, row.cohort, row.intent, row.channel


def _family_strata(row: Answers) -> tuple[str, ...]:
    return row.population, row.cohort, row.family or row.intent, row.intent, row.channel


def _banded(row: Answers) -> tuple[str, ...]:
    return row.population, row.cohort, row.intent, row.channel, row.band or "unknown"


def _family(before: Table, after: Table, moved: MixAndRate, cohort: Cohort) -> str | None:
    """The family that carries four fifths of the cohort's rate effect, and without which half of the change is gone."""
    if len(before.strata[0]) < 5:
        return None
    effects: dict[str, float] = {}
    for row, stratum in enumerate(before.strata):
        if (stratum[0], stratum[1]) == cohort:
            effects[stratum[2]] = effects.get(stratum[2], 0.0) + moved.rate_by_stratum[row]
    family = max(effects, key=lambda name: abs(effects[name]))
    rest = np.array([stratum[:3] != (*cohort, family) for stratum in before.strata])
    if family == OTHER or not before.surveyed[rest].sum() or not after.surveyed[rest].sum():
        return None
    remaining = after.rate(rest) - before.rate(rest)
    leads = abs(effects[family]) >= LISTED_SHARE * abs(sum(effects.values()))
    return family if leads and abs(remaining) <= MUST_SHRINK_TO * abs(moved.difference) else None


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


def _is_change(gap: Difference, level: float, history: Sequence[float] | None, is_shown: bool | None) -> Check:
    outside = False
    if history is not None and len(history) >= MIN_HISTORY:
        chart = xmr(list(history))
        outside = not chart.lcl <= level <= chart.ucl
    excludes = not gap.low <= 0 <= gap.high if is_shown is None else is_shown
    detail = f"interval {_points(gap.low)} to {_points(gap.high)}" + (", outside the usual limits" if outside else "")
    detail += ", no change after correction for several looks" if is_shown is False and not outside else ""
    return Check(1, "there is a change", excludes or outside, detail)


def _ranked(driver: str, largest: Effect, change: float) -> Check:
    passed = driver == "rate" and largest.rate_effect * change > 0
    detail = f"{largest.name}: rate {_points(largest.rate_effect)}, mix {_points(largest.mix_effect)}"
    return Check(3, "one cohort leads", passed, detail)


def _volume(periods: Periods, cohort: Cohort, rate_effect: float) -> tuple[Part | None, bool | None]:
    """Mix effect over occupancy bands, and whether the cohort's rate effect stays with the band held fixed."""
    volume = by_occupancy(periods)
    if volume is None:
        return None, None
    before, after = periods.tables(_banded)
    held = _by_cohort(before, split(before, after)).get(cohort)
    within = held is not None and abs(held.rate_effect - rate_effect) <= VOLUME_TOLERANCE * abs(rate_effect)
    return volume, within


def _load(volume: Part | None, periods: Periods, change: float, more: float) -> Part | None:
    """What occupancy shows, or what waits do when that is no explanation and many more contacts came.

    A queue that never empties keeps everybody as busy as before it, and only the waits tell.
    """
    if volume is not None and volume.carries(change):
        return volume
    waits = by_wait(periods) if more > MORE_CONTACTS else None
    return waits if waits is not None and (volume is None or waits.carries(change)) else volume


def _volume_detail(volume: Part | None, kept: bool | None) -> str:
    if volume is None or kept is None:
        return "occupancy is unknown"
    stays = "stays" if kept else "does not stay"
    return f"volume effect {_points(volume.effect)}; the cohort's effect {stays} at equal load"


def _left_out(before: Table, after: Table, cohort: Cohort, change: float, driver: str) -> Check:
    rest = np.array([(stratum[0], stratum[1]) != cohort for stratum in before.strata])
    name = "without it the change shrinks by half"
    if not before.surveyed[rest].sum() or not after.surveyed[rest].sum():
        return Check(5, name, None, "nobody else was asked")
    remaining = after.rate(rest) - before.rate(rest)
    passed = driver == "rate" and abs(remaining) <= MUST_SHRINK_TO * abs(change)
    return Check(5, name, passed, f"{_points(remaining)} remain of {_points(change)}")


def shown_mechanisms(mechanisms: Sequence[Mechanism]) -> list[Mechanism]:
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


def _verdict(checks: Sequence[Check], change: float, driver: str, volume: Part | None, mix: Part) -> str:
    passed = [check.passed is True for check in checks]
    if passed[0] and volume is not None and volume.carries(change):
        return BY_VOLUME
    if not all(passed[:5]):
        # What another mix does by itself is known far better than the whole change.
        is_mix = mix.is_certain or (passed[0] and driver == "mix" and mix.carries(change))
        return BY_MIX if is_mix else NOT_EXPLAINED
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
    place += f" on {found.family}" if found.family else ""
    contacts = f"{found.volume_change:+.0%} contacts"
    if found.verdict == NOT_EXPLAINED:
        stopped = next(check for check in found.checks if check.passed is not True)
        words = f"not explained, as the check “{stopped.name}” was not passed ({stopped.detail})"
    elif found.verdict == BY_VOLUME and found.volume:
        words = f"{_of_it(found.volume, found.change)} is explained by volume: {_moved(found.volume)}, {contacts}"
    elif found.verdict == BY_MIX:
        interval = f"{_points(found.mix.effect)} ({_points(found.mix.low)} to {_points(found.mix.high)})"
        words = f"explained by mix: {_moved(found.mix)} of all contacts; the other mix alone makes {interval}"
    else:
        gap = gap_words(failing)
        words = {
            LOCATED: f"{share:.0%} of it is located in {place}",
            CONSISTENT: f"{share:.0%} of it is located in {place}, consistent with {gap}",
            CAUSED: f"{share:.0%} of it is in {place}, caused by {gap}",
        }[found.verdict] + f", not volume ({contacts})"
    return replace(found, sentence=f"{fact}: {words}.")


def _of_it(part: Part, change: float) -> str:
    return f"{part.effect / change:.0%} of it"


def _moved(part: Part) -> str:
    return f"{part.name} went from {part.share1:.0%} to {part.share2:.0%}"


def gap_words(failing: Sequence[Mechanism]) -> str:
    """What the cohort lacks, in words: a training gap first, then knowledge, then failing reviews."""
    for kind, words in GAPS.items():
        names = [m.name for m in failing if m.kind == kind]
        if names:
            return f"{words} ({', '.join(names)})"
    return ", ".join(m.name for m in failing)


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"
