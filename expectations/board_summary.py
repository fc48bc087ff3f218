"""Published door of the board summary: whole sentences, each with its number or the reason it has none."""

from __future__ import annotations

from expectations.promises import columns, no_headcount_saved, no_rows, not_null, not_shrunk, one_of, unique
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

TABLE = "board_summary"
COLUMNS = (
    "line_order",
    "section",
    "headline",
    "population",
    "metric",
    "value",
    "value_low",
    "value_high",
    "n",
    "unit",
    "is_withheld",
    "withheld_reason",
    "observed_until",
)


def suites(facts: Facts) -> list[Suite]:
    promises = [
        columns(COLUMNS, exact=False),
        *not_shrunk(facts, f"marts.{TABLE}"),
        not_null("headline"),
        one_of("section", {"answer", "populations", "money", "customers", "not_known"}),
        unique("line_order"),
        no_rows(
            "select line_order, headline from {batch} where length(trim(headline)) < 10",
            "every headline is a sentence",
        ),
        no_rows(
            "select line_order from {batch} where is_withheld and withheld_reason is null",
            "a withheld number says why",
        ),
        no_rows(
            "select line_order, headline from {batch} "
            "where regexp_matches(lower(headline), '(headcount|head count|fte|jobs?)s? (saved|avoided|replaced)')",
            "no headline claims headcount saved",
        ),
        no_headcount_saved(),
    ]
    return [Suite(TABLE, "marts", TABLE, promises)]
