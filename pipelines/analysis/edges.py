"""Which edges of the methodology graph our own weeks support, and which they contradict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.stats import skew

from pipelines.analysis.analysis import DAY, FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.arrays import Vector
from pipelines.statistics.edge_evidence import MIN_WEEKS, Edge, EdgeEvidence, edge_evidence, judged_edges

EDGES, SERIES = "standard.methodology_edges", "intermediate.int_graph_weeks"
CONTROLS = ("contact volume", "AI share of volume")
SAME = {"human AHT": "AHT", "occupancy, sustained": "occupancy", "AI unverified rate": "AI verified rate"}
SKEWED = 1.0
SEASON_WEEKS = 104
DEMOTED_AFTER = 3
Series = Mapping[str, Mapping[date, float]]


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Every weekly edge today and at the end of each earlier quarter, from the weeks that were over by then."""
    edges = [row for row in tables[EDGES].to_pylist() if row["lag_unit"] == "week"]
    series = _series(tables[SERIES].to_pylist())
    days = sorted({day for values in series.values() for day in values})
    rows: list[Row] = []
    for day in _evaluations(days):
        known = {
            node: {at: value for at, value in values.items() if at + timedelta(weeks=1) <= day}
            for node, values in series.items()
        }
        rows.extend(_evaluated(edges, known, day, is_latest=day == days[-1] + timedelta(weeks=1)))
    if not days:
        rows = _evaluated(edges, {}, None, is_latest=True)
    return {"edge_evidence": _demoted(rows)}


def _series(rows: Sequence[dict[str, Any]]) -> Series:
    """Values by node and week; the first and the last week of the data are cut somewhere and left out."""
    days = sorted({row["week_start_on"] for row in rows})
    whole = set(days[1:-1])
    found: dict[str, dict[date, float]] = {}
    for row in rows:
        if row["week_start_on"] in whole and row["value"] is not None:
            found.setdefault(row["node"], {})[row["week_start_on"]] = row["value"]
    return found


def _evaluations(days: Sequence[date]) -> list[date]:
    """Ends of quarters with enough weeks before them, and the end of the last week."""
    if not days:
        return []
    last = days[-1] + timedelta(weeks=1)
    first = days[0] + timedelta(weeks=MIN_WEEKS)
    quarters = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
    return [*(day for day in quarters if first <= day < last), last]


def _evaluated(edges: Sequence[dict[str, Any]], series: Series, day: date | None, is_latest: bool) -> list[Row]:
    tests: dict[str, EdgeEvidence] = {}
    reasons: dict[str, str] = {}
    for edge in edges:
        found = _tested(edge, series)
        if isinstance(found, str):
            reasons[edge["edge_id"]] = found
        else:
            tests[edge["edge_id"]] = found
    judged = judged_edges(tests) if tests else {}
    # An edge that could not be tested says so once, not at every quarter.
    return [
        _row(edge, day, is_latest, judged.get(edge["edge_id"]), reasons.get(edge["edge_id"]))
        for edge in edges
        if is_latest or edge["edge_id"] in judged
    ]


def _tested(edge: dict[str, Any], series: Series) -> EdgeEvidence | str:
    """The evidence, or why there is none."""
    ends = [edge["from_node"], edge["to_node"]]
    missing = [node for node in ends if not series.get(node)]
    if missing:
        return f"no own series of {' and '.join(missing)}"
    weeks = _longest_run(set(series[ends[0]]) & set(series[ends[1]]))
    if len(weeks) < MIN_WEEKS:
        return f"fewer than {MIN_WEEKS} weeks ({len(weeks)})"
    names = [node for node in CONTROLS if node not in {*ends, *(SAME.get(end) for end in ends)}]
    controls = [_scaled(series[node], weeks) for node in names if set(weeks) <= set(series.get(node, {}))]
    x, y = (_scaled(series[node], weeks) for node in ends)
    try:
        return edge_evidence(
            x,
            y,
            # Where both directions are documented there is no sign to support; the size is still estimated.
            Edge(edge["sign"] or 1, edge["first_lag"], edge["last_lag"], edge["prior_mean"], edge["prior_sd"]),
            np.column_stack(controls) if controls else None,
        )
    except ValueError as error:
        return str(error)


def _longest_run(days: set[date]) -> list[date]:
    """The longest stretch of weeks without a gap, the latest of them at a tie."""
    best: list[date] = []
    run: list[date] = []
    for day in sorted(days):
        run = [*run, day] if run and day - run[-1] == timedelta(weeks=1) else [day]
        if len(run) >= len(best):
            best = run
    return best


def _scaled(values: Mapping[date, float], weeks: Sequence[date]) -> Vector:
    """On the log scale where skewed, and without its yearly season once two years are known."""
    found = np.array([values[day] for day in weeks], dtype=np.float64)
    if (found > 0).all() and found.std() > 0 and skew(found) > SKEWED:
        found = np.log(found)
    if found.size >= SEASON_WEEKS:
        angle = 2 * np.pi * np.array([day.timetuple().tm_yday for day in weeks]) / 365.25
        design = np.column_stack([np.ones(found.size), np.cos(angle), np.sin(angle)])
        found = found - design[:, 1:] @ np.linalg.lstsq(design, found, rcond=None)[0][1:]
    return found


def _row(edge: dict[str, Any], day: date | None, is_latest: bool, found: EdgeEvidence | None, why: str | None) -> Row:
    row: Row = {name: edge[name] for name in STATED}
    row |= {"evaluated_on": day, "is_latest": is_latest, "is_demoted": False, **dict.fromkeys(MEASURED)}
    if found is None:
        return row | {"status": "prior only", "sentence": f"{_name(edge)}: prior only, {why}."}
    status = found.status if edge["sign"] else "unclear"
    return row | {
        "status": status,
        "weeks": found.weeks,
        "n_eff": found.n_eff,
        "best_lag": found.best_lag,
        "correlation": found.r,
        "p_adjusted": found.p,
        "is_significant": found.is_significant,
        "is_arrow_doubted": not found.reversed_is_weaker,
        "estimate": found.estimate,
        "estimate_low": found.estimate - 1.96 * found.se,
        "estimate_high": found.estimate + 1.96 * found.se,
        "posterior_mean": found.posterior.mean,
        "posterior_low": found.posterior.mean - 1.96 * found.posterior.sd,
        "posterior_high": found.posterior.mean + 1.96 * found.posterior.sd,
        "data_weight": found.posterior.weight_data,
        "sentence": _sentence(edge, found, status),
    }


STATED = (
    "edge_id",
    "from_node",
    "to_node",
    "sign",
    "first_lag",
    "last_lag",
    "prior_mean",
    "prior_sd",
    "basis",
    "note",
)
MEASURED = (
    "weeks",
    "n_eff",
    "best_lag",
    "correlation",
    "p_adjusted",
    "is_significant",
    "is_arrow_doubted",
    "estimate",
    "estimate_low",
    "estimate_high",
    "posterior_mean",
    "posterior_low",
    "posterior_high",
    "data_weight",
)


def _name(edge: dict[str, Any]) -> str:
    return f"{edge['from_node']} -> {edge['to_node']}"


def _sentence(edge: dict[str, Any], found: EdgeEvidence, status: str) -> str:
    mean, half = found.posterior.mean, 1.96 * found.posterior.sd
    text = (
        f"{_name(edge)}: {status}. {mean:+.2f} ({mean - half:+.2f} to {mean + half:+.2f}) standard deviations over"
        f" {found.weeks} weeks, {found.posterior.weight_data:.0%} of it from own data"
    )
    if not found.reversed_is_weaker:
        text += "; the reverse is as strong, so the arrow is doubted"
    return text + ". An association, no proof of a cause."


def _demoted(rows: Sequence[Row]) -> list[Row]:
    """Marks an edge that the last three evaluations contradicted, from the third of them on."""
    history: dict[str, list[str]] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row["evaluated_on"] or date.min, row["edge_id"])):
        past = history.setdefault(row["edge_id"], [])
        past.append(row["status"])
        is_demoted = past[-DEMOTED_AFTER:] == ["contradicted"] * DEMOTED_AFTER
        found.append({**row, "is_demoted": is_demoted})
    return found


ANALYSIS = Analysis(
    name="hold the graph against own weeks",
    reads={
        EDGES: schema(
            edge_id=TEXT,
            from_node=TEXT,
            to_node=TEXT,
            sign=WHOLE,
            lag_unit=TEXT,
            first_lag=WHOLE,
            last_lag=WHOLE,
            prior_mean=REAL,
            prior_sd=REAL,
            basis=TEXT,
            note=TEXT,
        ),
        SERIES: schema(node=TEXT, week_start_on=DAY, value=REAL),
    },
    writes={
        "edge_evidence": schema(
            edge_id=TEXT,
            from_node=TEXT,
            to_node=TEXT,
            sign=WHOLE,
            first_lag=WHOLE,
            last_lag=WHOLE,
            prior_mean=REAL,
            prior_sd=REAL,
            basis=TEXT,
            note=TEXT,
            evaluated_on=DAY,
            is_latest=FLAG,
            status=TEXT,
            weeks=WHOLE,
            n_eff=REAL,
            best_lag=WHOLE,
            correlation=REAL,
            p_adjusted=REAL,
            is_significant=FLAG,
            is_arrow_doubted=FLAG,
            estimate=REAL,
            estimate_low=REAL,
            estimate_high=REAL,
            posterior_mean=REAL,
            posterior_low=REAL,
            posterior_high=REAL,
            data_weight=REAL,
            is_demoted=FLAG,
            sentence=TEXT,
        )
    },
    compute=compute,
)
