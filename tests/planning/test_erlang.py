"""Erlang B, C and A: printed values, a second route, monotony, limits, and speed."""

import time
from math import factorial

import numpy as np
import pytest

from pipelines.planning.erlang_a import erlang_a, mean_patience, min_agents_a
from pipelines.planning.erlang_b import erlang_b, erlang_b_load
from pipelines.planning.erlang_c import erlang_c, erlang_c_load, min_agents_c
from tests.planning.birth_death import chain, served_within


def test_blocking_equals_the_definition_where_factorials_still_fit() -> None:
    for n in range(0, 15):
        for a in (0.3, 1.0, 5.0, 20.0):
            terms = [a**k / factorial(k) for k in range(n + 1)]
            assert float(erlang_b(n, a)) == pytest.approx(terms[-1] / sum(terms), rel=1e-12)


def test_blocking_of_thousands_of_servers_is_stable() -> None:
    found = erlang_b([100, 500, 1000, 5000, 5000], [100, 480, 1000, 4900, 0])
    assert found == pytest.approx([0.075700, 0.014326, 0.024812, 0.002216, 0], abs=5e-7)


@pytest.mark.parametrize(
    ("lines", "blocking", "load"),
    [(1, 0.01, 0.0101), (5, 0.01, 1.36), (20, 0.02, 13.2), (100, 0.01, 84.1), (10, 0.001, 3.09)],
)
def test_loads_agree_with_traffic_tables(lines: int, blocking: float, load: float) -> None:
    found = erlang_b_load(lines, blocking)
    assert found == pytest.approx(load, rel=3e-3)
    assert float(erlang_b(lines, found)) == pytest.approx(blocking, rel=1e-9)


def test_waiting_agrees_with_published_values() -> None:
    assert erlang_c_load([8, 10], [3.87, 4.08]) == pytest.approx([0.05, 0.01], abs=5e-4)
    found = erlang_c(100, 1800, 180, 14, 20)
    assert (found.prob_wait, found.service_level) == (
        pytest.approx(0.174132, abs=1e-6),
        pytest.approx(0.888350, abs=1e-6),
    )
    assert (found.asa_s, found.wait_p90_s) == (pytest.approx(7.8359, abs=1e-4), pytest.approx(24.959, abs=1e-3))
    garnett = erlang_c(48, 60, 60, 50, 20)
    assert [float(v) for v in (garnett.asa_s, garnett.wait_p90_s, garnett.mean_queue)] == pytest.approx(
        [20.8, 58.1, 17], rel=0.02
    )


def test_a_queue_without_abandonment_explodes_at_full_load() -> None:
    found = erlang_c(100, 1800, 180, [10, 9, 0], 20)
    assert found.service_level.tolist() == [0, 0, 0]
    assert np.isinf(found.asa_s).all()
    assert found.occupancy.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("calls", "interval", "aht", "agents", "sl", "target", "ceiling"),
    [
        (100, 1800, 180, 14, 0.8, 20, 0.85),
        (250, 3600, 330, 28, 0.8, 30, 1),
        (20, 900, 360, 12, 0.8, 20, 1),
        (20, 600, 360, 16, 0.8, 20, 1),
        (60, 1800, 360, 16, 0.8, 20, 1),
        (1000, 1800, 300, 178, 0.9, 30, 1),
    ],
)
def test_staffing_agrees_with_worked_examples(calls, interval, aht, agents, sl, target, ceiling) -> None:
    assert int(min_agents_c(calls, interval, aht, sl, target, ceiling).agents) == agents


def test_patience_agrees_with_garnett_mandelbaum_and_reiman() -> None:
    found = erlang_a(48, 60, 60, 120, 50, 20)
    assert (found.abandon, found.mean_wait_s) == (pytest.approx(0.031, abs=5e-4), pytest.approx(3.7, abs=0.05))
    assert (found.mean_queue, found.occupancy) == (pytest.approx(3, abs=0.5), pytest.approx(0.93, abs=5e-3))


def test_patience_agrees_with_public_test_suites() -> None:
    found = erlang_a(6, 60, 240, [300, 30], [28, 25], 20)
    assert float(found.mean_queue[0]) == pytest.approx(0.6833261838358367, abs=1e-10)
    assert float(found.abandon[1]) == pytest.approx(0.09759081562546817, abs=1e-10)


CASES = [
    *((48, 60, 120, 50, 20), (24, 240, 300, 28, 20), (24, 240, 30, 25, 20), (100, 300, 300, 100, 20)),
    *(
        (150, 300, 300, 100, 20),
        (8, 360, 240, 8, 20),
        (5, 300, 120, 1, 20),
        (28, 420, 90, 28, 60),
        (333.3, 300, 200, 330, 20),
    ),
    *(
        (10, 180, 3600, 11, 20),
        (10, 180, 5, 11, 20),
        (10, 180, 120, 40, 20),
        (3, 300, 60, 4, 0),
        (900, 300, 180, 850, 45),
    ),
    *((2000, 300, 240, 2040, 15), (2000, 300, 240, 1900, 15), (0.01, 300, 60, 1, 20)),
]


@pytest.mark.parametrize(("load", "aht", "patience", "agents", "target"), CASES)
def test_the_closed_form_equals_the_chain_and_the_integral(load, aht, patience, agents, target) -> None:
    found = erlang_a(load, aht, aht, patience, agents, target)
    wait, abandon, mean_wait = chain(load, aht, patience, agents)
    assert float(found.prob_wait) == pytest.approx(wait, abs=1e-10, rel=1e-8)
    assert float(found.abandon) == pytest.approx(abandon, abs=1e-10, rel=1e-8)
    assert float(found.mean_wait_s) == pytest.approx(mean_wait, abs=1e-9, rel=1e-8)
    on_time, longer = served_within(load, aht, patience, agents, target)
    assert float(found.sl_offered) == pytest.approx(on_time, abs=1e-8)
    assert float(found.prob_wait_gt_target) == pytest.approx(longer, abs=1e-8)


def random_queues(seed: int, n: int = 3000) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    agents = rng.integers(1, 200, n)
    aht = rng.uniform(60, 900, n)
    load = agents * rng.uniform(0.2, 1.6, n)
    return {
        "calls": load * 1800 / aht,
        "interval_s": np.full(n, 1800.0),
        "aht_s": aht,
        "patience_s": rng.uniform(15, 1200, n),
        "agents": agents,
        "target_s": rng.uniform(0, 120, n),
    }


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_shares_and_add_up(seed: int) -> None:
    q = random_queues(seed)
    found = erlang_a(**q)
    for name in ("prob_wait", "abandon", "occupancy", "sl_offered", "sl_answered", "prob_wait_gt_target"):
        values = getattr(found, name)
        assert ((values >= 0) & (values <= 1 + 1e-12)).all(), name
    within = found.sl_offered + found.abandon_within_target
    assert within == pytest.approx(found.sl_incl_abandon_within, abs=1e-12)
    assert found.mean_wait_s == pytest.approx(found.abandon * q["patience_s"])


@pytest.mark.parametrize("seed", range(3))
def test_more_agents_help_and_more_load_hurts(seed: int) -> None:
    q = random_queues(seed)
    base, more = erlang_a(**q), erlang_a(**{**q, "agents": q["agents"] + 1})
    busier = erlang_a(**{**q, "calls": q["calls"] * 1.05})
    for better, worse in ((more, base), (base, busier)):
        assert (better.sl_offered >= worse.sl_offered - 1e-12).all()
        assert (better.abandon <= worse.abandon + 1e-12).all()
        assert (better.prob_wait <= worse.prob_wait + 1e-12).all()


@pytest.mark.parametrize("seed", range(3))
def test_patience_lengthens_the_queue_and_keeps_customers(seed: int) -> None:
    q = random_queues(seed)
    base, patient = erlang_a(**q), erlang_a(**{**q, "patience_s": q["patience_s"] * 1.2})
    assert (patient.abandon <= base.abandon + 1e-12).all()
    assert (patient.prob_wait >= base.prob_wait - 1e-12).all()
    assert (patient.mean_wait_s >= base.mean_wait_s - 1e-9).all()


@pytest.mark.parametrize("seed", range(3))
def test_who_gives_up_shortens_the_wait_of_the_rest(seed: int) -> None:
    q = random_queues(seed)
    with_patience = erlang_a(**q)
    without = erlang_c(**{key: value for key, value in q.items() if key != "patience_s"})
    assert (with_patience.prob_wait <= without.prob_wait + 1e-12).all()
    assert (with_patience.mean_queue <= without.mean_queue + 1e-9).all()
    assert (with_patience.prob_wait_gt_target <= 1 - without.service_level + 1e-9).all()


def test_endless_patience_is_erlang_c() -> None:
    endless, c = erlang_a(100, 1800, 180, 1e9, [11, 14], 20), erlang_c(100, 1800, 180, [11, 14], 20)
    assert endless.prob_wait == pytest.approx(c.prob_wait, rel=1e-4)
    assert endless.sl_offered == pytest.approx(c.service_level, rel=1e-4)


def test_no_patience_is_erlang_b() -> None:
    assert float(erlang_a(100, 1800, 180, 1e-4, 11, 20).abandon) == pytest.approx(float(erlang_b(11, 10)), rel=1e-4)


def test_equal_patience_and_service_is_a_poisson_number_in_system() -> None:
    from scipy.stats import poisson

    found = erlang_a(100, 300, 300, 300, 100, 20)
    assert float(found.prob_wait) == pytest.approx(float(poisson.sf(99, 100)), rel=1e-12)


def test_a_simulated_queue_agrees() -> None:
    rng = np.random.default_rng(21)
    n, agents = 120_000, 10
    arrivals = np.cumsum(rng.exponential(18, n)).tolist()
    service, patience = rng.exponential(180, n).tolist(), rng.exponential(90, n).tolist()
    import heapq

    free = [0.0] * agents
    gave_up = on_time = 0
    for at, length, limit in zip(arrivals, service, patience, strict=True):
        offered = max(free[0] - at, 0.0)
        if offered > limit:
            gave_up += 1
            continue
        on_time += offered <= 20
        heapq.heapreplace(free, at + offered + length)
    found = erlang_a(100, 1800, 180, 90, agents, 20)
    assert gave_up / n == pytest.approx(float(found.abandon), abs=0.006)
    assert on_time / n == pytest.approx(float(found.sl_offered), abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_the_least_agents_are_enough_and_one_fewer_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 2000
    calls, aht = rng.uniform(0.1, 400, n), rng.uniform(60, 900, n)
    sl, target = rng.uniform(0.5, 0.99, n), rng.uniform(0, 90, n)
    ceiling, patience, give_up = rng.uniform(0.5, 1, n), rng.uniform(30, 900, n), rng.uniform(0.01, 0.3, n)
    c = min_agents_c(calls, 900, aht, sl, target, ceiling)

    def fits_c(agents: np.ndarray) -> np.ndarray:
        state = erlang_c(calls, 900, aht, agents, target)
        return (state.service_level >= sl) & (state.load_erlang / np.maximum(agents, 1e-9) <= ceiling)

    assert fits_c(c.agents).all()
    assert not fits_c(c.agents - 1).any()
    a = min_agents_a(calls, 900, aht, patience, sl, target, give_up)

    def fits_a(agents: np.ndarray) -> np.ndarray:
        state = erlang_a(calls, 900, aht, patience, agents, target)
        return (state.sl_offered >= sl) & (state.abandon <= give_up)

    assert fits_a(a.agents).all()
    assert not fits_a(a.agents - 1).any()


@pytest.mark.parametrize(
    ("calls", "interval", "aht", "patience", "give_up", "agents"),
    [(100, 1800, 180, 120, 1, 12), (360, 1800, 240, 180, 0.05, 50), (20, 900, 360, 240, 0.03, 12)],
)
def test_staffing_with_patience_agrees_with_worked_examples(calls, interval, aht, patience, give_up, agents) -> None:
    target = 20
    assert int(min_agents_a(calls, interval, aht, patience, 0.8, target, give_up).agents) == agents


def test_no_contacts_need_nobody_and_promise_nothing() -> None:
    c, a = min_agents_c([0, 50], 600, 300, 0.8, 20), min_agents_a([0, 50], 600, 300, 120, 0.8, 20)
    assert (c.agents[0], a.agents[0]) == (0, 0)
    assert np.isnan([c.service_level[0], c.occupancy[0], a.sl_offered[0], a.abandon[0]]).all()
    assert c.agents[1] > 0 and a.agents[1] > 0
    idle = erlang_a(0, 600, 300, 120, 3, 20)
    assert (float(idle.prob_wait), float(idle.occupancy), float(idle.sl_offered)) == (0, 0, 1)


def test_with_nobody_on_the_line_everybody_gives_up() -> None:
    found = erlang_a(100, 1800, 180, 60, 0, 20)
    assert (float(found.abandon), float(found.sl_offered), float(found.mean_wait_s)) == (1, 0, 60)
    assert float(found.prob_wait_gt_target) == pytest.approx(np.exp(-1 / 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: erlang_c(-1, 1800, 180, 5, 20), "calls"),
        (lambda: erlang_c(10, 0, 180, 5, 20), "interval_s"),
        (lambda: erlang_c(10, 1800, 180, 5.5, 20), "whole"),
        (lambda: erlang_a(10, 1800, 180, 0, 5, 20), "patience_s"),
        (lambda: min_agents_c(10, 1800, 180, 1.0, 20), "sl"),
        (lambda: min_agents_a(10, 1800, 180, 60, 0.8, 20, 0), "max_abandon"),
        (lambda: erlang_b_load(0, 0.1), "agents"),
        (lambda: mean_patience(100, 0), "gave up"),
    ],
)
def test_impossible_queues_are_refused_by_name(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_patience_is_estimated_with_those_who_were_answered() -> None:
    rng = np.random.default_rng(22)
    patience, offered = rng.exponential(90, 50_000), rng.exponential(40, 50_000)
    waited, gave_up = np.minimum(patience, offered), patience < offered
    assert mean_patience(float(waited.sum()), int(gave_up.sum())) == pytest.approx(90, rel=0.02)
    assert waited[gave_up].mean() < 40


def test_a_year_of_ten_minute_intervals_of_three_queues_takes_seconds() -> None:
    rng = np.random.default_rng(23)
    calls = rng.uniform(0, 60, 52_560 * 3)
    began = time.process_time()
    agents = min_agents_a(calls, 600, 300, 120, 0.8, 20, 0.05).agents
    min_agents_c(calls, 600, 300, 0.8, 20, 0.85)
    erlang_a(calls, 600, 300, 120, agents, 20)
    assert time.process_time() - began < 20
