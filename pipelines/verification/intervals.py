"""Intervals of rates and of their differences (methodology B.4)."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

from pipelines.macros import project_macros
from pipelines.verification.registry import verifies
from pipelines.verification.sql import query


def z_of(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@verifies
def wilson(successes: int, n: int, confidence: float = 0.95) -> dict[str, Any]:
    macros, z = project_macros(), z_of(confidence)
    return query(
        f"""select low, high, (low + high) / 2 as centre
            from (select {macros.wilson_low("x", "n", z)} as low, {macros.wilson_high("x", "n", z)} as high
                  from (select {int(successes)} as x, {int(n)} as n) as counts) as bounds"""
    )


@verifies
def newcombe_diff(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> dict[str, Any]:
    """Newcombe's hybrid score interval of p1 - p2, from the Wilson bounds of each."""
    macros, z = project_macros(), z_of(confidence)
    return query(
        f"""select p1 - p2 as diff,
                   p1 - p2 - sqrt((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2)) as low,
                   p1 - p2 + sqrt((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2)) as high
            from (select x1 / n1 as p1, x2 / n2 as p2,
                         {macros.wilson_low("x1", "n1", z)} as l1, {macros.wilson_high("x1", "n1", z)} as u1,
                         {macros.wilson_low("x2", "n2", z)} as l2, {macros.wilson_high("x2", "n2", z)} as u2
                  from (select {int(x1)} as x1, {int(n1)} as n1,
                               {int(x2)} as x2, {int(n2)} as n2) as counts) as parts"""
    )
