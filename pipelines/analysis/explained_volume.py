"""Whether many more, or fewer, contacts came than before."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

import numpy as np
from scipy.stats import t as student

from pipelines.analysis.analysis import Row
from pipelines.analysis.explained_looks import LONGEST_WEEKS, SHORTEST_WEEKS, last_day
from pipelines.statistics.control_charts import xmr

TOLERATED = 0.10
ROSE, FELL = "volume rose", "volume fell"


def volume_change(weeks: Sequence[Row], unmoved: Sequence[str]) -> Row | None:
    """The latest weeks against as many before them; null with fewer than three on a side.

    The ratio of two sums of counts, with their spread from week to week: the variance of a count is its mean times the
    dispersion, which is that of the moving range of the weeks before and at least one. A change within 10 % is the
    usual drift of a season and no finding.

    Args:
        weeks: whole weeks of the measure `contacts` of one population.
        unmoved: measures that are not shown to have changed with it, for the sentence.
    """
    ordered = sorted(weeks, key=lambda row: row["week_start_on"])
    side = min(LONGEST_WEEKS, len(ordered) // 2)
    if side < SHORTEST_WEEKS:
        return None
    before, after = ordered[-2 * side : -side], ordered[-side:]
    first, second = (np.array([row["total"] for row in rows], dtype=float) for rows in (before, after))
    if min(first.sum(), second.sum()) <= 0:
        return None
    spread = xmr(first)
    dispersion = max(1.0, ((spread.ucl - spread.centre) / 3) ** 2 / spread.centre)
    half = float(student.ppf(0.975, side - 1)) * sqrt(dispersion * (1 / first.sum() + 1 / second.sum()))
    middle = log(second.sum() / first.sum())
    ratio, low, high = exp(middle), exp(middle - half), exp(middle + half)
    verdict = ROSE if low > 1 + TOLERATED else FELL if high < 1 - TOLERATED else "usual"
    starts = [[row["week_start_on"] for row in rows] for rows in (before, after)]
    return {
        "before_from_on": starts[0][0],
        "before_until_on": last_day(starts[0]),
        "after_from_on": starts[1][0],
        "after_until_on": last_day(starts[1]),
        "n_before": int(first.sum()),
        "n_after": int(second.sum()),
        "level_before": float(first.mean()),
        "level_after": float(second.mean()),
        "change": ratio - 1,
        "change_low": low - 1,
        "change_high": high - 1,
        "volume_change": ratio - 1,
        "contacts_a_week": float(second.mean()),
        "verdict": verdict,
        "sentence": _sentence(ratio, low, high, first.mean(), second.mean(), verdict, unmoved),
    }


def _sentence(
    ratio: float, low: float, high: float, before: float, after: float, verdict: str, unmoved: Sequence[str]
) -> str:
    moved = "rose" if ratio > 1 else "fell"
    size = f"by {100 * abs(ratio - 1):.0f} % ({100 * (low - 1):+.0f} to {100 * (high - 1):+.0f})"
    held = f" {' and '.join(unmoved)} did not show it." if unmoved and verdict != "usual" else ""
    usual = ": within the usual drift" if verdict == "usual" else ""
    return f"Contacts {moved} {size}, from {before:,.0f} to {after:,.0f} a week{usual}.{held}"
