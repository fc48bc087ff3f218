"""Which side does better on the same work, or why that cannot be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.analysis.analysis import DAY, FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.hold_out import hold_out_advice
from pipelines.analysis.pairings import POPULATION, WAY_IN, Pairing, pairings
from pipelines.statistics.comparison import Comparison, Question, compare
from pipelines.statistics.comparison_data import NOT_COMPARABLE, TOO_FEW, Columns, columns_of
from pipelines.statistics.comparison_words import withheld
from pipelines.statistics.intervals import wilson
from pipelines.statistics.overlap import MIN_N, overlap_guard

CELLS = "intermediate.int_comparison_cells"
ALL, SHARED = "all channels", "shared channels"
# What is rare, such as a review, fills no stratum of one intent: then, and only then, families of intents are compared.
INTENT, FAMILY = "intent", "family"
STRATA = {INTENT: ("intent_id", "band", "channel", "arrival"), FAMILY: ("family", "band", "channel", "arrival")}
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Measure:
    """A metric of the register: its words, the columns that count it, and the unit in which those are written."""

    words: str
    n: str
    events: str
    higher_is_better: bool = True
    per: int = 1
    is_time: bool = False


MEASURES = {
    "verified_resolution_7d": Measure("verified resolution", "judged", "verified"),
    "recontact_7d": Measure("avoiding repeat contacts", "judged", "recontacted", higher_is_better=False),
    "csat_satisfied": Measure("satisfaction", "rated", "satisfied"),
    "quality_score": Measure("quality", "scored", "score_points", per=10_000),
    "hand_off_rate": Measure("keeping contacts", "handled", "passed_on", higher_is_better=False),
    "handle_time": Measure("handle time", "timed", "log_points", per=1_000, is_time=True),
}


class Asked(NamedTuple):
    """A question, what its strata are of, and how many of people's contacts it leaves out as handed over by the AI."""

    question: Question
    level: str
    handed_over: int = 0


class Key(NamedTuple):
    comparison: str
    first_side: str
    second_side: str
    scope: str
    measure: str


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Each pair at each measure, in all channels and in those that both answer, with one error rate over all."""
    cells = tables[CELLS]
    for level, columns in STRATA.items():
        cells = cells.append_column(f"{level}_stratum", _named(cells, columns))
    # Numbers instead of names: a million contacts have many cells, and each is grouped some hundred times.
    clusters = np.unique(np.array([name or "" for name in cells["cluster_id"].to_pylist()]), return_inverse=True)[1]
    cells = cells.append_column("cluster", pa.array(clusters, pa.int64()))
    asked = {key: one for pairing in pairings(cells) for key, one in _asked(pairing)}
    found = compare({key: one.question for key, one in asked.items()})
    worded = {key: _worded(key, asked[key], result) for key, result in found.items()}
    return {
        "fair_comparisons": [_row(key, asked[key], result) for key, result in worded.items()],
        "fair_comparison_strata": [
            row for key, result in worded.items() for row in _stratum_rows(key, asked[key], result)
        ],
    }


def _named(cells: pa.Table, columns: Iterable[str]) -> pa.ChunkedArray:
    parts = [pc.coalesce(cells[column], pa.scalar(UNKNOWN)) for column in columns]
    return pc.binary_join_element_wise(*parts, pa.scalar(" / "))


def _asked(pairing: Pairing) -> Iterator[tuple[Key, Asked]]:
    for name, measure in MEASURES.items():
        seen = pairing.cells.filter(pc.greater(pairing.cells[measure.n], 0))
        if not seen.num_rows or (measure.is_time and not pairing.takes_time):
            continue
        key = Key(pairing.comparison, pairing.sides.first.name, pairing.sides.second.name, ALL, name)
        yield key, _finest(pairing, measure, seen)
        channels = _channels(pairing, seen, measure.n)
        if not channels or len(channels) == len(pc.unique(seen["channel"])):
            continue
        inside = seen.filter(pc.is_in(seen["channel"], pa.array(channels)))
        own, handed = inside, 0
        if pairing.crosses_populations:
            # What the AI handed over is none of the contacts that it could have had.
            is_handed = pc.equal(inside["arrival"], "handed_over")
            own, handed = inside.filter(pc.invert(is_handed)), pc.sum(inside.filter(is_handed)[measure.n]).as_py() or 0
        if own.num_rows:
            yield key._replace(scope=SHARED), _finest(pairing, measure, own)._replace(handed_over=handed)


def _channels(pairing: Pairing, cells: pa.Table, n: str) -> list[str]:
    """Channels in which each side has at least 30 contacts; of people and AI, those that the AI answers."""
    counted = cells.group_by(["side", "channel"]).aggregate([(n, "sum")]).to_pylist()
    needed = {pairing.sides.second.key} if pairing.crosses_populations else {row["side"] for row in counted}
    enough = {(row["side"], row["channel"]) for row in counted if row[f"{n}_sum"] >= MIN_N}
    channels = {row["channel"] for row in counted} - {None}
    return sorted(channel for channel in channels if all((side, channel) in enough for side in needed))


def _finest(pairing: Pairing, measure: Measure, table: pa.Table) -> Asked:
    """On strata of single intents where both sides share enough of them, else of families if that helps."""
    fine = Asked(_question(pairing, measure, table, INTENT), INTENT)
    if _is_shared(fine.question):
        return fine
    coarse = Asked(_question(pairing, measure, table, FAMILY), FAMILY)
    return coarse if _is_shared(coarse.question) else fine


def _is_shared(question: Question) -> bool:
    cells = columns_of(question.cells)
    sizes = [
        np.bincount(cells.stratum, weights=cells.n * (cells.side == side.key), minlength=len(cells.strata))
        for side in (question.sides.first, question.sides.second)
    ]
    return overlap_guard(cells.strata, sizes[0], sizes[1]).is_comparable


def _question(pairing: Pairing, measure: Measure, table: pa.Table, level: str) -> Question:
    sums = [(measure.n, "sum"), (measure.events, "sum"), ("log_square_points", "sum")]
    keys = [f"{level}_stratum", "side", "cluster"]
    counted = table.group_by(keys).aggregate(sums).sort_by([(key, "ascending") for key in keys])
    names, stratum = np.unique(np.array(counted[keys[0]].to_pylist(), dtype=np.str_), return_inverse=True)
    events, squares = (counted[f"{column}_sum"].to_numpy() for column in (measure.events, "log_square_points"))
    cells = Columns(
        names.tolist(),
        stratum,
        np.array(counted["side"].to_pylist(), dtype=np.str_),
        counted["cluster"].to_numpy(),
        counted[f"{measure.n}_sum"].to_numpy().astype(float),
        events / measure.per,
        squares / measure.per**2 if measure.is_time else np.zeros(len(events)),
    )
    return Question(cells, measure.words, pairing.sides, "pooled", measure.higher_is_better, measure.is_time)


def _worded(key: Key, asked: Asked, found: Comparison) -> Comparison:
    """With the reason that lies in the routing, where it does."""
    crosses = key.comparison in (POPULATION, WAY_IN)
    if not crosses or key.scope != SHARED or found.verdict not in (TOO_FEW, NOT_COMPARABLE):
        return found
    reason = hold_out_advice(asked.question, asked.handed_over)
    if reason is None:
        return found
    return replace(found, verdict=NOT_COMPARABLE, statement=withheld(asked.question, reason))


def _row(key: Key, asked: Asked, found: Comparison) -> Row:
    pooled, first_mix, second_mix = found.by_mix or (None, None, None)
    crude = {"first": found.crude_first, "second": found.crude_second}
    return {
        **key._asdict(),
        "unit": "relative" if asked.question.is_time else "points",
        "verdict": found.verdict,
        "is_withheld": found.difference is None,
        "sentence": found.statement,
        **{f"{side}_n": rate.n for side, rate in crude.items()},
        **{f"{side}_crude": rate.rate for side, rate in crude.items()},
        **{f"{side}_crude_low": rate.low for side, rate in crude.items()},
        **{f"{side}_crude_high": rate.high for side, rate in crude.items()},
        "mix": found.mix,
        "strata_of": asked.level,
        "first_adjusted": found.first,
        "second_adjusted": found.second,
        "difference": found.difference,
        "difference_low": found.low,
        "difference_high": found.high,
        "p_value": found.p,
        "adjusted_p_value": found.adjusted_p,
        "difference_pooled_mix": pooled,
        "difference_first_mix": first_mix,
        "difference_second_mix": second_mix,
        "first_coverage": found.overlap.coverage_human,
        "second_coverage": found.overlap.coverage_ai,
        "strata_kept": len(found.overlap.kept),
        "strata_dropped": len(found.overlap.dropped),
        "dropped_strata": "; ".join(found.overlap.dropped) or None,
        "same_sign_share": found.same_sign,
        "is_reversed": found.is_reversed,
        "e_value": found.e_value,
        "e_value_limit": found.e_value_limit,
    }


def _stratum_rows(key: Key, asked: Asked, found: Comparison) -> Iterator[Row]:
    for stratum in found.strata:
        first, second = (stratum.first_n, stratum.first_rate), (stratum.second_n, stratum.second_rate)
        row: Row = {**key._asdict(), "stratum": stratum.stratum}
        subject, band, channel, arrival = stratum.stratum.split(" / ")
        row |= {"strata_of": asked.level, "subject": subject, "band": band, "channel": channel, "arrival": arrival}
        row["weight"] = stratum.weight
        for side, (n, rate) in (("first", first), ("second", second)):
            low, high = (None, None) if MEASURES[key.measure].is_time else map(float, wilson(rate * n, n))
            row |= {f"{side}_n": n, f"{side}_rate": rate, f"{side}_rate_low": low, f"{side}_rate_high": high}
        yield row


KEY = dict.fromkeys(Key._fields, TEXT)
ANALYSIS = Analysis(
    name="compare on the same work",
    reads={
        CELLS: schema(
            unit=TEXT,
            population=TEXT,
            vendor=TEXT,
            ai_version=TEXT,
            employer_type=TEXT,
            agent_cohort=TEXT,
            intent_id=TEXT,
            family=TEXT,
            band=TEXT,
            channel=TEXT,
            arrival=TEXT,
            cluster_id=TEXT,
            first_on=DAY,
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
            log_square_points=WHOLE,
        )
    },
    writes={
        "fair_comparisons": schema(
            **KEY,
            unit=TEXT,
            verdict=TEXT,
            is_withheld=FLAG,
            sentence=TEXT,
            first_n=WHOLE,
            second_n=WHOLE,
            first_crude=REAL,
            second_crude=REAL,
            first_crude_low=REAL,
            second_crude_low=REAL,
            first_crude_high=REAL,
            second_crude_high=REAL,
            mix=TEXT,
            strata_of=TEXT,
            first_adjusted=REAL,
            second_adjusted=REAL,
            difference=REAL,
            difference_low=REAL,
            difference_high=REAL,
            p_value=REAL,
            adjusted_p_value=REAL,
            difference_pooled_mix=REAL,
            difference_first_mix=REAL,
            difference_second_mix=REAL,
            first_coverage=REAL,
            second_coverage=REAL,
            strata_kept=WHOLE,
            strata_dropped=WHOLE,
            dropped_strata=TEXT,
            same_sign_share=REAL,
            is_reversed=FLAG,
            e_value=REAL,
            e_value_limit=REAL,
        ),
        "fair_comparison_strata": schema(
            **KEY,
            stratum=TEXT,
            strata_of=TEXT,
            subject=TEXT,
            band=TEXT,
            channel=TEXT,
            arrival=TEXT,
            weight=REAL,
            first_n=WHOLE,
            first_rate=REAL,
            first_rate_low=REAL,
            first_rate_high=REAL,
            second_n=WHOLE,
            second_rate=REAL,
            second_rate_low=REAL,
            second_rate_high=REAL,
        ),
    },
    compute=compute,
)
