"""What happened, what its edge predicts within days, and which anomalies nothing explains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.stats import norm

from pipelines.analysis.analysis import DAY, FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.planning.intervals import pooled_dispersion
from pipelines.statistics.multiplicity import adjusted_words, bh

EDGES, DAYS, EVENTS = "standard.methodology_edges", "intermediate.int_intent_days", "intermediate.int_graph_events"
CONTACTS, CSAT = "contacts", "CSAT"
TARGETS = {"contacts on the intents it touches": CONTACTS, "CSAT on the intents it touches": CSAT}
BASE_WEEKS, WEEK = 4, 7
LEAST_EXPECTED, LEAST_RATED = 5.0, 20
FAR = 4.0
Q = 0.05


@dataclass(frozen=True)
class Daily:
    """Sums by intent on the days of the data, without the first and the last, which are cut; shape (days,) each."""

    first_on: date
    contacts: Mapping[str, np.ndarray]
    rated: Mapping[str, np.ndarray]
    satisfied: Mapping[str, np.ndarray]
    days: int = field(default=0)

    def at(self, day: date) -> int:
        return (day - self.first_on).days

    def total(self, sums: Mapping[str, np.ndarray], intents: Iterable[str]) -> np.ndarray:
        return np.sum([sums[name] for name in intents if name in sums] or [np.zeros(self.days)], axis=0)


@dataclass(frozen=True)
class Reading:
    """What came in a window against the four weeks before; z is above 0 where more came."""

    n: int
    observed: float
    expected: float
    z: float


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Every event with the window its edge predicts, and every day of an intent beyond chance with what explains it."""
    edges = {row["edge_id"]: row for row in tables[EDGES].to_pylist() if row["lag_unit"] == "day"}
    daily = _daily(tables[DAYS].to_pylist())
    events = _events(tables[EVENTS].to_pylist(), edges)
    if daily is None:
        return {"event_chains": []}
    return {"event_chains": [*_chains(events, edges, daily), *_anomalies(events, edges, daily)]}


def _daily(rows: Sequence[dict[str, Any]]) -> Daily | None:
    days = sorted({row["local_on"] for row in rows})[1:-1]
    if not days:
        return None
    size = (days[-1] - days[0]).days + 1
    sums: list[dict[str, np.ndarray]] = [{}, {}, {}]
    for row in rows:
        at = (row["local_on"] - days[0]).days
        if 0 <= at < size:
            for found, name in zip(sums, ("contacts", "rated", "satisfied"), strict=True):
                found.setdefault(row["intent_id"], np.zeros(size))[at] += row[name]
    return Daily(days[0], sums[0], sums[1], sums[2], size)


def _events(rows: Sequence[dict[str, Any]], edges: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One entry per edge and event, with all its intents."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row["edge_id"] in edges:
            entry = found.setdefault((row["edge_id"], row["event_id"]), {**row, "intents": []})
            entry["intents"].append(row["intent_id"])
    return [found[key] for key in sorted(found)]


def _chains(events: Sequence[dict[str, Any]], edges: Mapping[str, Any], daily: Daily) -> list[Row]:
    readings = [_read(event, edges[event["edge_id"]], daily) for event in events]
    signed = [
        reading.z * edges[event["edge_id"]]["sign"] if isinstance(reading, Reading) else None
        for event, reading in zip(events, readings, strict=True)
    ]
    adjusted = iter(_adjusted([float(norm.sf(z)) for z in signed if z is not None]))
    active = _active(events, signed, edges)
    rows = []
    for event, reading, z in zip(events, readings, signed, strict=True):
        p = next(adjusted) if z is not None else 1.0  # what cannot be read speaks against nothing
        rows.append(_event_row(event, edges[event["edge_id"]], reading, z, p, active.get(event["edge_id"])))
    return rows


def _window(event: Mapping[str, Any], edge: Mapping[str, Any]) -> tuple[date, date]:
    on = event["happened_on"]
    return on + timedelta(days=edge["first_lag"]), on + timedelta(days=edge["last_lag"])


def _read(event: Mapping[str, Any], edge: Mapping[str, Any], daily: Daily) -> Reading | str:
    """The reading of an event, or why there is none."""
    target = TARGETS.get(edge["to_node"])
    if target is None:
        return f"no own series of {edge['to_node']}"
    start, end = (daily.at(day) for day in _window(event, edge))
    before = daily.at(event["happened_on"])
    if end >= daily.days:
        return "its days are not over"
    if before < BASE_WEEKS * WEEK:
        return f"fewer than {BASE_WEEKS} weeks are known before it"
    base = slice(before - BASE_WEEKS * WEEK, before)
    if target == CONTACTS:
        return _counted(daily.total(daily.contacts, event["intents"]), base, range(start, end + 1))
    rated, happy = (daily.total(sums, event["intents"]) for sums in (daily.rated, daily.satisfied))
    n0, n1 = rated[base].sum(), rated[start : end + 1].sum()
    if min(n0, n1) < LEAST_RATED:
        return f"fewer than {LEAST_RATED} ratings"
    p0, p1 = happy[base].sum() / n0, happy[start : end + 1].sum() / n1
    pooled = (happy[base].sum() + happy[start : end + 1].sum()) / (n0 + n1)
    error = (pooled * (1 - pooled) * (1 / n0 + 1 / n1)) ** 0.5
    return Reading(int(n1), float(p1), float(p0), float((p1 - p0) / error) if error else 0.0)


def _counted(counts: np.ndarray, base: slice, days: range) -> Reading | str:
    """Counts of some days against the same weekdays of the base, on the scale of roots, where their spread does not
    depend on how many come (Anscombe 1948)."""
    weeks = counts[base].reshape(BASE_WEEKS, WEEK)
    expected = sum(float(weeks[:, (day - base.start) % WEEK].mean()) for day in days)
    if expected < LEAST_EXPECTED:
        return f"fewer than {LEAST_EXPECTED:.0f} contacts are expected"
    spread = max(pooled_dispersion(weeks) or 1.0, 1.0)
    observed = float(sum(counts[day] for day in days))
    z = 2 * ((observed + 0.375) ** 0.5 - (expected + 0.375) ** 0.5) / (spread * (1 + 1 / BASE_WEEKS)) ** 0.5
    return Reading(int(observed), observed, expected, z)


def _active(
    events: Sequence[dict[str, Any]], signed: Sequence[float | None], edges: Mapping[str, Any]
) -> dict[str, float]:
    """Probability that each edge is active: the prior, times how much likelier each event is with its size than with
    none. Over a window of k days a shift of b daily standard deviations is b root k."""
    odds: dict[str, float] = {}
    for event, z in zip(events, signed, strict=True):
        edge = edges[event["edge_id"]]
        prior = edge["prior_active"]
        if prior is None or not 0 < prior < 1:
            continue
        log = odds.setdefault(event["edge_id"], float(np.log(prior / (1 - prior))))
        if z is not None:
            size = abs(edge["prior_mean"]) * (edge["last_lag"] - edge["first_lag"] + 1) ** 0.5
            odds[event["edge_id"]] = log + float(norm.logpdf(z, size) - norm.logpdf(z))
    return {name: float(1 / (1 + np.exp(-log))) for name, log in odds.items()}


def _adjusted(p: list[float]) -> list[float]:
    return bh(p, Q).adjusted if p else []


EMPTY: Row = dict.fromkeys(("n", "observed", "expected", "z", "p_adjusted", "posterior_active"))


def _event_row(
    event: Mapping[str, Any],
    edge: Mapping[str, Any],
    reading: Reading | str,
    z: float | None,
    p: float,
    active: float | None,
) -> Row:
    start, end = _window(event, edge)
    intents = event["intents"]
    row: Row = {
        "chain_id": f"{event['edge_id']}|{event['event_id']}",
        "kind": "event",
        "edge_id": event["edge_id"],
        "event_id": event["event_id"],
        "event_label": event["event_label"],
        "happened_on": event["happened_on"],
        "intent_id": intents[0] if len(intents) == 1 else None,
        "target": TARGETS.get(edge["to_node"], edge["to_node"]),
        "window_start_on": start,
        "window_end_on": end,
        **EMPTY,
        "is_signal": False,
        "posterior_active": active,
    }
    who = f"{event['event_label']} on {event['happened_on']:%d %B %Y}"
    if isinstance(reading, str):
        return row | {"sentence": f"{who}: cannot be told, {reading}."}
    is_signal = p <= Q
    came = (
        f"{reading.observed:,.0f} contacts where {reading.expected:,.0f} were expected"
        if row["target"] == CONTACTS
        else f"{reading.observed:.0%} satisfied (n = {reading.n:,}) after {reading.expected:.0%}"
    )
    verdict = "as the edge predicts" if is_signal else "not beyond chance"
    return row | {
        "n": reading.n,
        "observed": reading.observed,
        "expected": reading.expected,
        "z": z,
        "p_adjusted": p,
        "is_signal": is_signal,
        "sentence": f"{who}: {came}, {edge['first_lag']} to {edge['last_lag']} days later, {verdict}"
        f" ({adjusted_words(p)}).",
    }


def _anomalies(events: Sequence[dict[str, Any]], edges: Mapping[str, Any], daily: Daily) -> list[Row]:
    """Days of an intent on which contacts were beyond chance, all days and intents being one family. A day far off is
    no
    base for later ones: they would all look calm beside it."""
    seen: list[tuple[str, int, Reading]] = []
    for intent in sorted(daily.contacts):
        counts = daily.contacts[intent].copy()
        for at in range(BASE_WEEKS * WEEK, daily.days):
            found = _counted(counts, slice(at - BASE_WEEKS * WEEK, at), range(at, at + 1))
            if isinstance(found, Reading):
                seen.append((intent, at, found))
                if abs(found.z) > FAR:
                    counts[at] = found.expected
    adjusted = _adjusted([float(2 * norm.sf(abs(reading.z))) for _, _, reading in seen])
    explains: dict[str, list[tuple[date, date, dict[str, Any]]]] = defaultdict(list)
    for event in events:
        if TARGETS.get(edges[event["edge_id"]]["to_node"]) == CONTACTS:
            for intent in event["intents"]:
                explains[intent].append((*_window(event, edges[event["edge_id"]]), event))
    rows = []
    for (intent, at, reading), p in zip(seen, adjusted, strict=True):
        if p <= Q:
            day = daily.first_on + timedelta(days=at)
            cause = next(
                (
                    event
                    for start, end, event in explains[intent]
                    if start <= day <= end and reading.z * edges[event["edge_id"]]["sign"] > 0
                ),
                None,
            )
            rows.append(_anomaly_row(intent, day, reading, p, cause))
    return rows


def _anomaly_row(intent: str, day: date, reading: Reading, p: float, cause: Mapping[str, Any] | None) -> Row:
    why = f"inside the window of {cause['event_label']} on {cause['happened_on']:%d %B %Y}" if cause else "unexplained"
    return {
        "chain_id": f"anomaly|{intent}|{day.isoformat()}",
        "kind": "anomaly",
        "edge_id": cause["edge_id"] if cause else None,
        "event_id": cause["event_id"] if cause else None,
        "event_label": cause["event_label"] if cause else None,
        "happened_on": cause["happened_on"] if cause else None,
        "intent_id": intent,
        "target": CONTACTS,
        "window_start_on": day,
        "window_end_on": day,
        **EMPTY,
        "n": reading.n,
        "observed": reading.observed,
        "expected": reading.expected,
        "z": reading.z,
        "p_adjusted": p,
        "is_signal": cause is not None,
        "sentence": f"{intent} on {day:%d %B %Y}: {reading.observed:,.0f} contacts where {reading.expected:,.0f} were"
        f" expected ({adjusted_words(p)}); {why}.",
    }


ANALYSIS = Analysis(
    name="follow what happened",
    reads={
        EDGES: schema(
            edge_id=TEXT,
            to_node=TEXT,
            sign=WHOLE,
            lag_unit=TEXT,
            first_lag=WHOLE,
            last_lag=WHOLE,
            prior_mean=REAL,
            prior_active=REAL,
        ),
        DAYS: schema(intent_id=TEXT, population=TEXT, local_on=DAY, contacts=WHOLE, rated=WHOLE, satisfied=WHOLE),
        EVENTS: schema(event_id=TEXT, edge_id=TEXT, event_label=TEXT, population=TEXT, intent_id=TEXT, happened_on=DAY),
    },
    writes={
        "event_chains": schema(
            chain_id=TEXT,
            kind=TEXT,
            edge_id=TEXT,
            event_id=TEXT,
            event_label=TEXT,
            happened_on=DAY,
            intent_id=TEXT,
            target=TEXT,
            window_start_on=DAY,
            window_end_on=DAY,
            n=WHOLE,
            observed=REAL,
            expected=REAL,
            z=REAL,
            p_adjusted=REAL,
            is_signal=FLAG,
            posterior_active=REAL,
            sentence=TEXT,
        )
    },
    compute=compute,
)
