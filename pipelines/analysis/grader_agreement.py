"""Whether graders agree, whether they are fair to both populations, and which automatic ones may be believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from pipelines.analysis.analysis import FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.clustered import SHOWN_FROM
from pipelines.statistics.agreement import gwet_ac1, kappa_table
from pipelines.statistics.calibration import MAX_BIAS_GAP, Grader, Mark, calibrate
from pipelines.statistics.reliability import USABLE, Alpha, alpha_interval, fleiss, krippendorff_alpha

MARKS = "intermediate.int_quality_marks"
TYPES = ("human", "ai", "vendor")
WORDS = {"human": "people", "ai": "automatic graders", "vendor": "vendors' graders"}
# More would not narrow an interval that anybody reads, and would cost memory; the newest count.
MOST_UNITS = 500
ADMITTED, REFUSED, TOO_FEW, PERSON = "admitted", "not admitted", "too few", "person"
Unit = Mapping[str, list[Row]]


@dataclass(frozen=True)
class Item:
    """One dimension of one scorecard: marks by contact, newest contacts first."""

    scorecard: str
    dimension: str
    contacts: dict[str, list[Row]]


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Agreement of each pair of grader types on each dimension, and the bias of each grader."""
    items = _items(tables[MARKS].to_pylist())
    return {
        "grader_agreement": [row for item in items for row in _agreement(item)],
        "graders": [row for item in items for row in _graders(item)],
    }


def _items(rows: Sequence[Row]) -> list[Item]:
    found: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: (str(row["reviewed_at"] or ""), row["contact_id"]), reverse=True):
        found[row["scorecard_id"], row["dimension"]][row["contact_id"]].append(row)
    return [Item(*key, contacts) for key, contacts in sorted(found.items())]


def _agreement(item: Item) -> Iterator[Row]:
    """Two types are held against each other by the middle mark of each, one type against itself by all its marks."""
    for first, second in combinations_with_replacement(TYPES, 2):
        for population in ("all", "human", "ai"):
            units = [
                by_type
                for marks in item.contacts.values()
                if population in ("all", marks[0]["population"])
                and _is_paired(by_type := _by_type(marks), first, second)
            ][:MOST_UNITS]
            if units:
                yield _agreement_row(item, first, second, population, units)


def _by_type(marks: Sequence[Row]) -> Unit:
    found: dict[str, list[Row]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark["grader_id"]):
        found[mark["grader_type"]].append(mark)
    return found


def _is_paired(unit: Unit, first: str, second: str) -> bool:
    return len(unit.get(first, ())) >= 2 if first == second else first in unit and second in unit


def _agreement_row(item: Item, first: str, second: str, population: str, units: Sequence[Unit]) -> Row:
    pairs = [_pair(unit, first, second) for unit in units]
    fails = [_fails(unit, first, second) for unit in units]
    ratings = _ratings(units, first, second)
    alpha = krippendorff_alpha(ratings)
    kappa, weighted = _kappas(pairs)
    rare = gwet_ac1(_table(fails, [0, 1]))
    low, high = alpha_interval(ratings) if alpha.alpha is not None and len(units) >= SHOWN_FROM else (None, None)
    shown = len(units) >= SHOWN_FROM and alpha.alpha is not None
    return {
        "scorecard_id": item.scorecard,
        "dimension": item.dimension,
        "first_type": first,
        "second_type": second,
        "population": population,
        "n": len(units),
        "graders": len({mark["grader_id"] for unit in units for kind in {first, second} for mark in unit[kind]}),
        "alpha": alpha.alpha if shown else None,
        "alpha_low": low,
        "alpha_high": high,
        "band": alpha.band if shown else None,
        "kappa": kappa if shown else None,
        "weighted_kappa": weighted if shown else None,
        "fleiss_kappa": _fleiss(units, first) if shown and first == second else None,
        "auto_fail_rate": float(np.mean(fails)) if shown else None,
        "auto_fail_ac1": rare.ac1 if shown else None,
        "auto_fail_kappa": rare.kappa if shown else None,
        "is_withheld": not shown,
        "sentence": _agreement_sentence(item, first, second, population, len(units), alpha, low, high),
    }


def _sides(unit: Unit, first: str, second: str) -> tuple[list[Row], list[Row]]:
    return (unit[first][:1], unit[first][1:2]) if first == second else (unit[first], unit[second])


def _pair(unit: Unit, first: str, second: str) -> tuple[float, float]:
    one, two = (_middle([mark["score"] for mark in side]) for side in _sides(unit, first, second))
    return one, two


def _fails(unit: Unit, first: str, second: str) -> tuple[int, int]:
    one, two = (int(any(mark["is_auto_fail"] for mark in side)) for side in _sides(unit, first, second))
    return one, two


def _middle(scores: Sequence[float]) -> float:
    """The lower median, which is always a mark that was given."""
    return sorted(scores)[(len(scores) - 1) // 2]


def _ratings(units: Sequence[Unit], first: str, second: str) -> list[list[float | None]]:
    if first != second:
        return [list(side) for side in zip(*(_pair(unit, first, second) for unit in units), strict=True)]
    names = sorted({mark["grader_id"] for unit in units for mark in unit[first]})
    given = [{mark["grader_id"]: mark["score"] for mark in unit[first]} for unit in units]
    return [[marks.get(name) for marks in given] for name in names]


def _kappas(pairs: Sequence[tuple[float, float]]) -> tuple[float | None, float | None]:
    values = sorted({value for pair in pairs for value in pair})
    if len(values) < 2:
        return None, None
    table = _table(pairs, values)
    return kappa_table(table).kappa, kappa_table(table, "quadratic").kappa


def _table(pairs: Sequence[tuple[float, float]], values: Sequence[float]) -> np.ndarray:
    place = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for first, second in pairs:
        table[place[first], place[second]] += 1
    return table


def _fleiss(units: Sequence[Unit], kind: str) -> float | None:
    """Of the contacts that the most usual number of graders marked, if that is more than two."""
    sizes = Counter(len(unit[kind]) for unit in units if len(unit[kind]) > 2)
    if not sizes:
        return None
    usual = max(sizes, key=lambda size: (sizes[size], size))
    chosen = [[mark["score"] for mark in unit[kind]] for unit in units if len(unit[kind]) == usual]
    values = sorted({score for scores in chosen for score in scores})
    return fleiss([[scores.count(value) for value in values] for scores in chosen]).kappa


def _agreement_sentence(
    item: Item, first: str, second: str, population: str, n: int, alpha: Alpha, low: float | None, high: float | None
) -> str:
    who = f"{WORDS[first]} among themselves" if first == second else f"{WORDS[first]} and {WORDS[second]}"
    work = {"all": "", "human": " on people's contacts", "ai": " on the AI's contacts"}[population]
    if n < SHOWN_FROM:
        return f"Agreement on {item.dimension} of {who}{work} is not shown: {n} of {SHOWN_FROM} contacts."
    if alpha.alpha is None:
        return f"Agreement on {item.dimension} of {who}{work} cannot be told: all marks are the same."
    return (
        f"On {item.dimension} {who} agree{work} with alpha {alpha.alpha:.2f} ({low:.2f} to {high:.2f}, n = {n}): "
        f"{alpha.band}."
    )


def _graders(item: Item) -> Iterator[Row]:
    marks = [mark for contact in item.contacts.values() for mark in contact]
    types = {mark["grader_id"]: mark["grader_type"] for mark in marks}
    vendors = {mark["grader_id"]: mark["grader_vendor"] for mark in marks}
    if sum(kind == "human" for kind in types.values()) < 2:
        for name in sorted(types):
            yield _unjudged(item, name, types[name], vendors[name])
        return
    drift = _drift(marks)
    for grader in calibrate(_marks(marks)).graders:
        yield _grader_row(item, grader, types[grader.grader], vendors[grader.grader], drift.get(grader.grader))


def _marks(marks: Sequence[Row]) -> list[Mark]:
    return [
        Mark(mark["contact_id"], mark["population"], mark["grader_id"], mark["score"], mark["grader_type"] != "human")
        for mark in marks
    ]


def _drift(marks: Sequence[Row]) -> dict[str, float]:
    """Bias in the newest month of a grader less that in the month of reviews before it; both of 20 marks or more."""
    months: dict[str, list[Row]] = defaultdict(list)
    for mark in marks:
        if mark["reviewed_at"] is not None:
            months[f"{mark['reviewed_at']:%Y-%m}"].append(mark)
    found: dict[str, list[float]] = defaultdict(list)
    for month in sorted(months):
        graders = {mark["grader_id"] for mark in months[month] if mark["grader_type"] == "human"}
        if len(graders) >= 2:
            for grader in calibrate(_marks(months[month])).graders:
                if grader.bias is not None and grader.n >= SHOWN_FROM:
                    found[grader.grader].append(grader.bias)
    return {name: biases[-1] - biases[-2] for name, biases in found.items() if len(biases) > 1}


def _grader_row(item: Item, grader: Grader, kind: str, vendor: str | None, drift: float | None) -> Row:
    enough = grader.n >= SHOWN_FROM
    both = min(grader.n_human, grader.n_ai) >= SHOWN_FROM
    verdict = PERSON if kind == "human" else TOO_FEW if not both else ADMITTED if grader.is_admitted else REFUSED
    low, high = _around(grader.bias, grader.error)
    gap_low, gap_high = _around(grader.bias_gap, grader.gap_error)
    return _identity(item, grader.grader, kind, vendor) | {
        "n": grader.n,
        "n_human": grader.n_human,
        "n_ai": grader.n_ai,
        "bias": grader.bias if enough else None,
        "bias_low": low if enough else None,
        "bias_high": high if enough else None,
        "bias_human": grader.bias_human if grader.n_human >= SHOWN_FROM else None,
        "bias_ai": grader.bias_ai if grader.n_ai >= SHOWN_FROM else None,
        "bias_gap": grader.bias_gap if both else None,
        "bias_gap_low": gap_low if both else None,
        "bias_gap_high": gap_high if both else None,
        "alpha": grader.alpha if enough else None,
        "drift": drift,
        "verdict": verdict,
        "never_judges_vendor": _own(kind, vendor),
        "is_withheld": not enough,
        "sentence": _grader_sentence(item, grader, verdict, kind, vendor),
    }


def _around(value: float | None, error: float | None) -> tuple[float | None, float | None]:
    if value is None or error is None:
        return None, None
    return value - 1.959964 * error, value + 1.959964 * error


def _own(kind: str, vendor: str | None) -> str | None:
    """Whose AI a grader may not judge: a vendor's grader its own, and any as long as it is not known whose it is."""
    return (vendor or "any") if kind == "vendor" else vendor if kind == "ai" else None


def _grader_sentence(item: Item, grader: Grader, verdict: str, kind: str, vendor: str | None) -> str:
    name, own = f"{grader.grader} on {item.dimension}", _own(kind, vendor)
    limit = "" if own is None else " It never judges an AI." if own == "any" else f" It never judges the AI of {own}."
    if verdict == TOO_FEW:
        counts = f"{grader.n_human} contacts of people and {grader.n_ai} of the AI beside a person"
        return f"{name} is not admitted to comparisons: it graded {counts}, {SHOWN_FROM} of each are needed.{limit}"
    if grader.n < SHOWN_FROM or grader.bias is None:
        return f"{name}: {grader.n} contacts beside another person, {SHOWN_FROM} are needed."
    alpha = "unknown" if grader.alpha is None else f"{grader.alpha:.2f}"
    if verdict == PERSON:
        return f"{name} marks {100 * grader.bias:+.1f} points beside the others, alpha {alpha}, n = {grader.n}."
    return (
        f"{name} is {verdict} to comparisons: alpha {alpha} against people ({USABLE} needed), and "
        f"{_favours(grader.bias_gap)} ({100 * MAX_BIAS_GAP:.0f} allowed either way).{limit}"
    )


def _favours(gap: float | None) -> str:
    """Whom the marks favour and by how much, without a sign that a reader would have to turn round."""
    if gap is None:
        return "nobody can say whom it favours"
    size = f"{100 * abs(gap):.1f}"
    return "it favours neither" if size == "0.0" else f"it favours {'the AI' if gap > 0 else 'people'} by {size} points"


def _identity(item: Item, name: str, kind: str, vendor: str | None) -> Row:
    keys = {"scorecard_id": item.scorecard, "dimension": item.dimension}
    return keys | {"grader_id": name, "grader_type": kind, "grader_vendor": vendor}


def _unjudged(item: Item, name: str, kind: str, vendor: str | None) -> Row:
    row: Row = dict.fromkeys(ANALYSIS.writes["graders"].names)
    sentence = f"{name} on {item.dimension} cannot be judged: a consensus needs two people."
    return (
        row
        | _identity(item, name, kind, vendor)
        | {"n": 0, "n_human": 0, "n_ai": 0, "verdict": PERSON if kind == "human" else TOO_FEW}
        | {"never_judges_vendor": _own(kind, vendor), "is_withheld": True, "sentence": sentence}
    )


ANALYSIS = Analysis(
    name="ask whether graders agree",
    reads={
        MARKS: schema(
            contact_id=TEXT,
            population=TEXT,
            vendor=TEXT,
            scorecard_id=TEXT,
            dimension=TEXT,
            grader_id=TEXT,
            grader_type=TEXT,
            grader_vendor=TEXT,
            score=REAL,
            is_auto_fail=FLAG,
            reviewed_at=MOMENT,
        )
    },
    writes={
        "grader_agreement": schema(
            scorecard_id=TEXT,
            dimension=TEXT,
            first_type=TEXT,
            second_type=TEXT,
            population=TEXT,
            n=WHOLE,
            graders=WHOLE,
            alpha=REAL,
            alpha_low=REAL,
            alpha_high=REAL,
            band=TEXT,
            kappa=REAL,
            weighted_kappa=REAL,
            fleiss_kappa=REAL,
            auto_fail_rate=REAL,
            auto_fail_ac1=REAL,
            auto_fail_kappa=REAL,
            is_withheld=FLAG,
            sentence=TEXT,
        ),
        "graders": schema(
            scorecard_id=TEXT,
            dimension=TEXT,
            grader_id=TEXT,
            grader_type=TEXT,
            grader_vendor=TEXT,
            n=WHOLE,
            n_human=WHOLE,
            n_ai=WHOLE,
            bias=REAL,
            bias_low=REAL,
            bias_high=REAL,
            bias_human=REAL,
            bias_ai=REAL,
            bias_gap=REAL,
            bias_gap_low=REAL,
            bias_gap_high=REAL,
            alpha=REAL,
            drift=REAL,
            verdict=TEXT,
            never_judges_vendor=TEXT,
            is_withheld=FLAG,
            sentence=TEXT,
        ),
    },
    compute=compute,
)
