"""Cells of invented companies whose true differences are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from pipelines.analysis.fair_comparison import ANALYSIS, CELLS

SCHEMA = ANALYSIS.reads[CELLS]
Row = dict[str, object]
# Intent: family, band, and the share of contacts after which nobody comes back, whoever answers.
INTENTS = {
    "orders.status": ("orders", "low", 0.92),
    "orders.damage": ("orders", "mid", 0.78),
    "billing.refund": ("billing", "mid", 0.70),
    "billing.dispute": ("billing", "high", 0.50),
}


def table(rows: list[Row]) -> pa.Table:
    """Rows with what they do not name: counts are 0, the rest is unknown."""
    nothing = {field.name: 0 if pa.types.is_int64(field.type) else None for field in SCHEMA}
    return pa.Table.from_pylist([nothing | row for row in rows], schema=SCHEMA)


def contacts(
    rng: np.random.Generator,
    clusters: int,
    mix: dict[str, int],
    shift: Callable[[str], float] = lambda intent: 0.0,
    spread: float = 0.04,
    **group: object,
) -> list[Row]:
    """Clusters of one group that see `mix` contacts of each intent, with rates that differ among them by `spread`."""
    rows: list[Row] = []
    for cluster, own in enumerate(rng.normal(0, spread, clusters)):
        for intent, n in mix.items():
            family, band, rate = INTENTS[intent]
            seen = int(rng.poisson(n / clusters))
            verified = int(rng.binomial(seen, np.clip(rate + own + shift(intent), 0.01, 0.99)))
            name = f"{group.get('population')} {group.get('agent_cohort')} {group.get('ai_version')} {cluster}"
            keys = {"unit": "ended", "channel": "chat", "arrival": "fresh", "cluster_id": name}
            work = {"intent_id": intent, "family": family, "band": band}
            counts = {"judged": seen, "verified": verified, "recontacted": seen - verified}
            rows.append(keys | work | counts | group)
    return rows
