"""Quality and agreement (methodology D)."""

from __future__ import annotations

from math import ceil
from typing import Any

from pipelines.statistics import agreement, reliability, sampling, scorecards
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies

Table = list[list[float]]


@verifies
def scorecard(items: list[dict[str, Any]], autofail: bool = False) -> dict[str, Any]:
    return plain(scorecards.scorecard([item["weight"] for item in items], [item["score"] for item in items], autofail))


@verifies
def kappa_table(table: Table, weights: str | Table | None = None) -> dict[str, Any]:
    return plain(agreement.kappa_table(table, weights))


@verifies
def gwet_ac1(table: Table) -> dict[str, Any]:
    return plain(agreement.gwet_ac1(table))


@verifies
def fleiss(counts: Table) -> dict[str, Any]:
    return plain(reliability.fleiss(counts))


@verifies
def krippendorff_alpha(ratings: list[list[float | None]], level: str) -> dict[str, Any]:
    return plain(reliability.krippendorff_alpha(ratings, level))


@verifies
def sample_size(population: int, margin: float = 0.05) -> dict[str, Any]:
    return plain(sampling.sample_size(population, margin))


@verifies
def sample_size_two(p1: float, p2: float, alpha: float = 0.05, power: float = 0.8) -> dict[str, Any]:
    raw = sampling.sample_size_two(p1, p2, alpha, power)
    return {"n_per_group_raw": raw, "n_per_group": ceil(raw)}
