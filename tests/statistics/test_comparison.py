"""The verdict on planted populations: found, withheld, and not invented."""

import numpy as np
import pytest

from pipelines.statistics.comparison import Cell, fair_comparison, fair_comparisons

# Stratum: rate of people, and how often each population sees it. The AI sees the easy work.
STRATA = {"status": (0.90, 60, 260), "refund": (0.75, 60, 90), "bug": (0.55, 60, 60), "complaint": (0.35, 60, 4)}


def planted(
    seed: int, effect: float = 0.0, spread: float = 0.06, agents: int = 14, weeks: int = 12, scale: float = 1.0
) -> list[Cell]:
    """Agents and AI weeks whose rates differ among themselves, and an AI that is better by `effect` in each stratum."""
    rng = np.random.default_rng(seed)
    cells = []
    for population, clusters, column in (("human", agents, 1), ("ai", weeks, 2)):
        for cluster, shift in enumerate(rng.normal(0, spread, clusters)):
            for stratum, row in STRATA.items():
                n = int(rng.poisson(row[column] * scale * 8 / clusters))
                rate = np.clip(row[0] + shift + (effect if population == "ai" else 0), 0.01, 0.99)
                cells.append(Cell(stratum, population, f"{population} {cluster}", n, int(rng.binomial(n, rate))))
    return cells


def simpson() -> list[Cell]:
    """The kidney stones as two populations, dealt out to ten clusters each."""
    table = {
        ("easy", "human"): (87, 81),
        ("hard", "human"): (263, 192),
        ("easy", "ai"): (270, 234),
        ("hard", "ai"): (80, 55),
    }
    cells = []
    for (stratum, population), (n, x) in table.items():
        for c in range(10):
            size, events = (len(range(c, total, 10)) for total in (n, x))
            cells.append(Cell(stratum, population, f"{population}{c}", size, min(size, events)))
    return cells


def test_the_crude_and_the_adjusted_rate_stand_side_by_side_and_may_disagree() -> None:
    found = fair_comparison(simpson())
    assert (found.crude_first.rate, found.crude_second.rate) == (
        pytest.approx(0.780, abs=5e-4),
        pytest.approx(0.8257, abs=5e-5),
    )
    assert (found.first, found.second) == (pytest.approx(0.832546, abs=1e-6), pytest.approx(0.778875, abs=1e-6))
    assert found.difference == pytest.approx(0.778875 - 0.832546, abs=1e-6)
    assert found.same_sign == 1.0
    assert found.e_value == pytest.approx(1.068908 + (1.068908 * 0.068908) ** 0.5, abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_a_better_and_a_worse_ai_are_found(seed: int) -> None:
    better = fair_comparison(planted(seed, effect=0.15, scale=2))
    worse = fair_comparison(planted(seed, effect=-0.15, scale=2))
    assert (better.verdict, worse.verdict) == ("better", "worse")
    assert better.low > 0 > worse.high
    assert "does better" in better.statement and "does worse" in worse.statement
    assert better.overlap.dropped == ["complaint"] or "complaint" in better.overlap.kept


def test_where_less_is_better_the_words_turn_round() -> None:
    assert fair_comparison(planted(1, effect=0.15, scale=2), "repeats", higher_is_better=False).verdict == "worse"


def test_an_ai_with_easier_work_is_not_called_better() -> None:
    crude, called = [], []
    for seed in range(150):
        found = fair_comparison(planted(seed))
        crude.append(found.crude_second.low > found.crude_first.high)
        called.append(found.verdict in ("better", "worse"))
    assert np.mean(crude) > 0.5, "the crude rates mislead on this data"
    assert np.mean(called) <= 0.09


@pytest.mark.parametrize(("agents", "weeks"), [(14, 12), (5, 6)])
def test_the_interval_covers_the_planted_difference(agents: int, weeks: int) -> None:
    covered = []
    for seed in range(200):
        found = fair_comparison(planted(seed, effect=0.04, agents=agents, weeks=weeks))
        covered.append(found.low <= 0.04 <= found.high)
    assert np.mean(covered) >= 0.92


def test_work_that_is_not_shared_is_not_compared() -> None:
    cells = [Cell("easy", "ai", f"w{c}", 100, 90) for c in range(10)]
    cells += [Cell("easy", "human", f"a{c}", 4, 3) for c in range(10)]
    cells += [Cell("hard", "human", f"a{c}", 100, 50) for c in range(10)]
    found = fair_comparison(cells)
    assert (found.verdict, found.difference, found.first) == ("not comparable", None, None)
    assert "100% of the AI's and 4% of people's" in found.statement
    assert found.overlap.dropped == ["hard"]
    assert (found.crude_second.rate, found.crude_second.n) == (0.9, 1000)


def test_too_few_contacts_or_clusters_are_withheld_with_the_reason() -> None:
    few = fair_comparison(
        [Cell("s", "human", "a", 15, 9), Cell("s", "human", "b", 14, 9), *(Cell("s", "ai", c, 50, 20) for c in "cd")]
    )
    assert (few.verdict, few.statement) == (
        "too few",
        "People and AI are not compared at resolution: people had 29 of 30 contacts.",
    )
    assert few.crude_first.rate == pytest.approx(18 / 29)
    one = fair_comparison([Cell("s", "human", "a", 500, 300), *(Cell("s", "ai", c, 50, 20) for c in "cd")])
    assert (one.verdict, one.difference) == ("too few", None)
    assert "one cluster" in one.statement
    tiny = fair_comparison([Cell("s", "human", "a", 19, 9), *(Cell("s", "ai", c, 50, 20) for c in "cd")])
    assert tiny.crude_first.rate is None


def test_a_population_that_never_worked_is_too_few() -> None:
    assert fair_comparison([Cell("s", "ai", c, 50, 20) for c in "cd"]).verdict == "too few"


def test_strata_that_point_both_ways_show_no_difference() -> None:
    cells = []
    for c in range(20):
        cells += [Cell("a", "human", f"h{c}", 100, 50 - c % 2), Cell("a", "ai", f"w{c}", 100, 90 - c % 2)]
        cells += [Cell("b", "human", f"h{c}", 100, 50 + c % 2), Cell("b", "ai", f"w{c}", 100, 45 + c % 2)]
    found = fair_comparison(cells)
    assert found.low > 0
    assert (found.same_sign, found.verdict) == (0.5, "no difference shown")


def test_rates_without_a_failure_are_not_certain() -> None:
    cells = [Cell("s", p, f"{p}{c}", 20, 20) for p in ("human", "ai") for c in range(12)]
    found = fair_comparison(cells)
    assert found.verdict == "no difference shown"
    assert found.low < 0 < found.high


def test_twenty_comparisons_of_nothing_find_nothing() -> None:
    calls = 0
    for page in range(15):
        family = {f"measure {i}": planted(1000 + 20 * page + i, scale=0.7) for i in range(20)}
        calls += any(found.verdict in ("better", "worse") for found in fair_comparisons(family).values())
    assert calls <= 3, "a page in twenty may find something, not most of them"


def test_a_verdict_can_be_rebuilt() -> None:
    cells = planted(3, agents=6, weeks=6)
    assert fair_comparison(cells, seed=5) == fair_comparison(list(reversed(cells)), seed=5)


@pytest.mark.parametrize(
    ("cells", "mix", "message"),
    [
        ([], "pooled", "nothing to compare"),
        ([Cell("s", "robot", "a", 5, 1)], "pooled", "unknown population"),
        ([Cell("s", "ai", "a", 5, 6)], "pooled", "6 events of 5"),
        ([Cell("s", "ai", "a", 5, 1)], "mine", "unknown mix"),
    ],
)
def test_what_is_no_comparison_is_refused(cells, mix, message) -> None:
    with pytest.raises(ValueError, match=message):
        fair_comparison(cells, mix=mix)
