"""Who is compared with whom, found in the groups that a company has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.statistics.comparison_data import PEOPLE_AND_AI, Side, Sides

POPULATION, WAY_IN, VENDOR, VERSION = "population", "way_in", "vendor", "ai_version"
EMPLOYER, COHORT = "employer_type", "hire_cohort"
WAYS_IN = Sides(Side("human", "people first", "people-first"), Side("ai", "AI first", "AI-first"))
EMPLOYERS = Sides(
    Side("in_house", "in-house staff", "in-house staff's", "do"), Side("bpo", "BPO staff", "BPO staff's", "do")
)


@dataclass(frozen=True)
class Pairing:
    """Two sides and their cells.

    Attributes:
        comparison: which of the six comparisons.
        cells: those of both sides, with the key of the side in the column `side`.
        takes_time: whether people stand on both sides, so that handle times can be compared.
    """

    comparison: str
    sides: Sides
    cells: pa.Table
    takes_time: bool

    @property
    def crosses_populations(self) -> bool:
        return self.comparison in (POPULATION, WAY_IN)


def pairings(cells: pa.Table) -> Iterator[Pairing]:
    """Every pair of which both sides have worked.

    `population` credits a contact to whoever ended it, `way_in` to whoever received it first: what the AI hands over
    then stays the outcome of the way through the AI.
    """
    ended, received = (cells.filter(pc.equal(cells["unit"], unit)) for unit in ("ended", "received"))
    people, machines = (ended.filter(pc.equal(ended["population"], key)) for key in ("human", "ai"))
    if people.num_rows and machines.num_rows:
        yield Pairing(POPULATION, PEOPLE_AND_AI, _sided(ended, ended["population"]), False)
        yield Pairing(WAY_IN, WAYS_IN, _sided(received, received["population"]), False)
    yield from _vendors(machines)
    yield from _versions(machines)
    if {"bpo", "in_house"} <= set(people["employer_type"].to_pylist()):
        known = people.filter(pc.is_in(people["employer_type"], pa.array(["bpo", "in_house"])))
        yield Pairing(EMPLOYER, EMPLOYERS, _sided(known, known["employer_type"]), True)
    yield from _cohorts(people)


def _vendors(machines: pa.Table) -> Iterator[Pairing]:
    for first, second in combinations(_values(machines["vendor"]), 2):
        sides = Sides(
            Side(first, _capital(first), f"{_capital(first)}'s"),
            Side(second, _capital(second), f"{_capital(second)}'s"),
        )
        both = machines.filter(pc.is_in(machines["vendor"], pa.array([first, second])))
        yield Pairing(VENDOR, sides, _sided(both, both["vendor"]), False)


def _versions(machines: pa.Table) -> Iterator[Pairing]:
    """Each version against the one of the same vendor that answered first before it."""
    for vendor in _values(machines["vendor"]):
        own = machines.filter(pc.equal(machines["vendor"], vendor))
        started = own.group_by("ai_version").aggregate([("first_on", "min")]).to_pylist()
        known = sorted((row["first_on_min"], row["ai_version"]) for row in started if row["ai_version"] is not None)
        for (_, old), (_, new) in pairwise(known):
            sides = Sides(*(Side(v, f"{_capital(vendor)} version {v}", f"version {v}'s") for v in (old, new)))
            both = own.filter(pc.is_in(own["ai_version"], pa.array([old, new])))
            yield Pairing(VERSION, sides, _sided(both, both["ai_version"]), False)


def _cohorts(people: pa.Table) -> Iterator[Pairing]:
    known = people.filter(pc.is_valid(people["agent_cohort"]))
    cohorts = _values(known["agent_cohort"])
    for cohort in cohorts if len(cohorts) > 1 else []:
        sides = Sides(
            Side("others", "all other people", "all others'", "do"),
            Side(cohort, f"people hired {cohort}", f"the {cohort} cohort's", "do"),
        )
        side = pc.if_else(pc.equal(known["agent_cohort"], cohort), cohort, "others")
        yield Pairing(COHORT, sides, _sided(known, side), True)


def _sided(cells: pa.Table, side: pa.ChunkedArray) -> pa.Table:
    return cells.append_column("side", side)


def _values(column: pa.ChunkedArray) -> list[str]:
    return sorted(value for value in pc.unique(column).to_pylist() if value is not None)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
