"""What customers say, when most of them say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.analysis.analysis import FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.clustered import SHOWN_FROM
from pipelines.statistics.intervals import wilson
from pipelines.statistics.nonresponse import Bounds, NonResponse, is_established, manski, nonresponse
from pipelines.statistics.stratified import Difference, StratifiedRate, difference, stratified_rate

CLASSES = "intermediate.int_survey_classes"
NAMES = {"human": "people", "ai": "the AI"}
GAP = "ai less human"


@dataclass(frozen=True)
class Voice:
    """One population's surveys: raw, weighted to all who were asked, and at worst."""

    contacts: int
    surveyed: int
    answered: int
    positives: int
    weighting: NonResponse
    weighted: StratifiedRate
    bounds: Bounds
    asked_in: str

    @property
    def response(self) -> float:
        return self.answered / self.surveyed


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Response, raw and weighted satisfaction and worst case of each population, and whether a difference holds."""
    rows = tables[CLASSES].to_pylist()
    found: list[Row] = []
    voices: dict[str, Voice] = {}
    for population in ("human", "ai"):
        own = [row for row in rows if row["population"] == population and row["surveyed"]]
        answered = sum(row["rated"] for row in own)
        if answered >= SHOWN_FROM:
            voices[population] = _voice(own, [row for row in rows if row["population"] == population])
            found.append(_row(population, voices[population]))
        elif any(row["population"] == population for row in rows):
            found.append(_silent(population, sum(row["surveyed"] for row in own), answered))
    if len(voices) == 2:
        found.append(_gap(voices["human"], voices["ai"]))
    return {"satisfaction": found}


def _voice(asked: Sequence[Row], everything: Sequence[Row]) -> Voice:
    surveyed, rated, satisfied = (_by_class(asked, column) for column in ("surveyed", "rated", "satisfied"))
    weighting = nonresponse(surveyed, rated, satisfied / rated)
    # A class's level has the error of its own answers, and counts by those who were asked.
    weighted = stratified_rate(satisfied[None, :], rated[None, :], surveyed / surveyed.sum(), clustered=False)
    total, answers, good = (int(values.sum()) for values in (surveyed, rated, satisfied))
    channels = sorted({row["channel"] for row in asked})
    return Voice(
        contacts=sum(row["contacts"] for row in everything),
        surveyed=total,
        answered=answers,
        positives=good,
        weighting=weighting,
        weighted=weighted,
        bounds=manski(answers, total, good),
        asked_in="; ".join(channels),
    )


def _by_class(rows: Sequence[Row], column: str) -> np.ndarray:
    """Sums by outcome and family; a class with fewer than 20 answers joins the others of its outcome, then all."""
    names = [(row["outcome"], row["family"]) for row in rows]
    for width in (1, 0):
        answers: dict[tuple[str, ...], int] = {}
        for name, row in zip(names, rows, strict=True):
            answers[name] = answers.get(name, 0) + row["rated"]
        names = [name if answers[name] >= SHOWN_FROM else (*name[:width], *("other",) * (2 - width)) for name in names]
    sums = dict.fromkeys(sorted(set(names)), 0)
    silent = dict.fromkeys(sums, 0)
    for name, row in zip(names, rows, strict=True):
        sums[name] += row[column]
        silent[name] += row["rated"]
    # The rest of all may still be silent: it is then spoken for by everybody.
    spoken = {name: value for name, value in sums.items() if silent[name]}
    if len(spoken) < len(sums):
        return np.array([float(sum(sums.values()))])
    return np.array([float(value) for value in spoken.values()])


def _row(population: str, voice: Voice) -> Row:
    low, high = (float(bound) for bound in wilson(voice.positives, voice.answered))
    response_low, response_high = (float(bound) for bound in wilson(voice.answered, voice.surveyed))
    weighted_low, weighted_high = _interval(voice.weighted)
    name = NAMES[population]
    sentence = (
        f"{voice.weighted.rate:.1%} of the customers of {name} who were asked are satisfied as far as answers can "
        f"tell ({weighted_low:.1%} to {weighted_high:.1%}); raw {voice.positives / voice.answered:.1%} of the "
        f"{voice.response:.0%} who answered. Were all silent customers of one mind, it would lie between "
        f"{voice.bounds.low:.0%} and {voice.bounds.high:.0%}."
    )
    return {
        "population": population,
        "contacts": voice.contacts,
        "surveyed": voice.surveyed,
        "answered": voice.answered,
        "asked_in": voice.asked_in,
        "response_rate": voice.response,
        "response_rate_low": response_low,
        "response_rate_high": response_high,
        "raw_value": voice.positives / voice.answered,
        "raw_value_low": low,
        "raw_value_high": high,
        "value": voice.weighted.rate,
        "value_low": weighted_low,
        "value_high": weighted_high,
        "worst_case_low": voice.bounds.low,
        "worst_case_high": voice.bounds.high,
        "classes": len(voice.weighting.factor),
        "effective_answers": voice.weighting.kish_neff,
        "is_established": None,
        "is_withheld": False,
        "sentence": sentence,
    }


def _interval(rate: StratifiedRate) -> tuple[float, float]:
    half = 1.959964 * rate.variance**0.5
    return max(rate.rate - half, 0.0), min(rate.rate + half, 1.0)


def _gap(human: Voice, ai: Voice) -> Row:
    """The AI less people; shown as established only where silence cannot explain it."""
    found = difference(human.weighted, ai.weighted)
    holds = is_established(human.bounds, ai.bounds, human.response, ai.response)
    shown = f"{100 * found.value:+.1f} points ({100 * found.low:+.1f} to {100 * found.high:+.1f}), weighted"
    rates = f"{human.response:.0%} of people's customers answered and {ai.response:.0%} of the AI's"
    sentence = (
        f"The difference in satisfaction, {shown}, is not established: {rates}, and silence alone could explain it."
        if not holds
        else f"Customers of the AI are {'more' if found.value > 0 else 'less'} satisfied: {shown}; {rates}."
        if not found.low <= 0 <= found.high
        else f"No difference in satisfaction is shown: {shown}; {rates}."
    )
    return _gap_row(human, ai, found, holds, sentence)


def _gap_row(human: Voice, ai: Voice, found: Difference, holds: bool, sentence: str) -> Row:
    return {
        "population": GAP,
        "contacts": human.contacts + ai.contacts,
        "surveyed": human.surveyed + ai.surveyed,
        "answered": human.answered + ai.answered,
        "asked_in": None,
        "response_rate": ai.response - human.response,
        "response_rate_low": None,
        "response_rate_high": None,
        "raw_value": ai.positives / ai.answered - human.positives / human.answered,
        "raw_value_low": None,
        "raw_value_high": None,
        "value": found.value,
        "value_low": found.low,
        "value_high": found.high,
        "worst_case_low": ai.bounds.low - human.bounds.high,
        "worst_case_high": ai.bounds.high - human.bounds.low,
        "classes": None,
        "effective_answers": None,
        "is_established": holds,
        "is_withheld": False,
        "sentence": sentence,
    }


def _silent(population: str, surveyed: int, answered: int) -> Row:
    row: Row = dict.fromkeys(ANALYSIS.writes["satisfaction"].names)
    reason = f"{answered} customers of {NAMES[population]} answered, {SHOWN_FROM} are needed"
    return row | {
        "population": population,
        "surveyed": surveyed,
        "answered": answered,
        "is_withheld": True,
        "sentence": f"Satisfaction is not shown: {reason}.",
    }


ANALYSIS = Analysis(
    name="weigh those who did not answer",
    reads={
        CLASSES: schema(
            population=TEXT,
            outcome=TEXT,
            family=TEXT,
            channel=TEXT,
            contacts=WHOLE,
            surveyed=WHOLE,
            rated=WHOLE,
            satisfied=WHOLE,
        )
    },
    writes={
        "satisfaction": schema(
            population=TEXT,
            contacts=WHOLE,
            surveyed=WHOLE,
            answered=WHOLE,
            asked_in=TEXT,
            response_rate=REAL,
            response_rate_low=REAL,
            response_rate_high=REAL,
            raw_value=REAL,
            raw_value_low=REAL,
            raw_value_high=REAL,
            value=REAL,
            value_low=REAL,
            value_high=REAL,
            worst_case_low=REAL,
            worst_case_high=REAL,
            classes=WHOLE,
            effective_answers=REAL,
            is_established=FLAG,
            is_withheld=FLAG,
            sentence=TEXT,
        )
    },
    compute=compute,
)
