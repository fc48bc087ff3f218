"""Which weeks stand out of a measure's usual noise, and when a measure moved for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.arrays import Vector
from pipelines.statistics.change_points import ACCEPTED_P, MIN_SEGMENT, changepoint, changepoints, cusum
from pipelines.statistics.control_charts import p_chart, run_rules, xmr

WEEKS, EVENTS = "intermediate.int_weekly_measures", "intermediate.int_change_events"
MIN_N = 20
STABLE_POINTS = 20
CUSUM_K, CUSUM_H = 0.5, 5.0  # in standard deviations of a week: half a shift of one, and the decision limit
MATCHED_DAYS = 7
Series = tuple[str, str]


@dataclass(frozen=True)
class Weeks:
    """One measure of one population, week by week: `share` and `mean` are total over n, `count` is the total."""

    kind: str
    starts: list[date]
    totals: Vector
    sizes: Vector

    @property
    def values(self) -> Vector:
        return self.totals if self.kind == "count" else self.totals / self.sizes


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    series = _series(tables[WEEKS].to_pylist())
    events = tables[EVENTS].to_pylist()
    return {
        "control_charts": [row for name, weeks in series.items() for row in _chart(name, weeks)],
        "change_points": [row for name, weeks in series.items() for row in _change_points(name, weeks, events)],
    }


def _series(rows: Sequence[Row]) -> dict[Series, Weeks]:
    """Every series with its weeks in order; a week of fewer than 20 cases says nothing about a rate or a mean."""
    grouped: dict[Series, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "count" or row["n"] >= MIN_N:
            grouped[row["population"], row["measure"]].append(row)
    found = {}
    for name, weeks in sorted(grouped.items()):
        weeks.sort(key=lambda row: row["week_start_on"])
        totals, sizes = (np.array([row[column] for row in weeks], dtype=float) for column in ("total", "n"))
        found[name] = Weeks(weeks[0]["kind"], [row["week_start_on"] for row in weeks], totals, sizes)
    return found


def _chart(name: Series, weeks: Weeks) -> Iterable[Row]:
    """Limits frozen from the first 20 weeks; provisional ones, from all there are, until then."""
    count = len(weeks.starts)
    if count < 2:
        return
    is_frozen = count >= STABLE_POINTS
    chart, centre, sigma = _limits(weeks, STABLE_POINTS if is_frozen else count)
    values = weeks.values
    scaled = np.divide(values - centre, sigma, out=np.zeros(count), where=sigma > 0)
    fired: dict[int, list[str]] = defaultdict(list)
    for point, rule in run_rules(scaled, 0.0, 1.0):
        fired[point - 1].append(rule)
    sums = cusum(scaled, 0.0, CUSUM_K, CUSUM_H)
    low, high = centre - 3 * sigma, centre + 3 * sigma
    if weeks.kind == "share":
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    for week, start in enumerate(weeks.starts):
        rules = fired[week]
        yield {
            "population": name[0],
            "measure": name[1],
            "week_start_on": start,
            "n": int(weeks.sizes[week]),
            "value": float(values[week]),
            "chart": chart,
            "centre": centre,
            "limit_low": float(low[week]),
            "limit_high": float(high[week]),
            "is_frozen": is_frozen,
            "is_signal": bool(rules),
            "rules": "; ".join(rules) or None,
            "cusum_high": sums.high[week],
            "cusum_low": sums.low[week],
            "is_cusum_signal": max(sums.high[week], sums.low[week]) > CUSUM_H,
            "sentence": _week_sentence(weeks.kind, values[week], low[week], high[week], rules, is_frozen),
        }


def _limits(weeks: Weeks, stable: int) -> tuple[str, float, Vector]:
    """Kind of chart, centre, and one standard deviation of each week."""
    if weeks.kind != "share":
        individual = xmr(weeks.values[:stable])
        return "xmr", individual.centre, np.full(len(weeks.starts), (individual.ucl - individual.centre) / 3)
    proportion = p_chart(weeks.totals[:stable], weeks.sizes[:stable])
    binomial = np.sqrt(proportion.centre * (1 - proportion.centre) / weeks.sizes)
    if proportion.needs_laney and proportion.sigma_z is not None:
        return "p, Laney", proportion.centre, binomial * proportion.sigma_z
    return "p", proportion.centre, binomial


def _week_sentence(kind: str, value: float, low: float, high: float, rules: Sequence[str], is_frozen: bool) -> str:
    limits = f"{_text(kind, low)} to {_text(kind, high)}" + ("" if is_frozen else ", provisional")
    says = f"not the usual noise ({', '.join(rules)})" if rules else "the usual noise"
    return f"{_text(kind, value)}: {says}; limits {limits}."


def _text(kind: str, value: float) -> str:
    return f"{100 * value:.1f} %" if kind == "share" else f"{value:,.2f}" if abs(value) < 10 else f"{value:,.0f}"


def _change_points(name: Series, weeks: Weeks, events: Sequence[Row]) -> Iterable[Row]:
    values = weeks.values
    if values.size < 2 * MIN_SEGMENT:
        return
    edges = [0, *changepoints(values), values.size]
    for start, at, end in zip(edges, edges[1:], edges[2:], strict=False):
        break_on = weeks.starts[at]
        before, after = float(values[start:at].mean()), float(values[at:end].mean())
        event = matched(break_on, name[0], events)
        moved = f"{name[1]} moved from {_text(weeks.kind, before)} to {_text(weeks.kind, after)}"
        p = changepoint(values[start:end]).pettitt_p
        cause = f"after {event['kind']} {event['label']}" if event else "unexplained"
        yield {
            "population": name[0],
            "measure": name[1],
            "break_on": break_on,
            "weeks_before": at - start,
            "weeks_after": end - at,
            "level_before": before,
            "level_after": after,
            "p": p,
            "is_matched": event is not None,
            "event_id": event["event_id"] if event else None,
            "event_kind": event["kind"] if event else None,
            "event_label": event["label"] if event else None,
            "event_owner": event["owner"] if event else None,
            "event_at": event["occurred_at"] if event else None,
            "sentence": f"{moved} in the week of {break_on:%Y-%m-%d} (Pettitt p {_p_text(p)}): {cause}.",
        }


def _p_text(p: float) -> str:
    return f"{p:.3f}" if p >= ACCEPTED_P / 10 else f"below {ACCEPTED_P / 10:g}"


def matched(break_on: date, population: str, events: Sequence[Row]) -> Row | None:
    """The latest event that this population could feel, within the 7 days before the first week that differs.

    An event inside that week counts too: the series knows no finer date.
    """
    first, last = break_on - timedelta(days=MATCHED_DAYS), break_on + timedelta(days=6)
    near = [
        event
        for event in events
        if first <= _day(event["occurred_at"]) <= last
        and (population == "all" or event["population"] in ("all", population))
    ]
    return max(near, key=lambda event: (event["occurred_at"], event["event_id"]), default=None)


def _day(moment: datetime) -> date:
    return moment.date()


ANALYSIS = Analysis(
    name="chart every week",
    reads={
        WEEKS: schema(population=TEXT, measure=TEXT, kind=TEXT, week_start_on=DAY, total=REAL, n=WHOLE),
        EVENTS: schema(event_id=TEXT, kind=TEXT, label=TEXT, population=TEXT, owner=TEXT, occurred_at=MOMENT),
    },
    writes={
        "control_charts": schema(
            population=TEXT,
            measure=TEXT,
            week_start_on=DAY,
            n=WHOLE,
            value=REAL,
            chart=TEXT,
            centre=REAL,
            limit_low=REAL,
            limit_high=REAL,
            is_frozen=FLAG,
            is_signal=FLAG,
            rules=TEXT,
            cusum_high=REAL,
            cusum_low=REAL,
            is_cusum_signal=FLAG,
            sentence=TEXT,
        ),
        "change_points": schema(
            population=TEXT,
            measure=TEXT,
            break_on=DAY,
            weeks_before=WHOLE,
            weeks_after=WHOLE,
            level_before=REAL,
            level_after=REAL,
            p=REAL,
            is_matched=FLAG,
            event_id=TEXT,
            event_kind=TEXT,
            event_label=TEXT,
            event_owner=TEXT,
            event_at=MOMENT,
            sentence=TEXT,
        ),
    },
    compute=compute,
)
