"""Each hire cohort on each family of intents, raw and pulled towards its family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.analysis.analysis import FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.clustered import SHOWN_FROM, clustered_rate
from pipelines.statistics.shrinkage import shrink_rate

CELLS = "intermediate.int_comparison_cells"
MEASURES = {
    "verified_resolution_7d": ("judged", "verified"),
    "recontact_7d": ("judged", "recontacted"),
    "csat_satisfied": ("rated", "satisfied"),
}
SUPPRESSED_BELOW = 5
# A figure of fewer people would be about persons: `minimum_actors` of the dbt project.
PEOPLE_FROM = 5


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Raw and shrunken rates of people.

    Counts below 5 are not told, they could point at one contact; of fewer than 5 people no rate is told at all.
    """
    cells = tables[CELLS]
    own = pc.and_(pc.equal(cells["unit"], "ended"), pc.equal(cells["population"], "human"))
    people = cells.filter(pc.and_(own, pc.and_(pc.is_valid(cells["agent_cohort"]), pc.is_valid(cells["family"]))))
    return {
        "cohort_rates": [row for name, (n, x) in MEASURES.items() for row in _rows(people, name, n, x)],
    }


def _rows(people: pa.Table, measure: str, n: str, x: str) -> Iterator[Row]:
    seen = people.filter(pc.greater(people[n], 0))
    parents = seen.group_by("family").aggregate([(n, "sum"), (x, "sum")]).to_pylist()
    parent = {row["family"]: row[f"{x}_sum"] / row[f"{n}_sum"] for row in parents}
    counted = seen.group_by(["agent_cohort", "family"]).aggregate([(n, "sum"), (x, "sum")]).to_pylist()
    for row in sorted(counted, key=lambda row: (row["agent_cohort"], row["family"])):
        cases, events = row[f"{n}_sum"], row[f"{x}_sum"]
        same = pc.and_(pc.equal(seen["agent_cohort"], row["agent_cohort"]), pc.equal(seen["family"], row["family"]))
        cell = seen.filter(same)
        level = clustered_rate(cell, n, x)
        few = pc.count_distinct(cell["cluster_id"]).as_py() < PEOPLE_FROM
        told = cases >= SUPPRESSED_BELOW
        yield {
            "population": "human",
            "measure": measure,
            "agent_cohort": row["agent_cohort"],
            "family": row["family"],
            "n": cases if told else None,
            "value": None if few else level.rate,
            "value_low": None if few else level.low,
            "value_high": None if few else level.high,
            "shrunken_value": shrink_rate(events, cases, parent[row["family"]]) if told and not few else None,
            "family_value": parent[row["family"]],
            "is_withheld": few or level.rate is None,
            "withheld_reason": _withheld(cases, few),
        }


def _withheld(cases: int, few: bool) -> str | None:
    """Why a cell shows no rate, or None."""
    if cases < SUPPRESSED_BELOW:
        return f"Fewer than {SUPPRESSED_BELOW} cases"
    if few:
        return f"Fewer than {PEOPLE_FROM} people"
    return f"Fewer than {SHOWN_FROM} cases: read the shrunken rate" if cases < SHOWN_FROM else None


ANALYSIS = Analysis(
    name="shrink small cells",
    reads={
        CELLS: schema(
            unit=TEXT,
            population=TEXT,
            agent_cohort=TEXT,
            family=TEXT,
            cluster_id=TEXT,
            judged=WHOLE,
            verified=WHOLE,
            recontacted=WHOLE,
            rated=WHOLE,
            satisfied=WHOLE,
        )
    },
    writes={
        "cohort_rates": schema(
            population=TEXT,
            measure=TEXT,
            agent_cohort=TEXT,
            family=TEXT,
            n=WHOLE,
            value=REAL,
            value_low=REAL,
            value_high=REAL,
            shrunken_value=REAL,
            family_value=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
        )
    },
    compute=compute,
)
