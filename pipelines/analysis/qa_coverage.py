"""How much of each population's work is reviewed, and how many reviews a stratum needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipelines.analysis.analysis import REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.intervals import newcombe_diff, wilson
from pipelines.statistics.sampling import sample_size

COUNTS = "intermediate.int_review_counts"
NAMES = {"human": "people", "ai": "the AI"}
MARGIN = 0.05
COLUMNS = ("eligible", "reviewed", "reviewed_by_people", "reviewed_by_machines")


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Coverage with its interval, the parity gap, and the reviews that a margin of five points needs."""
    return {"qa_coverage": list(_rows(tables[COUNTS].to_pylist()))}


def _rows(counts: list[Row]) -> Iterator[Row]:
    sums: dict[tuple[str, str], dict[str, dict[str, int]]] = defaultdict(dict)
    for row in counts:
        # The whole, each channel, and each stratum of which a mean is wanted.
        for key in (("all", "all"), (row["channel"], "all"), (row["channel"], row["family"])):
            own = sums[key].setdefault(row["population"], dict.fromkeys(COLUMNS, 0))
            for column in COLUMNS:
                own[column] += row[column]
    for (channel, family), by_population in sorted(sums.items()):
        for population, own in sorted(by_population.items()):
            yield _row(channel, family, population, own, by_population)


def _row(channel: str, family: str, population: str, own: dict[str, int], both: dict[str, dict[str, int]]) -> Row:
    eligible, reviewed = own["eligible"], own["reviewed"]
    low, high = (float(bound) for bound in wilson(reviewed, eligible))
    needed = sample_size(eligible, MARGIN).ceil
    gap, gap_low, gap_high = _parity(both)
    return {
        "population": population,
        "channel": channel,
        "family": family,
        **own,
        "coverage": reviewed / eligible,
        "coverage_low": low,
        "coverage_high": high,
        "parity_gap": gap,
        "parity_gap_low": gap_low,
        "parity_gap_high": gap_high,
        "reviews_needed": needed,
        "reviews_missing": max(needed - reviewed, 0),
        "sentence": _sentence(channel, family, population, own, needed, gap),
    }


def _parity(both: dict[str, dict[str, int]]) -> tuple[float | None, float | None, float | None]:
    """Coverage of people less that of the AI; null where only one of them works."""
    if set(both) != {"human", "ai"}:
        return None, None, None
    human, ai = both["human"], both["ai"]
    bounds = newcombe_diff(human["reviewed"], human["eligible"], ai["reviewed"], ai["eligible"])
    gap = human["reviewed"] / human["eligible"] - ai["reviewed"] / ai["eligible"]
    return gap, float(bounds[0]), float(bounds[1])


def _sentence(channel: str, family: str, population: str, own: dict[str, int], needed: int, gap: float | None) -> str:
    place = "" if channel == "all" else f" in {channel}" + ("" if family == "all" else f" about {family}")
    start = f"{own['reviewed']:,} of {own['eligible']:,} contacts of {NAMES[population]}{place} are reviewed"
    more = "more" if (gap or 0) >= 0 else "less"
    parity = "" if gap is None else f", {100 * abs(gap):.1f} points {more} of people's than of the AI's"
    want = (
        "enough for a mean within five points"
        if own["reviewed"] >= needed
        else f"a mean within five points needs {needed:,}, drawn at random"
    )
    return f"{start}{parity}; {want}."


ANALYSIS = Analysis(
    name="count what is reviewed",
    reads={
        COUNTS: schema(
            population=TEXT,
            channel=TEXT,
            family=TEXT,
            eligible=WHOLE,
            reviewed=WHOLE,
            reviewed_by_people=WHOLE,
            reviewed_by_machines=WHOLE,
        )
    },
    writes={
        "qa_coverage": schema(
            population=TEXT,
            channel=TEXT,
            family=TEXT,
            eligible=WHOLE,
            reviewed=WHOLE,
            reviewed_by_people=WHOLE,
            reviewed_by_machines=WHOLE,
            coverage=REAL,
            coverage_low=REAL,
            coverage_high=REAL,
            parity_gap=REAL,
            parity_gap_low=REAL,
            parity_gap_high=REAL,
            reviews_needed=WHOLE,
            reviews_missing=WHOLE,
            sentence=TEXT,
        )
    },
    compute=compute,
)
