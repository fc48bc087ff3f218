"""Overlap, difficulty, shrinkage, many comparisons, and how strong an unseen factor would have to be."""

import numpy as np
import pytest

from pipelines.statistics.difficulty import difficulty, hardest_fifth, residual_complexity
from pipelines.statistics.multiplicity import adjusted_words, bh
from pipelines.statistics.overlap import overlap_guard
from pipelines.statistics.sensitivity import e_value
from pipelines.statistics.shrinkage import shrink_rate


def test_strata_seen_too_rarely_by_either_side_are_dropped_by_name() -> None:
    found = overlap_guard(["a", "b", "c", "d"], [400, 250, 180, 5], [900, 120, 12, 300])
    assert (found.kept, found.dropped) == (["a", "b"], ["c", "d"])
    assert found.coverage_human == pytest.approx(0.7784, abs=5e-5)
    assert found.coverage_ai == pytest.approx(0.7658, abs=5e-5)
    assert found.is_comparable


def test_the_floor_of_thirty_is_inclusive() -> None:
    assert overlap_guard(["a", "b"], [30, 29], [30, 30]).kept == ["a"]


@pytest.mark.parametrize(
    ("human", "ai", "comparable"),
    [([40, 60], [60, 0], True), ([39, 61], [60, 0], False), ([100, 100], [600, 0], True), ([100, 0], [59, 0], True)],
)
def test_comparison_needs_forty_percent_of_the_humans_work(human, ai, comparable) -> None:
    assert overlap_guard(["a", "b"], human, ai).is_comparable is comparable


def test_comparison_needs_sixty_percent_of_the_ais_work() -> None:
    strata = ["shared", *[f"only {n}" for n in range(20)]]
    human = [100] + [0] * 20
    assert overlap_guard(strata, human, [600] + [20] * 20).is_comparable
    assert not overlap_guard(strata, human, [590] + [20] * 20).is_comparable


def test_a_population_without_contacts_has_no_share() -> None:
    found = overlap_guard(["a"], [0], [50])
    assert (found.coverage_human, found.coverage_ai, found.is_comparable) == (None, 0.0, False)
    with pytest.raises(ValueError, match="neither population"):
        overlap_guard(["a"], [0], [0])


def test_difficulty_bands_are_terciles_and_do_not_depend_on_units() -> None:
    minutes = [3, 6, 10, 15, 4, 7]
    transfer, repeat = [0.02, 0.06, 0.15, 0.3, 0.03, 0.1], [0.08, 0.14, 0.22, 0.27, 0.16, 0.11]
    found = difficulty([60 * m for m in minutes], transfer, repeat)
    assert found.band == ["low", "mid", "high", "high", "low", "mid"]
    assert found.score == pytest.approx(difficulty(minutes, transfer, repeat).score)
    assert sum(found.score) == pytest.approx(0, abs=1e-12)
    assert found.score[3] == pytest.approx(1.733083, abs=1e-6)


def test_strata_of_the_same_difficulty_share_a_band() -> None:
    assert set(difficulty([60, 60, 60], [0.1] * 3, [0.1] * 3).band) == {"low"}


def test_the_residual_rises_when_the_easy_work_leaves() -> None:
    scores = [-1.0, 0.0, 1.0]
    assert residual_complexity(scores, [10, 30, 20]) > residual_complexity(scores, [60, 30, 20])


def test_the_hardest_fifth_holds_at_least_a_fifth_and_no_stratum_too_many() -> None:
    assert hardest_fifth([0.1, 2.0, 1.0, -1.0], [50, 10, 10, 30]) == [1, 2]
    assert hardest_fifth([0.1, 2.0], [0, 100]) == [1]


def test_a_small_cell_is_pulled_to_its_parent() -> None:
    assert shrink_rate(3, 7, 0.72) == pytest.approx(0.644444, abs=1e-6)
    assert shrink_rate(0, 0, 0.72) == 0.72
    assert shrink_rate(700_000, 1_000_000, 0.1) == pytest.approx(0.7, abs=2e-5)


P_VALUES = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0),
]


def test_benjamini_and_hochberg_reject_four_of_their_fifteen() -> None:
    assert bh(P_VALUES, 0.05).rejected == 4
    assert sum(p <= 0.05 / 15 for p in P_VALUES) == 3


def test_the_order_of_comparisons_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    order = rng.permutation(15)
    shuffled = bh(np.array(P_VALUES)[order])
    assert shuffled.adjusted == pytest.approx(np.array(bh(P_VALUES).adjusted)[order])


def test_false_discoveries_stay_below_q_in_simulation() -> None:
    rng = np.random.default_rng(11)
    shares = []
    for _ in range(1500):
        real = rng.uniform(size=40) < 0.25
        p = np.where(real, rng.beta(0.2, 8, size=40), rng.uniform(size=40))
        rejected = np.array(bh(p, 0.10).is_rejected)
        shares.append((rejected & ~real).sum() / max(rejected.sum(), 1))
    assert np.mean(shares) <= 0.10
    assert np.mean(shares) >= 0.05, "the bound is q times the share of true nulls, not far below"


def test_e_values_agree_with_the_paper_and_do_not_depend_on_direction() -> None:
    assert e_value(3.9) == pytest.approx(7.26, abs=5e-3)
    assert e_value(1.5) == pytest.approx(2.366025, abs=1e-6)
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))
    assert e_value(1) == 1
    with pytest.raises(ValueError, match="above 0"):
        e_value(0)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0312, "adjusted p 0.031"),
        (0.0005, "adjusted p 0.001"),
        (1e-9, "adjusted p below 0.001"),
        (1, "adjusted p 1.000"),
    ],
)
def test_what_is_hardly_chance_is_never_called_impossible(p: float, words: str) -> None:
    assert adjusted_words(p) == words
