"""People by load, shares of the AI, and spreads of forecasts: known values, and what must always hold."""

import numpy as np
import pytest

from pipelines.planning.blended import IntentLoad, human_work
from pipelines.planning.chat import chat_staffing
from pipelines.planning.containment import kept_share, with_share
from pipelines.planning.erlang_a import erlang_a, min_agents_a
from pipelines.planning.erlang_c import min_agents_c
from pipelines.planning.intervals import pooled_dispersion
from pipelines.planning.spread import forecast_spread, week_spread
from pipelines.planning.square_root import halfin_whitt
from pipelines.planning.staffing import Service, planned_agents, quality_of_service, root_agents, stressed_agents

CALLS = Service(handle_s=180, patience_s=120, target_s=20, level=0.8)
INTENTS = [
    IntentLoad(300, 180, 0.9, 0.8),
    IntentLoad(150, 360, 0.6, 0.5),
    IntentLoad(100, 600, 0.3, 0.3),
    IntentLoad(50, 900, 0, 0),
]


def test_people_by_load_are_those_of_the_formulas() -> None:
    load = 100 / 1800 * 180
    assert planned_agents([load, 0.0], CALLS).tolist() == [12, 0]
    assert stressed_agents(load, CALLS) == 14
    assert planned_agents(load, CALLS) == min_agents_a(100, 1800, 180, 120, 0.8, 20).agents
    assert stressed_agents(load, CALLS) == min_agents_c(100, 1800, 180, 0.8, 20).agents


def test_chats_share_a_person() -> None:
    chats = Service(handle_s=420, patience_s=1e9, target_s=60, level=0.8, concurrency=3, slowdown=0.18)
    expected = chat_staffing(120, 1800, 420, 3, 0.18, 0.8, 60)
    assert chats.session_s == pytest.approx(571.2)
    assert stressed_agents(120 / 1800 * chats.session_s, chats) == expected.agents == 15


@pytest.mark.parametrize("seed", range(3))
def test_enough_is_enough_and_one_fewer_is_not(seed: int) -> None:
    load = np.random.default_rng(seed).uniform(0.02, 60, 200)
    people = planned_agents(load, CALLS)
    assert (erlang_a(load, 180, 180, 120, people, 20).sl_offered >= 0.8).all()
    fewer = erlang_a(np.maximum(load + 0.01, load * 1.002), 180, 180, 120, people - 1, 20).sl_offered
    assert (fewer < 0.8).all()


def test_more_load_never_needs_fewer_people() -> None:
    load = np.linspace(0, 40, 3001)
    for people in (planned_agents(load, CALLS), stressed_agents(load, CALLS), root_agents(load, CALLS)):
        assert (np.diff(people) >= 0).all()
    assert (planned_agents(load, CALLS) <= stressed_agents(load, CALLS)).all()


def test_the_root_rule_lets_no_more_wait_than_may() -> None:
    beta = quality_of_service(0.2)
    assert halfin_whitt(beta) == pytest.approx(0.2)
    assert root_agents(4, CALLS) == np.ceil(4 + beta * 2)
    with pytest.raises(ValueError, match="waits"):
        quality_of_service(1.0)


def test_the_share_of_today_changes_nothing() -> None:
    today = kept_share(INTENTS)
    assert today == pytest.approx(270 / 600)
    same = with_share(INTENTS, today, [0.9, 0.5, 0.3, 0.4])
    for before, after in zip(INTENTS, same, strict=True):
        assert after.ai_attempt == pytest.approx(before.ai_attempt)
        assert after.contacts == before.contacts
    assert human_work(same, 0.12, 30).contacts == pytest.approx(362.4)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.45, 0.5, 0.7, 0.85, 0.97, 1.0])
def test_the_ai_keeps_the_share_that_is_asked(share: float) -> None:
    found = with_share(INTENTS, share, [0.9, 0.5, 0.3, 0.4])
    assert kept_share(found) == pytest.approx(share, abs=1e-9)
    assert all(0 <= i.ai_attempt <= 1 + 1e-12 and 0 <= i.ai_contain <= 1 for i in found)


def test_what_is_left_gets_harder_as_the_ai_keeps_more() -> None:
    times = [human_work(with_share(INTENTS, share, [0.9, 0.5, 0.3, 0.4]), 0, 0).aht_s for share in (0.45, 0.6, 0.8)]
    assert times == sorted(times)
    work = [
        human_work(with_share(INTENTS, share, [0.9, 0.5, 0.3, 0.4]), 0.12, 30).work_s for share in (0.3, 0.45, 0.6, 0.9)
    ]
    assert work == sorted(work, reverse=True)


def test_a_share_needs_an_ease_for_each_intent() -> None:
    with pytest.raises(ValueError, match="ease"):
        with_share(INTENTS, 0.5, [0.9, 0.5, 0.3, 0.0])
    assert kept_share([IntentLoad(0, 1, 0, 0)]) == 0


def test_counts_of_many_intervals_are_pooled() -> None:
    rng = np.random.default_rng(5)
    level = rng.uniform(0.2, 5, 500)
    poisson = rng.poisson(level, (12, 500)).astype(float)
    assert pooled_dispersion(poisson) == pytest.approx(1, abs=0.1)
    busy = rng.poisson(level * rng.gamma(2, 0.5, (12, 1)), (12, 500)).astype(float)
    assert (found := pooled_dispersion(busy)) is not None and found > 1.5
    poisson[3] = np.nan
    assert pooled_dispersion(poisson) == pytest.approx(1, abs=0.1)
    assert pooled_dispersion(np.zeros((4, 3))) is None
    assert pooled_dispersion(np.ones((1, 3))) is None


def test_the_spread_covers_what_it_promises() -> None:
    rng = np.random.default_rng(6)
    inside, below, trials = 0, 0, 400
    for _ in range(trials):
        errors = rng.normal(0, 10, (8, 14))
        found = forecast_spread(errors, 21)
        fresh = rng.normal(0, 10)
        inside += found.low[3] <= fresh <= found.high[3]
        below += fresh <= found.planned[3]
    assert inside / trials == pytest.approx(0.95, abs=0.03)
    assert below / trials == pytest.approx(0.80, abs=0.05)


def test_a_week_as_a_whole_is_covered_too() -> None:
    rng = np.random.default_rng(8)
    inside = 0
    for _ in range(600):
        reach = week_spread(rng.normal(0, 10, (8, 14)), 4)
        inside += abs(rng.normal(0, 10 * 7**0.5)) <= reach[0]
        assert reach[1] >= reach[0] and reach[3] > reach[2] > reach[1]
    assert inside / 600 == pytest.approx(0.95, abs=0.025)


def test_a_later_week_is_never_more_certain() -> None:
    errors = np.random.default_rng(7).normal(0, 10, (8, 28))
    errors[0, :3] = np.nan
    found = forecast_spread(errors, 91)
    assert (np.diff(found.high) >= 0).all() and (np.diff(found.low) <= 0).all() and (np.diff(found.planned) >= 0).all()
    assert found.high[90] > found.high[27]
    with pytest.raises(ValueError, match="no error"):
        forecast_spread(np.full((8, 7), np.nan), 7)
