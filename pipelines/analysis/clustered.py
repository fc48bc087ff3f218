"""A rate over the agents, or the weeks of an AI version, behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import t as student

from pipelines.statistics.intervals import wilson
from pipelines.statistics.stratified import stratified_rate

SHOWN_FROM = 20


@dataclass(frozen=True, slots=True)
class Level:
    """A rate of n cases with its 95 % interval and variance; all but n null below 20 cases."""

    n: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    variance: float | None = None


def clustered_rate(cells: pa.Table, n: str, events: str, per: int = 1) -> Level:
    """Rate of `events / per` in `n`, summed by `cluster_id`.

    The interval is the outer of Wilson's and of the t interval over clusters: few clusters that agree prove nothing.
    """
    seen = cells.filter(pc.greater(cells[n], 0)).group_by("cluster_id").aggregate([(n, "sum"), (events, "sum")])
    sizes = np.asarray(seen[f"{n}_sum"].to_pylist(), dtype=float).reshape(-1, 1)
    counts = np.asarray(seen[f"{events}_sum"].to_pylist(), dtype=float).reshape(-1, 1) / per
    total = int(sizes.sum())
    if total < SHOWN_FROM:
        return Level(total)
    order = np.lexsort((counts[:, 0], sizes[:, 0]))
    found = stratified_rate(counts[order], sizes[order], np.ones(1), clustered=len(sizes) > 1)
    half = float(student.ppf(0.975, found.degrees)) * found.variance**0.5
    low, high = (float(bound) for bound in wilson(min(found.rate * total, total), total))
    return Level(
        total, found.rate, min(low, max(found.rate - half, 0.0)), max(high, min(found.rate + half, 1.0)), found.variance
    )
