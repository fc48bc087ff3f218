"""Days before and after a change, with planted mixes and levels."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.analysis.survivorship import ANALYSIS, CHANGES, DAYS

LIVE = dt.datetime(2026, 4, 1)
CHANGE = {"change_id": "c", "kind": "scope", "subject": "AI answers status", "live_for_ai_at": LIVE}


def day(
    offset: int, intent: str, n: int, seconds: float, verified: int = 0, square: float | None = None
) -> dict[str, Any]:
    return {
        "population": "human",
        "intent_id": intent,
        "channel": "email",
        "arrival": "fresh",
        "opened_local_on": LIVE.date() + dt.timedelta(days=offset),
        "judged": 0,
        "verified": 0,
        "timed": n,
        "handle_seconds": round(n * seconds),
        "handle_square_seconds": round(n * seconds**2 if square is None else square),
        "complexity_points": n * {"easy": 1, "mid": 3, "hard": 5}[intent],
        "complexity_known": n,
    }


def found(rows: list[dict[str, Any]], changes: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    tables = {
        DAYS: pa.Table.from_pylist(rows, schema=ANALYSIS.reads[DAYS]),
        CHANGES: pa.Table.from_pylist([CHANGE] if changes is None else changes, schema=ANALYSIS.reads[CHANGES]),
    }
    return list(ANALYSIS.compute(tables)["survivorship"])


def test_the_worked_rise_is_all_mix() -> None:
    rows = []
    for offset in range(1, 11):
        rows += [day(-offset, "easy", 60, 240), day(-offset, "mid", 25, 420), day(-offset, "hard", 15, 840)]
        rows += [day(offset, "easy", 26, 242), day(offset, "mid", 23, 418), day(offset, "hard", 15, 838)]
    row = next(row for row in found(rows) if row["measure"] == "handle_time")
    assert (row["value_before"], row["value_after"]) == (pytest.approx(375), pytest.approx(444.9375))
    assert (row["mix_effect"], row["rate_effect"]) == (pytest.approx(69.925), pytest.approx(0.0125))
    # On the mix before: 0.6 x 2 - 0.25 x 2 - 0.15 x 2 seconds.
    assert row["standardised_difference"] == pytest.approx(0.4)
    assert (row["complexity_before"], row["complexity_after"]) == (pytest.approx(2.1), pytest.approx(170 / 64))
    assert "mix +70 and rate +0 s" in row["sentence"]


@pytest.mark.parametrize("slower", [0.0, 0.15])
def test_the_interval_on_the_old_mix_covers_the_planted_change(slower: float) -> None:
    covered, called = [], []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        rows = []
        for offset in [*range(-20, 0), *range(1, 21)]:
            usual = 1 + rng.normal(0, 0.03) + (slower if offset > 0 else 0)
            for intent, mean, before, after in (("easy", 240, 30, 8), ("mid", 420, 15, 14), ("hard", 840, 10, 10)):
                times = rng.gamma(4, mean * usual / 4, int(rng.poisson(before if offset < 0 else after)) or 1)
                rows.append(day(offset, intent, len(times), times.mean(), square=float((times**2).sum())))
        row = next(row for row in found(rows) if row["measure"] == "handle_time")
        planted = slower * float(np.dot([240, 420, 840], [30, 15, 10]) / 55)
        covered.append(row["standardised_low"] <= planted <= row["standardised_high"])
        called.append("the work itself changed" in row["sentence"])
        assert row["difference"] > 60, "the crude time rises with the mix alone"
    assert np.mean(covered) >= 0.90
    assert np.mean(called) >= 0.9 if slower else np.mean(called) <= 0.10


def test_work_that_is_gone_is_not_carried_over() -> None:
    rows = [day(offset, "easy" if offset < 0 else "hard", 20, 300) for offset in (-3, -2, -1, 1, 2, 3)]
    row = next(row for row in found(rows) if row["measure"] == "handle_time")
    assert (row["is_withheld"], row["standardised_difference"]) == (True, None)
    assert "only 0% of the work before it was still there" in row["sentence"]


def test_a_change_without_days_around_it_says_so_and_other_changes_are_not_followed() -> None:
    rows = found([day(-1, "easy", 29, 300), day(1, "easy", 50, 300)])
    assert {row["measure"] for row in rows} == {"handle_time", "verified_resolution_7d"}
    assert all(row["is_withheld"] for row in rows)
    assert "29 contacts before and 50 after it, where 30 are needed" in rows[0]["sentence"]
    assert found([], [CHANGE | {"kind": "policy"}, CHANGE | {"live_for_ai_at": None}]) == []
