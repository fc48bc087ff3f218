"""Worked examples of failure paths, process, knowledge and conduct, through the models of the build."""

from __future__ import annotations

import pytest

from pipelines.verification import conduct

# 40 cases of van der Aalst's heuristic-mining log.
FORTY_CASES = [
    {"trace": ["a", "e"], "count": 5},
    {"trace": ["a", "b", "c", "e"], "count": 10},
    {"trace": ["a", "c", "b", "e"], "count": 10},
    {"trace": ["a", "b", "e"], "count": 1},
    {"trace": ["a", "c", "e"], "count": 1},
    {"trace": ["a", "d", "e"], "count": 10},
    {"trace": ["a", "d", "d", "e"], "count": 2},
    {"trace": ["a", "d", "d", "d", "e"], "count": 1},
]


def test_the_graph_has_the_printed_counts_and_dependencies() -> None:
    graph = conduct.dfg(FORTY_CASES)
    assert {pair: graph["counts"][pair] for pair in ("a>b", "b>c", "a>d", "d>d")} == {
        "a>b": 11,
        "b>c": 10,
        "a>d": 13,
        "d>d": 4,
    }
    printed = {"a>b": 0.92, "a>d": 0.93, "d>d": 0.80, "a>e": 0.83, "b>c": 0.0}
    assert {pair: round(graph["dependency"][pair], 2) for pair in printed} == printed


def test_rework_counts_repeats_and_conformance_counts_listed_transitions() -> None:
    found = conduct.rework(
        [{"trace": ["new", "reply", "close"], "count": 3}, {"trace": ["new", "reply", "reopen", "reply"], "count": 1}],
        [["new", "reply"], ["reply", "close"]],
    )
    assert (found["cases"], found["variants"]) == (4, 2)
    assert found["rework_case_rate"] == 1 / 4
    assert found["rework_event_rate"] == 1 / 13
    assert found["conformant_case_rate"] == 3 / 4
    assert found["conformant_transition_rate"] == 7 / 9


def test_an_ai_failing_in_two_channels_is_a_double_failure_of_two_kinds() -> None:
    ai = {"population": "ai", "failed": True}
    found = conduct.double_failure([[ai | {"channel": "chat"}, ai | {"channel": "voice"}], [ai | {"channel": "chat"}]])
    assert [found[f"rate_type{kind}"] for kind in (1, 2, 3)] == [0, 0.5, 0.5]


def test_five_and_more_is_easy_and_three_and_less_is_hard() -> None:
    found = conduct.effort_score([1, 3, 4, 5, 7])
    assert found == pytest.approx({"mean": 4.0, "easy_share": 0.4, "hard_share": 0.4})


def test_a_help_centre_nobody_writes_to_has_no_score() -> None:
    assert conduct.self_service(1000, 250) == {"self_service_score": 4.0}
    assert conduct.self_service(1000, 0) == {"self_service_score": None}
