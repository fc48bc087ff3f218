"""Score intervals: printed values, coverage in simulation, and one formula in SQL and in Python."""

import duckdb
import numpy as np
import pytest

from pipelines.macros import project_macros
from pipelines.statistics.intervals import newcombe_diff, wilson, z_of


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_newcombes_table(x, n, low, high) -> None:
    assert [float(bound) for bound in wilson(x, n)] == pytest.approx([low, high], abs=6e-5)


def test_the_difference_agrees_with_newcombes_example() -> None:
    assert [float(bound) for bound in newcombe_diff(56, 70, 48, 80)] == pytest.approx([0.0524, 0.3339], abs=6e-5)


def test_marts_and_python_use_the_same_interval() -> None:
    macros = project_macros()
    z = z_of(0.95)
    sql = f"""select x, n, {macros.wilson_low("x", "n", z)}, {macros.wilson_high("x", "n", z)}
              from (select unnest([0, 1, 5, 19, 20]) as x, 20 as n)"""
    with duckdb.connect() as connection:
        for x, n, low, high in connection.execute(sql).fetchall():
            assert [float(bound) for bound in wilson(x, n)] == pytest.approx([low, high], abs=1e-12)


def test_wilson_covers_at_its_rate() -> None:
    rng = np.random.default_rng(1)
    p, n = rng.uniform(0.02, 0.98, 40_000), rng.integers(20, 300, 40_000)
    low, high = wilson(rng.binomial(n, p), n)
    assert 0.945 <= np.mean((low <= p) & (p <= high)) <= 0.96


def test_newcombe_covers_at_its_rate() -> None:
    rng = np.random.default_rng(2)
    p1, p2 = rng.uniform(0.05, 0.95, (2, 40_000))
    n1, n2 = rng.integers(20, 300, (2, 40_000))
    low, high = newcombe_diff(rng.binomial(n1, p1), n1, rng.binomial(n2, p2), n2)
    assert 0.945 <= np.mean((low <= p1 - p2) & (p1 - p2 <= high)) <= 0.965


def test_impossible_counts_are_refused() -> None:
    for x, n in ((1, 0), (-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="between 0 and n"):
            wilson(x, n)
