"""How both populations do on the hardest work: quality, whether it held, and what customers say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, log

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.analysis.analysis import FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.clustered import SHOWN_FROM, Level, clustered_rate
from pipelines.statistics.difficulty import difficulty, hardest

CELLS = "intermediate.int_comparison_cells"
LENSES = {"all work": 1.0, "hardest fifth": 0.2, "hardest tenth": 0.1}
PARTS = {
    "quality_score": ("scored", "score_points", 10_000),
    "verified_resolution_7d": ("judged", "verified", 1),
    "csat_satisfied": ("rated", "satisfied", 1),
}
INDEX = "hardest_work_index"
NAMES = {"human": "people", "ai": "the AI"}


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Quality, verified resolution, satisfaction and their product, per lens and population."""
    cells = tables[CELLS].filter(pc.equal(tables[CELLS]["unit"], "ended"))
    scored = difficulties(cells)
    return {"hardest_work": list(_rows(cells, scored)) if scored else []}


def difficulties(cells: pa.Table) -> dict[str, float]:
    """Difficulty of each intent from what came fresh to people; empty with fewer than three intents.

    A call takes longer than a mail whatever it is about, so each figure is taken against its channel.
    """
    fresh = cells.filter(pc.and_(pc.equal(cells["population"], "human"), pc.equal(cells["arrival"], "fresh")))
    names = ("timed", "log_points", "handled", "passed_on", "judged", "recontacted")
    counted = fresh.filter(pc.is_valid(fresh["intent_id"])).group_by(["intent_id", "channel"])
    rows = counted.aggregate([(name, "sum") for name in names]).to_pylist()
    intents = sorted({row["intent_id"] for row in rows})
    counts = (("timed", "log_points"), ("handled", "passed_on"), ("judged", "recontacted"))
    levels = [_within_channels(rows, intents, *of) for of in counts]
    known = [number for number in range(len(intents)) if all(np.isfinite(level[number]) for level in levels)]
    if len(known) < 3:
        return {}
    time, transfer, repeat = (level[known] for level in levels)
    score = difficulty(np.exp(time / 1000), np.clip(transfer, 0, 1), np.clip(repeat, 0, 1)).score
    return {intents[number]: value for number, value in zip(known, score, strict=True)}


def _within_channels(rows: list[Row], intents: list[str], of: str, hits: str) -> np.ndarray:
    """Level of each intent as if all had come by the same channels; not a number where nothing is known."""
    channels = sorted({row["channel"] or "" for row in rows})
    n, x = np.zeros((2, len(intents), len(channels)))
    for row in rows:
        place = intents.index(row["intent_id"]), channels.index(row["channel"] or "")
        n[place] += row[f"{of}_sum"]
        x[place] += row[f"{hits}_sum"]
    if not n.sum():
        return np.full(len(intents), np.nan)
    usual = x.sum(axis=0) / np.maximum(n.sum(axis=0), 1)
    seen = n.sum(axis=1)
    apart = (x - n * usual).sum(axis=1) / np.where(seen > 0, seen, np.nan)
    return np.asarray(apart + x.sum() / n.sum())


def _rows(cells: pa.Table, scores: dict[str, float]) -> Iterator[Row]:
    volumes = dict.fromkeys(sorted(scores), 0)
    for row in cells.group_by("intent_id").aggregate([("judged", "sum")]).to_pylist():
        if row["intent_id"] in volumes:
            volumes[row["intent_id"]] = row["judged_sum"]
    names = list(volumes)
    for lens, share in LENSES.items():
        chosen = [names[place] for place in hardest([scores[name] for name in names], list(volumes.values()), share)]
        inside = cells.filter(pc.is_in(cells["intent_id"], pa.array(chosen)))
        for population in ("human", "ai"):
            own = inside.filter(pc.equal(inside["population"], population))
            parts = {name: clustered_rate(own, *columns) for name, columns in PARTS.items()}
            parts[INDEX] = _product(list(parts.values()))
            sentence = _sentence(lens, population, parts, chosen)
            for measure, level in parts.items():
                yield {
                    "lens": lens,
                    "population": population,
                    "measure": measure,
                    "n": level.n,
                    "value": level.rate,
                    "value_low": level.low,
                    "value_high": level.high,
                    "is_withheld": level.rate is None,
                    "withheld_reason": None if level.rate is not None else f"Fewer than {SHOWN_FROM} cases",
                    "intents": "; ".join(chosen),
                    "sentence": sentence,
                }


def _product(parts: list[Level]) -> Level:
    """Product of the rates, its interval from the errors of their logarithms; n is that of the rarest part."""
    n = min(part.n for part in parts)
    rates = [part.rate for part in parts if part.rate]
    if len(rates) < len(parts):
        return Level(n)
    value = float(np.prod(rates))
    spread = sum((part.variance or 0.0) / (part.rate or 1.0) ** 2 for part in parts) ** 0.5
    return Level(n, value, exp(log(value) - 1.959964 * spread), min(exp(log(value) + 1.959964 * spread), 1.0))


def _sentence(lens: str, population: str, parts: dict[str, Level], intents: list[str]) -> str:
    where = "On all work" if lens == "all work" else f"On the {lens} of the work ({', '.join(intents)})"
    index = parts[INDEX]
    if index.rate is None:
        rare = [name for name, level in parts.items() if level.rate is None and name != INDEX]
        counts = ", ".join(f"{parts[name].n} for {name}" for name in rare)
        return f"{where} no index of {NAMES[population]} is shown: {SHOWN_FROM} cases are needed, there are {counts}."
    quality, verified, rating = (f"{level.rate:.0%}" for name, level in parts.items() if name != INDEX)
    return (
        f"{where} {NAMES[population]} reach{'' if population == 'human' else 'es'} {100 * index.rate:.0f} of 100 "
        f"({100 * (index.low or 0):.0f} to {100 * (index.high or 0):.0f}): quality {quality}, verified {verified}, "
        f"satisfied {rating}."
    )


ANALYSIS = Analysis(
    name="look at the hardest work",
    reads={
        CELLS: schema(
            unit=TEXT,
            population=TEXT,
            intent_id=TEXT,
            channel=TEXT,
            arrival=TEXT,
            cluster_id=TEXT,
            judged=WHOLE,
            verified=WHOLE,
            recontacted=WHOLE,
            rated=WHOLE,
            satisfied=WHOLE,
            scored=WHOLE,
            score_points=WHOLE,
            handled=WHOLE,
            passed_on=WHOLE,
            timed=WHOLE,
            log_points=WHOLE,
        )
    },
    writes={
        "hardest_work": schema(
            lens=TEXT,
            population=TEXT,
            measure=TEXT,
            n=WHOLE,
            value=REAL,
            value_low=REAL,
            value_high=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
            intents=TEXT,
            sentence=TEXT,
        )
    },
    compute=compute,
)
