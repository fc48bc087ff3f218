"""The stage of a function (methodology K)."""

from __future__ import annotations

from typing import Any

from pipelines.verification.registry import verifies
from pipelines.verification.sql import model

STAGES = ("Reactive", "Emerging", "Defined", "Optimised")


@verifies
def maturity(indicators: dict[str, float | None]) -> dict[str, Any]:
    """Scores of one function's indicators; null is missing evidence, which the evidence model scores 0."""
    evidence = [
        {
            "function_id": "measure",
            "population": "human",
            "indicator_id": name,
            "indicator": name,
            "indicator_order": place,
            "score": 0 if score is None else int(score),
            "is_missing": score is None,
            "next_level": "",
        }
        for place, (name, score) in enumerate(indicators.items())
    ]
    (side,) = model("int_maturity_sides", board_maturity_evidence=evidence)
    return {
        "mean": side["mean_score"],
        "raw_stage": STAGES[side["order_before_cap"]],
        "stage": STAGES[side["stage_order"]],
        "capped": side["stage_order"] < side["order_before_cap"],
    }
