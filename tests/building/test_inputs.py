"""A build is left as it is only while everything that it was made from is the same."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.building import inputs, unchanged_since
from pipelines.building.inputs import build_inputs
from pipelines.building.record import begin_build, finish_build, reopen_build
from pipelines.settings import Settings
from pipelines.warehouse import connect
from tests import tiny_house


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    package = tmp_path / "package"
    package.mkdir()
    (package / "analysis.py").write_text("")
    monkeypatch.setattr(inputs, "PACKAGE", package)
    house = tiny_house.furnished(tmp_path / "data")
    begin_build(house, None, build_inputs(house))
    finish_build(house)
    return house


def test_a_finished_build_of_everything_stands_while_nothing_changes(house: Settings) -> None:
    assert unchanged_since(house)
    # A load without news leaves its account, and nothing to build.
    tiny_house.append(house, "raw_drop.load_audit", {"r2:conversations": {"resource": "conversations"}})
    assert unchanged_since(house)


def new_record(house: Settings) -> Settings:
    tiny_house.append(house, "raw_drop.conversations", tiny_house.conversations(31, first=30))
    return house


def other_code(house: Settings) -> Settings:
    os.utime(inputs.PACKAGE / "analysis.py", (1, 1))
    return house


CHANGES: list[Callable[[Settings], Settings]] = [
    new_record,
    other_code,
    lambda house: replace(house, time_zone="Europe/Berlin"),
    lambda house: replace(house, as_of="2026-06-01T00:00:00Z"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["record", "code", "time zone", "as of"])
def test_anything_else_is_built_again(house: Settings, change: Callable[[Settings], Settings]) -> None:
    assert unchanged_since(change(house)) is None


def test_a_part_made_from_something_else_makes_the_whole_no_build_of_any_one_state(house: Settings) -> None:
    was = (inputs.PACKAGE / "analysis.py").stat()
    other_code(house)
    reopen_build(house, build_inputs(house))
    finish_build(house)
    assert unchanged_since(house) is None
    os.utime(inputs.PACKAGE / "analysis.py", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert unchanged_since(house) is None


def test_an_unfinished_or_a_partial_build_is_never_left_as_it_is(house: Settings) -> None:
    begin_build(house, None, build_inputs(house))
    assert unchanged_since(house) is None
    begin_build(house, None, None)
    finish_build(house)
    assert unchanged_since(house) is None


def test_a_warehouse_of_an_earlier_version_is_built_again(house: Settings) -> None:
    with connect(house.warehouse) as connection:
        connection.execute("alter table quality.builds drop column inputs")
    assert unchanged_since(house) is None
    begin_build(house, None, build_inputs(house))
    finish_build(house)
    assert unchanged_since(house)
