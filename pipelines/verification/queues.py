"""Waiting and answering (methodology A.5), through the mart that shows it."""

from __future__ import annotations

from typing import Any

from pipelines.verification.registry import verifies
from pipelines.verification.sql import model


@verifies
def service_level(
    answered_within: int, answered_after: int, abandoned_within: int, abandoned_after: int
) -> dict[str, Any]:
    """The four conventions for short abandons, side by side."""
    counts = {
        "channel": "voice",
        "period": "all",
        "period_start_on": None,
        "threshold_seconds": 20,
        "answered_within": answered_within,
        "answered_after": answered_after,
        "abandoned_within": abandoned_within,
        "abandoned_after": abandoned_after,
        "answered_wait_seconds": 0,
        "unknown_n": 0,
    }
    (row,) = model("measure_queue_service", int_queue_counts=[counts])
    return {
        "offered": row["n"],
        "sl_offered": row["service_level"],
        "sl_answered": row["service_level_of_answered"],
        "sl_excl_short_abandon": row["service_level_without_short_abandons"],
        "sl_incl_short_abandon": row["service_level_short_abandons_credited"],
        "abandon_rate": row["abandonment_rate"],
        "abandon_rate_excl_short": row["abandonment_rate_without_short"],
    }
