"""Graders: printed examples, symmetry, chance, and paradoxes."""

import numpy as np
import pytest

from pipelines.statistics.agreement import gwet_ac1, kappa_table
from pipelines.statistics.reliability import Alpha, alpha_interval, alphas_of, fleiss, krippendorff_alpha
from pipelines.statistics.sampling import sample_size, sample_size_two
from pipelines.statistics.scorecards import scorecard

COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
RUBRIC = [[22, 6, 1, 0], [5, 30, 8, 2], [1, 7, 25, 6], [0, 1, 6, 20]]
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_kappa_agrees_with_printed_tables() -> None:
    assert kappa_table(COHEN).kappa == pytest.approx(0.492, abs=5e-4)
    disagreement = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    assert kappa_table(COHEN, 1 - disagreement).kappa == pytest.approx(0.348, abs=5e-4)
    assert kappa_table([[106, 10, 4], [22, 28, 10], [2, 12, 6]]).kappa == pytest.approx(0.429, abs=5e-4)
    assert kappa_table([[20, 5], [10, 15]]).kappa == pytest.approx(0.40)


@pytest.mark.parametrize(
    ("weights", "kappa", "se"),
    [(None, 0.584598, 0.053322), ("linear", 0.699033, 0.042926), ("quadratic", 0.802606, 0.036175)],
)
def test_weights_credit_near_misses_on_an_ordered_rubric(weights, kappa, se) -> None:
    found = kappa_table(RUBRIC, weights)
    assert (found.kappa, found.se) == (pytest.approx(kappa, abs=1e-6), pytest.approx(se, abs=1e-6))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_does_not_depend_on_which_grader_is_first(seed: int, weights) -> None:
    table = np.random.default_rng(seed).integers(1, 40, (4, 4))
    one, other = kappa_table(table, weights), kappa_table(table.T, weights)
    assert (one.kappa, one.se) == (pytest.approx(other.kappa), pytest.approx(other.se))


def test_graders_who_roll_dice_agree_by_chance_only() -> None:
    rng = np.random.default_rng(1)
    kappas, z = [], []
    for _ in range(400):
        marks = rng.choice(3, size=(2, 300), p=[0.5, 0.3, 0.2])
        table = np.zeros((3, 3))
        np.add.at(table, tuple(marks), 1)
        found = kappa_table(table)
        kappas.append(found.kappa)
        z.append(found.kappa / found.se)
    assert np.mean(kappas) == pytest.approx(0, abs=0.01)
    assert np.std(z) == pytest.approx(1, abs=0.12)


def test_kappa_is_unknown_when_chance_alone_agrees_always() -> None:
    assert kappa_table([[40, 0], [0, 0]]).kappa is None
    assert kappa_table([[20, 0], [0, 20]]).kappa == 1


def test_gwets_paradox() -> None:
    found = gwet_ac1([[118, 5], [2, 0]])
    assert (found.kappa, found.ac1) == (pytest.approx(-0.023, abs=6e-4), pytest.approx(0.941, abs=6e-4))


def test_fleiss_agrees_with_the_standard_example() -> None:
    counts = [
        *([0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]),
        *([7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]),
    ]
    assert fleiss(counts).kappa == pytest.approx(0.210, abs=5e-4)
    assert fleiss([[3, 0], [3, 0]]).kappa is None
    with pytest.raises(ValueError, match="same number of graders"):
        fleiss([[2, 1], [1, 1]])


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_agrees_with_krippendorffs_example(level: str, alpha: float) -> None:
    found = krippendorff_alpha(KRIPPENDORFF, level)
    assert (found.alpha, found.pairable) == (pytest.approx(alpha, abs=6e-4), 40)


def test_alpha_does_not_depend_on_the_order_of_graders_or_units() -> None:
    shuffled = [[row[i] for i in (3, 1, 0, 2, 5, 4, 11, 7, 8, 10, 9, 6)] for row in reversed(KRIPPENDORFF)]
    assert krippendorff_alpha(shuffled).alpha == pytest.approx(krippendorff_alpha(KRIPPENDORFF).alpha)


def test_ordinal_alpha_does_not_depend_on_the_spacing_of_marks() -> None:
    squared = [[None if mark is None else mark**2 for mark in row] for row in KRIPPENDORFF]
    assert krippendorff_alpha(squared).alpha == pytest.approx(krippendorff_alpha(KRIPPENDORFF).alpha)
    assert krippendorff_alpha(squared, "interval").alpha != pytest.approx(0.849, abs=0.01)


def test_the_interval_of_alpha_holds_it_and_can_be_rebuilt() -> None:
    low, high = alpha_interval(KRIPPENDORFF, "nominal", seed=1)
    assert low < 0.743 < high
    assert (low, high) == alpha_interval(KRIPPENDORFF, "nominal", seed=1)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_a_resample_that_draws_each_unit_once_has_the_printed_alpha(level: str) -> None:
    values = np.arange(1.0, 6.0)
    marks = np.array(KRIPPENDORFF, dtype=float)
    counts = (marks[:, :, None] == values).sum(axis=0).astype(float)
    counts = counts[counts.sum(axis=1) >= 2]
    twice = np.stack([np.ones(len(counts)), np.full(len(counts), 2.0)] * 12)
    once, doubled = alphas_of(values, counts, twice, level)[:2]
    assert once == pytest.approx(krippendorff_alpha(KRIPPENDORFF, level).alpha, abs=1e-12)
    assert doubled == pytest.approx(krippendorff_alpha([row * 2 for row in KRIPPENDORFF], level).alpha, abs=1e-12)


def test_alpha_that_cannot_be_known_is_null_or_refused() -> None:
    assert krippendorff_alpha([[1, 1], [1, 1]]).alpha is None
    with pytest.raises(ValueError, match="no unit was marked twice"):
        krippendorff_alpha([[1, None], [None, 2]])
    with pytest.raises(ValueError, match="unknown level"):
        krippendorff_alpha(KRIPPENDORFF, "cardinal")


def test_bands_begin_where_krippendorff_says() -> None:
    assert [Alpha(a, 9).band for a in (0.6, 0.667, 0.80, 0.81)] == [
        *("not usable", "tentative", "tentative", "reliable")
    ]


def test_the_worked_scorecard() -> None:
    weights, scores = [30, 25, 15, 10, 20], [1, 0.5, 1, None, 0]
    found = scorecard(weights, scores)
    assert (found.raw, found.final, found.coverage) == (pytest.approx(0.638889, abs=1e-6), found.raw, 0.9)
    failed = scorecard(weights, scores, autofail=True)
    assert (failed.raw, failed.final) == (found.raw, 0)


def test_a_review_of_too_little_is_void_and_one_of_nothing_unknown() -> None:
    assert scorecard([59, 41], [1, None]).is_void
    assert not scorecard([60, 40], [1, None]).is_void
    assert scorecard([1], [None], autofail=True).final is None
    with pytest.raises(ValueError, match="between 0 and 1"):
        scorecard([1], [2])


@pytest.mark.parametrize(("population", "printed"), [(100, 80), (500, 217), (1000, 278), (10_000, 370)])
def test_reviews_agree_with_krejcie_and_morgan(population: int, printed: int) -> None:
    assert sample_size(population).nearest == printed


def test_a_sample_that_keeps_its_margin_is_rounded_up() -> None:
    assert sample_size(500).ceil == 218
    assert sample_size(1).ceil == 1


def test_two_groups_of_906_show_80_against_85_percent() -> None:
    assert sample_size_two(0.8, 0.85) == pytest.approx(905.3658, abs=1e-3)
    rng = np.random.default_rng(2)
    x, y = rng.binomial(906, 0.8, 20_000) / 906, rng.binomial(906, 0.85, 20_000) / 906
    pooled = (x + y) / 2
    found = np.abs(x - y) / np.sqrt(2 * pooled * (1 - pooled) / 906) > 1.959964
    assert np.mean(found) == pytest.approx(0.8, abs=0.01)
    with pytest.raises(ValueError, match="equal rates"):
        sample_size_two(0.5, 0.5)
