"""Waiting and answering (methodology A.5)."""

from __future__ import annotations

from typing import Any

from pipelines.macros import project_macros
from pipelines.verification.registry import verifies
from pipelines.verification.sql import query


@verifies
def service_level(
    answered_within: int, answered_after: int, abandoned_within: int, abandoned_after: int
) -> dict[str, Any]:
    """The four conventions for short abandons, side by side."""
    ratio = project_macros().ratio
    answered, abandoned = "(aw + aa)", "(bw + ba)"
    return query(
        f"""select {answered} + {abandoned} as offered,
                   {ratio("aw", f"({answered} + {abandoned})")} as sl_offered,
                   {ratio("aw", answered)} as sl_answered,
                   {ratio("aw", f"({answered} + ba)")} as sl_excl_short_abandon,
                   {ratio("(aw + bw)", f"({answered} + {abandoned})")} as sl_incl_short_abandon,
                   {ratio(abandoned, f"({answered} + {abandoned})")} as abandon_rate,
                   {ratio("ba", f"({answered} + ba)")} as abandon_rate_excl_short
            from (select {int(answered_within)} as aw, {int(answered_after)} as aa,
                         {int(abandoned_within)} as bw, {int(abandoned_after)} as ba) as calls"""
    )
