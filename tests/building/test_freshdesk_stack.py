"""Freshdesk for people beside Ada for the AI: the facts made of both are held against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sandbox import open_world
from pipelines.settings import Settings
from pipelines.sources.times import DAY
from tests.building.chosen import build_up_to, load_stack, people_and_their_time
from tests.loading.warehouses import ask
from tests.sources.tools_world import serving, settings_in

STACK, DAYS = "freshdesk+ada+calabrio", 10
FACTS = ("fct_legs", "fct_hand_offs", "fct_conversations", "dim_agents")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("freshdesk")


@pytest.fixture(scope="module")
def built(folder: Path) -> Settings:
    settings = settings_in(folder / "data")
    with serving(folder, days=DAYS, stack=STACK):
        load_stack(settings, STACK)
    build_up_to(settings, *FACTS, tests=False)
    return settings


def happened(folder: Path, sql: str) -> set[Any]:
    """What the world's own account says; `told_until()` is the end of the last day whose activities are told."""
    world = open_world(folder / f"world{DAYS}")
    with duckdb.connect() as connection:
        for name in ("contacts", "jobs"):
            connection.execute(f"create view {name} as from '{world.truth / f'{name}.parquet'}'")
        connection.execute(f"create macro told_until() as {world.end // DAY * DAY}")
        connection.execute(f"create macro world_end() as {world.end}")
        return {row[0] for row in connection.execute(sql).fetchall()}


def seen(settings: Settings, sql: str) -> set[Any]:
    return {row[0] for row in ask(settings, sql)}


def test_a_conversation_of_both_is_one_of_them(built: Settings, folder: Path) -> None:
    conversations = seen(built, "select conversation_id from core.fct_conversations")
    assert conversations == happened(folder, "select conversation_id from contacts")
    both = happened(folder, "select conversation_id from contacts where ticket_id is not null and ada_id is not null")
    assert len(both) > 20 and both <= conversations


def test_the_ai_and_people_handled_what_they_did(built: Settings, folder: Path) -> None:
    handled = "select conversation_id from core.fct_legs where is_handled and population = "
    engaged = happened(folder, "select conversation_id from contacts where has_ai and is_engaged")
    assert seen(built, f"{handled} 'ai'") == engaged
    by_people = seen(built, f"{handled} 'human'")
    worked = "select conversation_id from contacts join jobs using (contact) where not is_spam and"
    assert happened(folder, f"{worked} ended_at < told_until()") <= by_people
    assert by_people <= happened(folder, f"{worked} started_at < world_end()")
    assert len(by_people) > 50


def test_each_hand_off_to_people_is_seen(built: Settings, folder: Path) -> None:
    handed = "select conversation_id from contacts where hand_over > 0 and handed_at < world_end()"
    assert seen(built, "select conversation_id from core.fct_hand_offs") == happened(folder, handed)


def test_people_are_those_of_the_files_and_their_time_is_known(built: Settings) -> None:
    people, timed = people_and_their_time(built)
    assert people == [(True, "Contactworks"), (True, "Northlight")]
    assert timed > 0.8
