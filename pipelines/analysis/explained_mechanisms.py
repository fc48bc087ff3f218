"""What a cohort lacks against its peers: courses, reviewed dimensions, knowledge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from scipy.stats import fisher_exact

from pipelines.analysis.analysis import DAY, TEXT, WHOLE, Row, schema
from pipelines.statistics.explanation_data import Mechanism

LACKING = "intermediate.int_cohort_mechanisms"
LACKING_COLUMNS = schema(
    week_start_on=DAY,
    population=TEXT,
    cohort=TEXT,
    family=TEXT,
    kind=TEXT,
    name=TEXT,
    agent_id=TEXT,
    n=WHOLE,
    failed=WHOLE,
)
MOSTLY = 0.5
MAX_P = 0.05


def mechanisms(
    rows: Sequence[Row], weeks: Collection[date], population: str, cohort: str, family: str | None
) -> list[Mechanism]:
    """Everything that is known of the cohort and of its peers, the other cohorts of its population, in some weeks.

    A course counts by contacts whose agent had it assigned and not completed. Contacts of one agent share that, so a
    course also has to be lacking in more of the cohort's agents than of its peers' by Fisher's exact test.
    """
    found: dict[tuple[str, str], dict[bool, list[Row]]] = defaultdict(lambda: {True: [], False: []})
    for row in rows:
        if row["population"] == population and row["week_start_on"] in weeks and family in (None, row["family"]):
            found[row["kind"], row["name"]][row["cohort"] == cohort].append(row)
    return [
        Mechanism(name, kind, *_sum(sides[True]), *_sum(sides[False]))
        for (kind, name), sides in sorted(found.items())
        if sides[True] and sides[False] and (kind != "training" or _lacks(sides[True], sides[False]))
    ]


def _sum(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row["failed"] for row in rows), sum(row["n"] for row in rows)


def _lacks(cohort: Sequence[Row], peers: Sequence[Row]) -> bool:
    table = [_agents(cohort), _agents(peers)]
    return float(fisher_exact(table, alternative="greater").pvalue) < MAX_P


def _agents(rows: Sequence[Row]) -> list[int]:
    """How many agents lacked it in most of their contacts, and how many did not."""
    failed: dict[str, int] = defaultdict(int)
    n: dict[str, int] = defaultdict(int)
    for row in rows:
        failed[row["agent_id"]] += row["failed"]
        n[row["agent_id"]] += row["n"]
    lacking = sum(failed[agent] > MOSTLY * n[agent] for agent in n)
    return [lacking, len(n) - lacking]
