"""Whether what reviewers score has anything to do with what becomes of the contact."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipelines.analysis.analysis import FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.association import Association, within_strata
from pipelines.statistics.multiplicity import bh

OUTCOMES = "intermediate.int_review_outcomes"
MEASURES = {
    "verified_resolution_7d": ("verified", "verified resolution", 1),
    "recontact_7d": ("recontacted", "repeat contact", -1),
    "csat_satisfied": ("satisfied", "satisfaction", 1),
}
STRATUM = ("population", "family", "channel", "arrival")
SHOWN_FROM = 50
TWO_QUARTERS = dt.timedelta(days=180)
Q = 0.05
PREDICTS, CONTRARY, NONE_SHOWN, TOO_FEW = "predicts", "points the wrong way", "no relation shown", "too few"


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Each dimension against each outcome, of both populations together and of each, with one error rate over all."""
    reviews: dict[str, list[Row]] = defaultdict(list)
    for review in tables[OUTCOMES].to_pylist():
        reviews[review["dimension"]].append(review)
    rows = [row for dimension in sorted(reviews) for row in _rows(reviews[dimension], dimension)]
    tested = [row for row in rows if row["p_value"] is not None]
    for row, adjusted in zip(tested, bh([row["p_value"] for row in tested], Q).adjusted if tested else [], strict=True):
        row["adjusted_p_value"] = adjusted
        row["verdict"] = _verdict(row)
    for row in rows:
        row["sentence"] = _sentence(row)
    return {"qa_prediction": _with_candidates(rows)}


def _rows(reviews: list[Row], dimension: str) -> Iterator[Row]:
    for population in ("all", "human", "ai"):
        for measure, (column, _, _) in MEASURES.items():
            own = [
                review
                for review in reviews
                if population in ("all", review["population"]) and review[column] is not None
            ]
            if own:
                yield _row(dimension, population, measure, column, own)


def _row(dimension: str, population: str, measure: str, column: str, own: list[Row]) -> Row:
    strata = [" / ".join(review[name] or "unknown" for name in STRATUM) for review in own]
    found = within_strata(
        [review["score"] for review in own],
        [review[column] for review in own],
        strata,
        [review["cluster_id"] or "unknown" for review in own],
    )
    if found.n < SHOWN_FROM:
        found = Association(found.n, found.clusters)
    times = [review[name] for review in own for name in ("first_reviewed_at", "last_reviewed_at") if review[name]]
    return {
        "dimension": dimension,
        "population": population,
        "measure": measure,
        "n": found.n,
        "clusters": found.clusters,
        "correlation": found.correlation,
        "slope": found.slope,
        "slope_low": found.low,
        "slope_high": found.high,
        "p_value": found.p,
        "adjusted_p_value": None,
        "verdict": TOO_FEW,
        "is_withheld": found.slope is None,
        "has_two_quarters": bool(times) and max(times) - min(times) >= TWO_QUARTERS,
        "is_removal_candidate": False,
    }


def _verdict(row: Row) -> str:
    if row["adjusted_p_value"] > Q or row["slope_low"] <= 0 <= row["slope_high"]:
        return NONE_SHOWN
    return PREDICTS if (row["slope"] > 0) == (MEASURES[row["measure"]][2] > 0) else CONTRARY


def _with_candidates(rows: list[Row]) -> list[Row]:
    """A dimension that relates to no outcome over two quarters may be taken off the scorecard."""
    for row in rows:
        same = [other for other in rows if other["dimension"] == row["dimension"] and other["population"] == "all"]
        told = [other for other in same if other["verdict"] != TOO_FEW]
        idle = bool(told) and all(other["verdict"] != PREDICTS and other["has_two_quarters"] for other in told)
        row["is_removal_candidate"] = idle
    return rows


def _sentence(row: Row) -> str:
    who = {"all": "", "human": " of people", "ai": " of the AI"}[row["population"]]
    what = MEASURES[row["measure"]][1]
    if row["is_withheld"]:
        seen = f"{row['n']} reviews of {row['clusters']} agents or weeks"
        return f"Whether {row['dimension']}{who} goes with {what} cannot be told: {seen}."
    numbers = (
        f"ten points more go with {10 * row['slope']:+.1f} points of {what} "
        f"({10 * row['slope_low']:+.1f} to {10 * row['slope_high']:+.1f}, n = {row['n']})"
    )
    lead = {
        PREDICTS: f"{row['dimension']}{who} predicts {what}",
        CONTRARY: f"{row['dimension']}{who} points the wrong way for {what}",
    }.get(row["verdict"], f"No relation of {row['dimension']}{who} with {what} is shown")
    return f"{lead}: {numbers}."


ANALYSIS = Analysis(
    name="ask whether reviews predict outcomes",
    reads={
        OUTCOMES: schema(
            dimension=TEXT,
            population=TEXT,
            family=TEXT,
            channel=TEXT,
            arrival=TEXT,
            cluster_id=TEXT,
            score=REAL,
            verified=WHOLE,
            recontacted=WHOLE,
            satisfied=WHOLE,
            first_reviewed_at=MOMENT,
            last_reviewed_at=MOMENT,
        )
    },
    writes={
        "qa_prediction": schema(
            dimension=TEXT,
            population=TEXT,
            measure=TEXT,
            n=WHOLE,
            clusters=WHOLE,
            correlation=REAL,
            slope=REAL,
            slope_low=REAL,
            slope_high=REAL,
            p_value=REAL,
            adjusted_p_value=REAL,
            verdict=TEXT,
            is_withheld=FLAG,
            has_two_quarters=FLAG,
            is_removal_candidate=FLAG,
            sentence=TEXT,
        )
    },
    compute=compute,
)
