"""Is this week different, or is it the usual noise?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.statistics.arrays import Vector, counted, vector

D2, D4 = 1.128, 3.267
OVERDISPERSED = 1.2


@dataclass(frozen=True, slots=True)
class IndividualsChart:
    """Limits of an individuals chart and the points outside them, counted from one."""

    centre: float
    mr_bar: float
    ucl: float
    lcl: float
    mr_ucl: float
    signals: list[int]


def xmr(x: ArrayLike) -> IndividualsChart:
    """Individuals and moving range: centre +- 3 MRbar / 1.128, range limit 3.267 MRbar.

    Args:
        x: shape (n,), the stable points from which the limits are frozen, in order.

    Raises:
        ValueError: fewer than two points.

    Source: NIST/SEMATECH e-Handbook 6.3.2.2.
    """
    values = vector(x, "x")
    if values.size < 2:
        raise ValueError("a moving range needs two points")
    mr_bar = float(np.abs(np.diff(values)).mean())
    centre, half = float(values.mean()), 3 * mr_bar / D2
    signals = _outside(values, centre - half, centre + half)
    return IndividualsChart(centre, mr_bar, centre + half, centre - half, D4 * mr_bar, signals)


@dataclass(frozen=True, slots=True)
class ProportionChart:
    """Limits per point, binomial and Laney's; `sigma_z` is the spread beyond binomial, null when p is 0 or 1."""

    centre: float
    ucl: list[float]
    lcl: list[float]
    signals: list[int]
    sigma_z: float | None
    laney_ucl: list[float]
    laney_lcl: list[float]
    laney_signals: list[int]

    @property
    def needs_laney(self) -> bool:
        """Whether weeks differ by more than chance, so that the binomial limits are too tight."""
        return self.sigma_z is not None and self.sigma_z > OVERDISPERSED


def p_chart(defects: ArrayLike, sizes: ArrayLike) -> ProportionChart:
    """Proportions with limits p +- 3 s_i, and Laney's p +- 3 s_i sigma_z for very large samples.

    Args:
        defects, sizes: shape (n,), events and cases of each period, in order; each size above 0.

    Raises:
        ValueError: fewer than two points, a size of 0, or more events than cases.

    Source: Montgomery, Introduction to Statistical Quality Control; Laney (2002).
    """
    n = vector(sizes, "sizes", low=1)
    x = vector(defects, "defects", like=n, low=0)
    counted(x, n, "defects of sizes")
    if n.size < 2:
        raise ValueError("a chart needs two points")
    p, centre = x / n, float(x.sum() / n.sum())
    s = np.sqrt(centre * (1 - centre) / n)
    z = (p - centre) / s if centre not in (0.0, 1.0) else None
    sigma_z = None if z is None else float(np.abs(np.diff(z)).mean()) / D2
    wide = s * (sigma_z or 0.0)
    return ProportionChart(
        centre=centre,
        ucl=np.minimum(centre + 3 * s, 1).tolist(),
        lcl=np.maximum(centre - 3 * s, 0).tolist(),
        signals=_outside(p, centre - 3 * s, centre + 3 * s),
        sigma_z=sigma_z,
        laney_ucl=np.minimum(centre + 3 * wide, 1).tolist(),
        laney_lcl=np.maximum(centre - 3 * wide, 0).tolist(),
        laney_signals=_outside(p, centre - 3 * wide, centre + 3 * wide),
    )


def _outside(values: Vector, low: float | Vector, high: float | Vector) -> list[int]:
    return (np.flatnonzero((values < low) | (values > high)) + 1).tolist()


def run_rules(x: ArrayLike, centre: float, sigma: float) -> list[tuple[int, str]]:
    """Points at which a rule fires against frozen limits: (point from one, rule), in order.

    Rules: `beyond 3 sigma`, `8 on one side` (fires at the eighth and later), `6 trending` (six points each above, or
    each below, the one before, counted as Nelson does: six points in a row).

    Args:
        x: shape (n,).
        centre, sigma: frozen from at least 20 stable points.

    Raises:
        ValueError: empty, or a negative sigma.

    Source: Western Electric and Nelson rules.
    """
    values = vector(x, "x")
    if sigma < 0:
        raise ValueError("sigma is not negative")
    fired = [(point, "beyond 3 sigma") for point in _outside(values, centre - 3 * sigma, centre + 3 * sigma)]
    fired += [(point, "8 on one side") for point in _runs(np.sign(values - centre), 8)]
    fired += [(point + 1, "6 trending") for point in _runs(np.sign(np.diff(values)), 5)]
    return sorted(fired)


def _runs(signs: Vector, length: int) -> list[int]:
    points, run, last = [], 0, 0.0
    for point, sign in enumerate(signs.tolist(), 1):
        run = run + 1 if sign == last and sign else int(sign != 0)
        last = sign
        if run >= length:
            points.append(point)
    return points
