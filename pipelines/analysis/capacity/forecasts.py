"""First contacts by day, up to 13 weeks ahead, by whichever forecaster the past would have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipelines.analysis.analysis import Row
from pipelines.analysis.capacity.queues import WEEK, Queue
from pipelines.planning.backtest import ORIGINS, Choice, rolling_origin
from pipelines.planning.forecasting import NAIVE, by_day
from pipelines.planning.spread import Spread, forecast_spread, week_spread

WEEKS_AHEAD = 13
TESTED = (91, 56, 28, 14, 7)
SEASONS_BEFORE = 3
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Forecast:
    """Days after the last one known, up to the end of the 13th whole week.

    Attributes:
        volume: first contacts, shape (h,); spread: distances of its interval, null where the past is too short for one.
        week_reach: distance of the interval of a whole week's sum, shape (13,), null with less than two whole weeks.
        choice: the back-test, null likewise; tested_days: how many days ahead it looked.
    """

    queue: str
    first_on: date
    volume: np.ndarray
    spread: Spread | None
    week_reach: np.ndarray | None
    forecaster: str
    choice: Choice | None
    tested_days: int

    @property
    def low(self) -> np.ndarray | None:
        return None if self.spread is None else np.maximum(self.volume + self.spread.low, 0.0)

    @property
    def high(self) -> np.ndarray | None:
        return None if self.spread is None else self.volume + self.spread.high

    @property
    def planned(self) -> np.ndarray:
        """The 80th percentile, for arrivals that vary more than chance."""
        return self.volume if self.spread is None else self.volume + self.spread.planned

    @property
    def first_monday(self) -> date:
        return self.first_on + timedelta(days=-self.first_on.weekday() % WEEK)

    def bounds(self, week: int) -> tuple[np.ndarray, np.ndarray] | None:
        """First contacts of the days of a week, shape (7,) each, at both ends of the interval of their sum."""
        days = self.weeks(self.volume)[week]
        if self.week_reach is None:
            return None
        if not days.sum():
            return days, np.full(WEEK, self.week_reach[week] / WEEK)
        part = self.week_reach[week] / days.sum()
        return days * max(1 - part, 0.0), days * (1 + part)

    def weeks(self, daily: np.ndarray) -> np.ndarray:
        """The whole weeks of a series of days, shape (13, 7)."""
        start = (self.first_monday - self.first_on).days
        return daily[start : start + WEEKS_AHEAD * WEEK].reshape(WEEKS_AHEAD, WEEK)


def forecast(queue: Queue) -> Forecast | None:
    """The forecast of one queue; null with less than one week of days."""
    y = queue.first.sum(axis=1)
    first_on = queue.first_on + timedelta(days=queue.days)
    ahead = WEEKS_AHEAD * WEEK + (-first_on.weekday() % WEEK)
    tested = next((h for h in TESTED if y.size >= h + WEEK * (ORIGINS - 1 + SEASONS_BEFORE)), 0)
    choice = None
    if tested:
        try:
            choice = rolling_origin(by_day(), y, WEEK, tested)
        except ValueError:  # nothing came in the tested weeks, or a weekday was never seen
            tested = 0
    name = choice.chosen if choice else NAIVE
    try:
        volume = np.maximum(by_day()[name](y, WEEK, ahead), 0.0)
    except ValueError:
        return None
    spread = forecast_spread(choice.records[name].errors, ahead) if choice else None
    reach = week_spread(choice.records[name].errors, WEEKS_AHEAD) if choice else _untested_reach(y)
    return Forecast(queue.name, first_on, volume, spread, reach, name, choice, tested)


def _untested_reach(y: np.ndarray) -> np.ndarray | None:
    """How far whole weeks may be off before a back-test can tell, shape (13,); null unless two in a row are known.

    The week before is repeated until then, and each week known so far says how far that was off. Few weeks may agree by
    chance, so that the reach is never shorter than that of two weeks of arrivals by chance alone (Poisson).
    """
    whole = y.size // WEEK
    if whole < 2:
        return None
    weeks = y[-whole * WEEK :].reshape(whole, WEEK)
    missed = np.diff(weeks, axis=0)
    if np.isnan(missed).any(axis=1).all():
        return None
    by_chance = NORMAL_95 * np.sqrt(2 * max(float(np.nanmean(weeks)) * WEEK, 1.0))
    return np.maximum(week_spread(missed, WEEKS_AHEAD), by_chance)


def accuracy_rows(forecasts: list[Forecast]) -> list[Row]:
    """One row per queue and forecaster."""
    rows = []
    for one in forecasts:
        records = one.choice.records if one.choice else {}
        for name in by_day():
            record = records.get(name)
            rows.append(
                {
                    "queue": one.queue,
                    "forecaster": name,
                    "is_chosen": name == one.forecaster,
                    "origins": len(one.choice.origins) if one.choice else 0,
                    "days_ahead": one.tested_days,
                    "n": record.n if record else 0,
                    "wape": record.wape if record else None,
                    "mase": record.mase if record and np.isfinite(record.mase) else None,
                    "bias": record.bias if record else None,
                    "sentence": _sentence(one, name),
                }
            )
    return rows


def _sentence(one: Forecast, name: str) -> str:
    if one.choice is None:
        need = WEEK * (ORIGINS - 1 + SEASONS_BEFORE) + TESTED[-1]
        return f"Not tested: {ORIGINS} origins need {need} days with contacts. The week before is repeated until then."
    naive, record = one.choice.records[NAIVE], one.choice.records[name]
    missed = f"misses {record.wape:.1%} of what came, {one.tested_days} days ahead from {ORIGINS} past days"
    if name == NAIVE:
        kept = "kept: nothing beat it" if one.forecaster == NAIVE else "beaten"
        return f"Repeating the week before {missed}; {kept}."
    verdict = "chosen" if name == one.forecaster else "not chosen"
    side = "better" if record.wape < naive.wape else "no better"
    return f"{name} {missed}, {side} than repeating the week before ({naive.wape:.1%}); {verdict}."


def forecast_rows(forecasts: list[Forecast]) -> list[Row]:
    """One row per queue and day ahead."""
    rows = []
    for one in forecasts:
        low, high = one.low, one.high
        for at in range(one.volume.size):
            rows.append(
                {
                    "queue": one.queue,
                    "forecast_on": one.first_on + timedelta(days=at),
                    "days_ahead": at + 1,
                    "forecaster": one.forecaster,
                    "first_contacts": float(one.volume[at]),
                    "low": None if low is None else float(low[at]),
                    "high": None if high is None else float(high[at]),
                    "is_beyond_test": at >= one.tested_days,
                }
            )
    return rows
