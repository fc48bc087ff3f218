"""Newcomers, learning and leaving (methodology E)."""

from __future__ import annotations

from typing import Any

from pipelines.statistics import attrition as leaving
from pipelines.statistics import learning, survival
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies


@verifies
def ramp_exponential(start: float, asymptote: float, tau: float, within: float) -> dict[str, Any]:
    return {"weeks_to_proficiency": learning.ramp_exponential(start, asymptote, tau, within)}


@verifies
def learning_unit(first: float, rate: float, n: int) -> dict[str, Any]:
    return plain(learning.learning_unit(first, rate, n))


@verifies
def learning_cumavg(first: float, rate: float, n: int) -> dict[str, Any]:
    return plain(learning.learning_cumavg(first, rate, n))


@verifies
def learning_fit(n: list[float], t: list[float]) -> dict[str, Any]:
    return plain(learning.learning_fit(n, t))


@verifies
def kaplan_meier(times: list[float], events: list[int]) -> dict[str, Any]:
    return plain(survival.kaplan_meier(times, events))


@verifies
def attrition(leavers: float, avg_headcount: float, days: float) -> dict[str, Any]:
    return plain(leaving.attrition(leavers, avg_headcount, days))
