"""Stages begin at their bands, by the seed and the model that every build uses."""

import pytest

from pipelines.verification.maturity import maturity


@pytest.mark.parametrize(
    ("scores", "stage"),
    [
        ((0, 1, 1, 0), "Reactive"),  # mean 0.5
        ((0, 1, 1, 1), "Emerging"),  # mean 0.75
        ((1, 2, 1, 2), "Defined"),  # mean 1.5
        ((3, 2, 2, 2), "Optimised"),  # mean 2.25
        ((3, 3, 3, 3), "Optimised"),
    ],
)
def test_stages_begin_at_their_bands(scores: tuple[int, ...], stage: str) -> None:
    found = maturity({str(place): score for place, score in enumerate(scores)})
    assert found["raw_stage"] == stage
    assert found["mean"] == pytest.approx(sum(scores) / len(scores))


def test_a_stage_is_at_most_one_above_the_weakest_indicator() -> None:
    assert maturity({"a": 3, "b": 3, "c": 1, "d": 3, "e": 3})["stage"] == "Defined"
    assert maturity({"a": 3, "b": 3, "c": 2, "d": 3, "e": 3})["capped"] is False
