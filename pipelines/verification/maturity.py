"""The stage of a function (methodology K)."""

from __future__ import annotations

from typing import Any

from pipelines.planning import maturity as stages
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies


@verifies
def maturity(indicators: dict[str, float | None]) -> dict[str, Any]:
    return plain(stages.maturity(indicators))
