"""Five-minute calls of a bank's centre: 28 days ahead, short intervals, holidays missing."""

from __future__ import annotations

import csv
import lzma
from collections import defaultdict
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from pipelines.planning.backtest import rolling_origin
from pipelines.planning.erlang_a import erlang_a, min_agents_a
from pipelines.planning.erlang_c import min_agents_c
from pipelines.planning.forecasting import NAIVE, by_interval
from pipelines.planning.intervals import is_overdispersed
from tests.real_data.source_files import FOLDER

CALLS = FOLDER / "bank_calls_5min" / "bank_calls.csv.xz"
pytestmark = pytest.mark.skipif(not CALLS.is_file(), reason="recorded bank calls, which a clone need not have")
WORKDAYS, AHEAD = 5, 20  # 28 days hold 20 of them


@pytest.fixture(scope="module")
def calls() -> np.ndarray:
    """Workdays by five-minute intervals, not a number on a holiday."""
    found: dict[date, list[float]] = defaultdict(list)
    with lzma.open(CALLS, "rt") as content:
        for row in csv.DictReader(content):
            found[datetime.fromisoformat(row["interval_start"]).date()].append(float(row["calls"]))
    first, last = min(found), max(found)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    width = len(found[first])
    return np.array([found.get(day, [np.nan] * width) for day in every if day.weekday() < WORKDAYS])


def test_the_series_is_the_one_described(calls: np.ndarray) -> None:
    assert np.nansum(calls) == 5_323_661
    assert (~np.isnan(calls)).sum() == 27_716
    assert np.nanmax(calls) == 465
    assert (~np.isnan(calls[:, 0])).sum() == 164


def test_four_weeks_ahead_the_naive_forecast_is_beaten(calls: np.ndarray) -> None:
    found = rolling_origin(by_interval(), calls, WORKDAYS, AHEAD)
    for name, record in found.records.items():
        print(f"{name}: WAPE {record.wape:.4f}, MASE {record.mase:.4f}, bias {record.bias:+.4f}, n {record.n}")
    naive = found.records[NAIVE]
    assert found.chosen != NAIVE
    for name in ("ets", "theta"):
        assert found.records[name].wape < naive.wape
        assert found.records[name].mase < naive.mase
        assert abs(found.records[name].bias) < 0.05


def test_arrivals_vary_more_than_chance_so_that_the_plan_takes_a_higher_quantile(calls: np.ndarray) -> None:
    mondays = calls[0::WORKDAYS]
    noon = mondays[:, calls.shape[1] // 2]
    assert is_overdispersed(noon[~np.isnan(noon)])


def test_every_recorded_interval_is_staffed(calls: np.ndarray) -> None:
    offered = calls[~np.isnan(calls)]
    with_patience = min_agents_a(offered, 300, 240, 180, 0.8, 20, 0.05)
    without = min_agents_c(offered, 300, 240, 0.8, 20)
    assert (with_patience.sl_offered >= 0.8).all() and (with_patience.abandon <= 0.05).all()
    fewer = erlang_a(offered, 300, 240, 180, with_patience.agents - 1, 20)
    assert ((fewer.sl_offered < 0.8) | (fewer.abandon > 0.05)).all()
    assert (without.agents > offered / 300 * 240).all()
    assert with_patience.agents.sum() < without.agents.sum()
