"""Published door of the one read of both populations."""

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

TABLE = "measure_population_read"
COLUMNS = (
    "population",
    "metric",
    "metric_label",
    "metric_order",
    "period",
    "period_start_on",
    "unit",
    "numerator",
    "denominator",
    "value",
    "value_low",
    "value_high",
    "n",
    "unknown_n",
    "unknown_share",
    "is_withheld",
    "withheld_reason",
    "higher_is_better",
    "observed_until",
    "window_label",
    "definition",
)


def suites(facts: Facts) -> list[Suite]:
    promises = [
        columns(COLUMNS, exact=False),
        *not_shrunk(facts, f"marts.{TABLE}"),
        not_null("metric"),
        not_null("period"),
        not_null("is_withheld"),
        one_of("population", {"human", "ai"}),
        one_of("unit", {"share", "seconds", "amount", "score", "count"}),
        unique("population", "metric", "period"),
        between("unknown_share", 0, 1),
        between("n", 0, None),
        no_rows(
            "select population, metric, period, value from {batch} where unit = 'share' and (value < 0 or value > 1)",
            "every share lies between 0 and 1",
        ),
        no_rows(
            "select population, metric, period from {batch} where value < value_low or value > value_high "
            "or value_low > value_high",
            "every interval contains its value",
        ),
        no_rows(
            "select population, metric, period from {batch} where is_withheld "
            "and (value is not null or withheld_reason is null)",
            "a withheld number is absent and says why",
        ),
        no_rows(
            "select period, sum(value) as total from {batch} where metric = 'volume_share' and not is_withheld "
            "group by period having count(*) = 2 and abs(sum(value) - 1) > 0.000001",
            "the populations' volume shares add up to one",
        ),
        no_headcount_saved(),
    ]
    return [Suite(TABLE, "marts", TABLE, promises)]
