from typing import Any

import pytest

from pipelines.verification import agrees, differences, failure
from pipelines.verification.registry import registered

LOOSE = {"rel": 1e-6, "abs": 1e-9}


def entry(function: str, inputs: dict[str, Any], expected: Any, **more: Any) -> dict[str, Any]:
    return {"id": "X", "function": function, "inputs": inputs, "expected": expected, "tolerance": LOOSE, **more}


def test_wilson_agrees_with_newcombes_printed_interval() -> None:
    printed = {"low": {"value": 0.2553, "abs_tol": 6e-5}, "high": {"value": 0.3662, "abs_tol": 6e-5}}
    assert failure(entry("wilson", {"successes": 81, "n": 263}, {}, published=printed)) is None


def test_newcombes_difference_agrees_with_his_printed_interval() -> None:
    printed = {"diff": {"value": 0.2, "abs_tol": 1e-9}, "low": {"value": 0.0524, "abs_tol": 6e-5}}
    assert failure(entry("newcombe_diff", {"x1": 56, "n1": 70, "x2": 48, "n2": 80}, {}, published=printed)) is None


def test_the_four_conventions_of_service_level_differ_only_in_short_abandons() -> None:
    calls = {"answered_within": 780, "answered_after": 150, "abandoned_within": 20, "abandoned_after": 50}
    expected = {
        "offered": 1000,
        "sl_offered": 780 / 1000,
        "sl_answered": 780 / 930,
        "sl_excl_short_abandon": 780 / 980,
        "sl_incl_short_abandon": 800 / 1000,
        "abandon_rate": 70 / 1000,
        "abandon_rate_excl_short": 50 / 980,
    }
    assert failure(entry("service_level", calls, expected)) is None


def test_a_wrong_value_is_named_with_what_was_expected() -> None:
    reason = failure(entry("wilson", {"successes": 0, "n": 20}, {"low": 0.5}))
    assert reason == "low is 0.0, expected 0.5"


def test_a_value_that_contradicts_the_printed_source_fails() -> None:
    printed = {"high": {"value": 0.5, "abs_tol": 0.001}}
    reason = failure(entry("wilson", {"successes": 0, "n": 20}, {}, published=printed))
    assert reason is not None and "the source prints 0.5" in reason


def test_inputs_that_a_function_cannot_take_fail_the_entry_and_not_the_run() -> None:
    reason = failure(entry("wilson", {"successes": 1, "sample": 2}, {}))
    assert reason is not None and reason.startswith("TypeError")


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        (1.0000001, 1.0, True),
        (1.00001, 1.0, False),
        (3, 3.0, True),
        (3.0000000001, 3, False),
        ("a", "a", True),
        (None, None, True),
        (0, None, False),
        (True, 1, False),
        (True, True, True),
    ],
)
def test_floats_agree_within_tolerance_and_all_else_exactly(got: Any, expected: Any, same: bool) -> None:
    assert agrees(got, expected, LOOSE) is same


def test_differences_name_the_place_in_a_nested_value() -> None:
    got = {"curve": [1.0, 2.5], "ids": ["a"], "extra": 1}
    expected = {"curve": [1.0, 2.0], "ids": ["a", "b"], "missing": 1}
    assert list(differences(got, expected, LOOSE)) == [
        "curve.1 is 2.5, expected 2.0",
        "ids is ['a'], expected ['a', 'b']",
        "missing is missing",
    ]


def test_the_first_functions_are_registered() -> None:
    assert {"wilson", "newcombe_diff", "service_level"} <= set(registered())
