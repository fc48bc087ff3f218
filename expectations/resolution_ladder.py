"""Published door of the resolution ladder: rungs stand in order, and a split adds up."""

from __future__ import annotations

from expectations.promises import (
    between,
    columns,
    no_headcount_saved,
    no_rows,
    not_null,
    not_shrunk,
    one_of,
    unique,
)
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

TABLE = "measure_resolution_ladder"
COLUMNS = (
    "population",
    "period",
    "period_start_on",
    "rung",
    "rung_order",
    "rung_label",
    "numerator",
    "denominator",
    "denominator_label",
    "value",
    "value_low",
    "value_high",
    "is_outcome",
    "is_withheld",
    "withheld_reason",
    "observed_until",
)
RUNGS = {
    "involved",
    "substantive",
    "contained",
    "deflected_helped",
    "deflected_came_back",
    "deflected_went_elsewhere",
    "deflected_unknown",
    "assumed",
    "confirmed",
    "verified_24h",
    "verified_72h",
    "verified_7d",
    "verified_30d",
    "verified_and_confirmed",
}


def suites(facts: Facts) -> list[Suite]:
    promises = [
        columns(COLUMNS, exact=False),
        *not_shrunk(facts, f"marts.{TABLE}"),
        not_null("rung_label"),
        one_of("population", {"human", "ai"}),
        one_of("rung", RUNGS),
        unique("population", "period", "rung"),
        between("value", 0, 1),
        between("value_low", 0, 1),
        between("value_high", 0, 1),
        no_rows(
            "select population, period, rung from {batch} where numerator < 0 or numerator > denominator",
            "no rung counts more than its denominator",
        ),
        no_rows(
            "select population, period, rung from {batch} where value is null and withheld_reason is null",
            "a missing value says why",
        ),
        no_rows(
            "select population, period from {batch} where starts_with(rung, 'deflected_') and numerator is not null "
            "group by population, period having count(*) = 4 and sum(numerator) <> max(denominator)",
            "the four ways a deflected contact can go add up",
        ),
        no_headcount_saved(),
    ]
    return [Suite(TABLE, "marts", TABLE, promises)]
