"""From load to agents, schedules, hires and stages: worked examples and what must always hold."""

import numpy as np
import pytest

from pipelines.planning.blended import IntentLoad, blended_capacity
from pipelines.planning.chat import chat_staffing
from pipelines.planning.erlang_a import erlang_a
from pipelines.planning.erlang_c import erlang_c_load
from pipelines.planning.hiring import HireClass, effective_fte, hire_plan
from pipelines.planning.intervals import carried_load, is_overdispersed
from pipelines.planning.shrinkage import combined_shrinkage, shrinkage_gross_up
from pipelines.planning.square_root import garnett, halfin_whitt, sqrt_staffing

RAMP = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
INTENTS = [
    IntentLoad(300, 180, 0.9, 0.8),
    IntentLoad(150, 360, 0.6, 0.5),
    IntentLoad(100, 600, 0.3, 0.3),
    IntentLoad(50, 900, 0, 0),
]


def test_safety_capacity_is_a_root_of_the_load() -> None:
    assert [sqrt_staffing(100, 0.5), sqrt_staffing(48, 0.29), sqrt_staffing(10, 1)] == [105, 51, 14]
    assert sqrt_staffing(0, 1) == 0


@pytest.mark.parametrize(
    ("beta", "wait"),
    [(0.1, 0.880287), (0.25, 0.720932), (0.5, 0.504539), (1, 0.223361), (1.5, 0.084690), (2, 0.026881)],
)
def test_halfin_and_whitts_limit(beta: float, wait: float) -> None:
    assert halfin_whitt(beta) == pytest.approx(wait, abs=1e-6)
    load = 62_500.0
    assert float(erlang_c_load(int(load + beta * load**0.5), load)) == pytest.approx(wait, abs=3e-3)
    assert halfin_whitt(0) == halfin_whitt(-1) == 1


@pytest.mark.parametrize(("beta", "ratio"), [(0, 1), (0.5, 0.5), (1, 1), (-0.5, 1), (0.5, 2)])
def test_garnetts_limit_is_that_of_large_queues(beta: float, ratio: float) -> None:
    load = 40_000.0
    exact = erlang_a(load, 300, 300, 300 / ratio, round(load + beta * load**0.5), 20)
    found = garnett(beta, ratio)
    assert found.prob_wait == pytest.approx(float(exact.prob_wait), abs=3e-3)
    assert found.abandon_times_sqrt_load == pytest.approx(float(exact.abandon) * load**0.5, abs=3e-3)


def test_shrinkage_divides_and_never_multiplies() -> None:
    assert shrinkage_gross_up([14, 91, 0], 0.3).tolist() == [20, 130, 0]
    assert combined_shrinkage(0.11, 0.157303) == pytest.approx(0.25, abs=1e-6)
    with pytest.raises(ValueError, match="shrinkage"):
        shrinkage_gross_up(10, 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_schedule_leaves_enough_and_one_fewer_does_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    agents, lost = rng.integers(1, 300, 500), rng.uniform(0, 0.6, 500)
    scheduled = shrinkage_gross_up(agents, lost)
    assert (scheduled * (1 - lost) >= agents - 1e-6).all()
    assert ((scheduled - 1) * (1 - lost) < agents).all()


def test_long_contacts_carry_their_load_forward() -> None:
    steady = carried_load(np.full(400, 12.0), 600, 900)
    assert steady[-1] == pytest.approx(12 * 900 / 600)
    assert steady[0] < 12 * 900 / 600 / 2
    burst = carried_load([30, 0, 0, 0, 0, 0, 0, 0], 600, 900)
    assert burst[1] > burst[0] > 0
    assert carried_load([30, *([0] * 400)], 600, 900).sum() == pytest.approx(30 * 900 / 600)
    assert carried_load([6.0, 6.0], 600, 1)[1] == pytest.approx(6 / 600, rel=1e-3)


def test_carried_load_equals_a_simulated_count() -> None:
    rng = np.random.default_rng(31)
    arrivals, interval, aht = np.array([40, 10, 25, 0, 5]), 600.0, 700.0
    in_service = np.zeros(5)
    for interval_no, count in enumerate(arrivals):
        began = (interval_no + rng.uniform(size=(4000, count))) * interval
        ended = began + rng.exponential(aht, began.shape)
        for k in range(5):
            overlap = np.minimum(ended, (k + 1) * interval) - np.maximum(began, k * interval)
            in_service[k] += np.maximum(overlap, 0).sum() / interval / 4000
    assert carried_load(arrivals, interval, aht) == pytest.approx(in_service, rel=0.01)


def test_counts_that_vary_beyond_chance_are_noticed() -> None:
    rng = np.random.default_rng(32)
    assert not is_overdispersed(rng.poisson(50, 400))
    assert is_overdispersed(rng.poisson(rng.gamma(10, 5, 400)))


def test_three_chats_at_once_need_fifteen_agents() -> None:
    found = chat_staffing(120, 1800, 420, 3, 0.18, 0.8, 60)
    assert (found.session_aht_s, found.effective_aht_s) == (pytest.approx(571.2), pytest.approx(190.4))
    assert (found.slots, found.agents) == (44, 15)


def test_staff_does_not_fall_by_the_containment_rate() -> None:
    found = blended_capacity(INTENTS, 3600, 0.12, 30, 0.8, 20, 0.3)
    assert (found.ai_contained, found.human_volume) == (pytest.approx(270), pytest.approx(362.4))
    assert (found.baseline_aht_s, found.human_aht_s) == (pytest.approx(355), pytest.approx(453.5033, abs=1e-4))
    assert (found.volume_reduction, found.workload_reduction) == (
        pytest.approx(0.396),
        pytest.approx(0.228406, abs=1e-6),
    )
    assert (found.agents_before, found.agents_after) == (66, 53)
    assert (found.scheduled_before, found.scheduled_after) == (95, 76)


def test_an_ai_that_tries_nothing_changes_nothing() -> None:
    idle = [IntentLoad(i.contacts, i.human_aht_s, 0, i.ai_contain) for i in INTENTS]
    found = blended_capacity(idle, 3600, 0.12, 30, 0.8, 20, 0.3)
    assert (found.volume_reduction, found.workload_reduction, found.agent_reduction) == (0, pytest.approx(0), 0)
    nothing = blended_capacity([IntentLoad(0, 180, 0.5, 0.5)], 3600, 0.1, 30, 0.8, 20, 0.3)
    assert (nothing.agents_after, nothing.human_aht_s, nothing.volume_reduction) == (0, None, None)


@pytest.mark.parametrize(("weeks", "start", "offer", "hires"), [(6, 16, 10, 9), (3, 19, 13, 12)])
def test_a_gap_of_eight_is_filled_in_time(weeks: int, start: int, offer: int, hires: int) -> None:
    found = hire_plan(8, 26, 4, RAMP, 0.006, 6, weeks)
    assert (found.class_start_week, found.offer_by_week, found.hires) == (start, offer, hires)
    classes = [HireClass(start, hires)]
    assert effective_fte(0, 0.006, classes, 4, RAMP, 26) >= 8
    assert effective_fte(0, 0.006, [HireClass(start, hires - 1)], 4, RAMP, 26) < 8


def test_two_classes_are_worth_what_their_ramps_say() -> None:
    classes = [HireClass(4, 10), HireClass(12, 8)]
    assert effective_fte(100, 0.006, classes, 4, RAMP, 18) == pytest.approx(103.5553, abs=5e-5)
    assert effective_fte(0, 0, [HireClass(4, 10)], 4, RAMP, 7) == 0, "in training"
