"""Comparing two populations fairly (methodology B)."""

from __future__ import annotations

from typing import Any

from pipelines.statistics import clusters, multiplicity, overlap, sensitivity, shrinkage, standardisation
from pipelines.statistics import difficulty as bands
from pipelines.statistics import nonresponse as surveys
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies

Rows = list[dict[str, Any]]


@verifies
def direct_standard(strata: Rows) -> dict[str, Any]:
    weights = [row["weight"] for row in strata]
    if "n" not in strata[0]:
        return plain(standardisation.direct_standard([row["rate"] for row in strata], weights))
    rates = [row["events"] / row["n"] for row in strata]
    return plain(standardisation.direct_standard(rates, weights, [row["n"] for row in strata]))


@verifies
def indirect_standard(observed: float, strata: Rows, standard_crude: float) -> dict[str, Any]:
    sizes, rates = [row["n"] for row in strata], [row["standard_rate"] for row in strata]
    return plain(standardisation.indirect_standard(observed, sizes, rates, standard_crude))


@verifies
def mantel_haenszel(tables: list[list[float]]) -> dict[str, Any]:
    return plain(standardisation.mantel_haenszel(*zip(*tables, strict=True)))


@verifies
def difficulty(strata: Rows) -> dict[str, Any]:
    found = bands.difficulty(*([row[key] for row in strata] for key in ("aht_s", "transfer", "repeat")))
    return {
        "score": found.score,
        "band": {row["stratum"]: band for row, band in zip(strata, found.band, strict=True)},
    }


@verifies
def overlap_guard(strata: Rows, min_n: int = overlap.MIN_N) -> dict[str, Any]:
    names, human, ai = ([row[key] for row in strata] for key in ("stratum", "human", "ai"))
    return plain(overlap.overlap_guard(names, human, ai, min_n))


@verifies
def cluster_ratio(events: list[float], sizes: list[float]) -> dict[str, Any]:
    return plain(clusters.cluster_ratio(events, sizes))


@verifies
def design_effect(mean_cluster_size: float, icc: float, n: float) -> dict[str, Any]:
    effect = clusters.design_effect(mean_cluster_size, icc)
    return {"design_effect": effect, "effective_n": n / effect}


@verifies
def shrink_rate(
    events: float, n: float, prior_rate: float, prior_strength: float = shrinkage.PRIOR_STRENGTH
) -> dict[str, Any]:
    shrunk = shrinkage.shrink_rate(events, n, prior_rate, prior_strength)
    return {"raw": events / n if n else None, "shrunk": shrunk}


@verifies
def nonresponse(classes: Rows) -> dict[str, Any]:
    means = [row["mean"] for row in classes] if "mean" in classes[0] else None
    asked, answered = [row["surveyed"] for row in classes], [row["responded"] for row in classes]
    return plain(surveys.nonresponse(asked, answered, means))


@verifies
def manski(responded: float, surveyed: float, positives: float) -> dict[str, Any]:
    return plain(surveys.manski(responded, surveyed, positives))


@verifies
def bh(p: list[float], q: float = 0.05) -> dict[str, Any]:
    return plain(multiplicity.bh(p, q))


@verifies
def e_value(risk_ratio: float) -> dict[str, Any]:
    return {"e_value": sensitivity.e_value(risk_ratio)}
