from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.building.arguments import as_of_timestamp, build_arguments
from pipelines.errors import HavenError
from tests.tiny_house import settings


def test_unit_tests_are_left_to_the_test_suite(tmp_path: Path) -> None:
    arguments = build_arguments(settings(tmp_path))
    assert arguments[0] == "build"
    assert arguments[arguments.index("--exclude-resource-type") + 1] == "unit_test"
    assert "--no-write-json" in arguments


def test_tests_can_be_left_out(tmp_path: Path) -> None:
    arguments = build_arguments(settings(tmp_path), tests=False)
    excluded = [after for name, after in pairwise(arguments) if name == "--exclude-resource-type"]
    assert excluded == ["unit_test", "test"]


def test_a_build_of_the_past_tells_the_models_and_has_its_own_cache(tmp_path: Path) -> None:
    now = build_arguments(settings(tmp_path))
    past = build_arguments(settings(tmp_path), as_of="2026-06-30T00:00:00Z")
    assert past[past.index("--vars") + 1] == (
        '{"company_time_zone": "UTC", "optional_sources": [], "as_of": "2026-06-30 00:00:00"}'
    )
    assert past[past.index("--target-path") + 1] != now[now.index("--target-path") + 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-30T00:00:00Z", "2026-06-30 00:00:00"),
        ("2026-06-30T02:00:00+02:00", "2026-06-30 00:00:00"),
        ("2026-06-30T00:00:00", "2026-06-30 00:00:00"),
        ("2026-06-30", "2026-06-30 00:00:00"),
    ],
)
def test_an_as_of_time_is_read_as_utc(text: str, expected: str) -> None:
    assert as_of_timestamp(text) == expected


def test_an_as_of_that_is_no_time_is_refused_with_an_example() -> None:
    with pytest.raises(HavenError, match=r"`yesterday` is not a time\. Write it like"):
        as_of_timestamp("yesterday")


def test_named_models_are_selected(tmp_path: Path) -> None:
    arguments = build_arguments(settings(tmp_path), select=["haven.core.fct_legs", "haven.core.dim_agents"])
    assert arguments[arguments.index("--select") + 1 :] == ["haven.core.fct_legs", "haven.core.dim_agents"]
