"""Graders with planted biases, and an automatic one that favours its own kind."""

import numpy as np
import pytest

from pipelines.statistics.calibration import Mark, calibrate

LEVELS = np.array([0.0, 0.25, 0.5, 0.75, 1.0])


def marks(seed: int, favour: float = 0.0, noise: float = 0.06, n: int = 400) -> list[Mark]:
    """Three people (one mild by 0.10 in mean) and a machine that lifts the AI's interactions by `favour`."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(n):
        population = "ai" if i % 2 else "human"
        true = rng.uniform(0.15, 0.85)
        for grader, bias in (("Ada", 0.0), ("Bo", 0.0), ("Mild", 0.10)):
            found.append(Mark(f"c{i}", population, grader, float(np.clip(true + bias + rng.normal(0, noise), 0, 1))))
        lift = favour if population == "ai" else 0.0
        score = float(np.clip(true + 0.033 + lift + rng.normal(0, noise), 0, 1))
        found.append(Mark(f"c{i}", population, "machine", score, is_automatic=True))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_planted_biases_are_measured_against_the_others(seed: int) -> None:
    graders = {g.grader: g for g in calibrate(marks(seed)).graders}
    assert graders["Mild"].bias == pytest.approx(0.10, abs=0.012)
    assert graders["Ada"].bias == pytest.approx(-0.05, abs=0.012)
    assert graders["Mild"].bias_gap == pytest.approx(0, abs=0.02)
    assert graders["machine"].is_admitted
    assert graders["Ada"].is_admitted is None


@pytest.mark.parametrize("seed", range(3))
def test_a_machine_that_favours_machines_is_not_admitted_however_well_it_agrees(seed: int) -> None:
    machine = next(g for g in calibrate(marks(seed, favour=0.08)).graders if g.grader == "machine")
    assert machine.alpha > 0.8
    assert machine.bias_gap == pytest.approx(0.08, abs=0.02)
    assert machine.is_admitted is False


def test_a_machine_that_guesses_is_not_admitted_however_fair() -> None:
    rng = np.random.default_rng(4)
    fair = [
        m if m.grader != "machine" else Mark(m.interaction, m.population, m.grader, float(rng.choice(LEVELS)), True)
        for m in marks(4)
    ]
    machine = next(g for g in calibrate(fair).graders if g.grader == "machine")
    assert machine.alpha < 0.3
    assert machine.is_admitted is False


def test_the_machine_is_not_part_of_the_consensus() -> None:
    people = [m for m in marks(5) if not m.is_automatic]
    with_machine, without = calibrate(marks(5)), calibrate(people)
    assert with_machine.alpha == without.alpha
    assert {g.grader: g.bias for g in without.graders}.items() <= {
        g.grader: g.bias for g in with_machine.graders
    }.items()


def test_what_nobody_else_marked_tells_nothing() -> None:
    lonely = Mark("x", "ai", "Solo", 0.5)
    grader = next(g for g in calibrate([*marks(1, n=20), lonely]).graders if g.grader == "Solo")
    assert (grader.n, grader.bias, grader.bias_ai, grader.alpha) == (0, None, None, None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([Mark("a", "ai", "g", 0.5)], "two people"),
        ([Mark("a", "ai", "g", 1.5)], "lies in"),
        ([Mark("a", "ai", "g", 0.5), Mark("a", "ai", "g", 0.5)], "twice"),
        ([Mark("a", "ai", "g", 0.5), Mark("a", "human", "h", 0.5)], "both populations"),
    ],
)
def test_marks_that_cannot_be_meant_are_refused(given, message) -> None:
    with pytest.raises(ValueError, match=message):
        calibrate(given)
