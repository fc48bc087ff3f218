"""A company whose tools tell what another's files tell: the standard entities are the same, agents included."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipelines.settings import Settings
from tests.building.chosen import build_up_to, load_stack
from tests.loading.warehouses import ask
from tests.sources.tools_world import STACK, account, serving, settings_in
from tests.world_files import dropped

DAYS = 23
ENTITIES = (
    "quality_scores",
    "training_events",
    "cost_lines",
    "conversation_events",
    "articles",
    "article_events",
    "shifts",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.fixture(scope="module")
def built(folder: Path) -> Settings:
    settings = settings_in(folder / "data")
    with serving(folder, days=DAYS):
        load_stack(settings, STACK)
    build_up_to(settings, *(f"int_{entity}_unioned" for entity in ENTITIES))
    return settings


def counted(settings: Settings, entity: str, *columns: str) -> Counter[tuple[Any, ...]]:
    return Counter(ask(settings, f"select {', '.join(columns)} from intermediate.int_{entity}_unioned"))


def told(folder: Path, entity: str, *columns: str) -> Counter[tuple[Any, ...]]:
    rows = dropped(account(folder, DAYS), entity)
    return Counter(tuple(row[column] for column in columns) for row in rows)


def test_each_mark_and_each_course_belongs_to_the_agent_whom_the_files_name(built: Settings, folder: Path) -> None:
    marks = ("conversation_id", "actor_id", "reviewer_type", "dimension", "level", "score", "is_calibration")
    assert counted(built, "quality_scores", *marks) == told(folder, "quality_scores", *marks)
    courses = ("agent_id", "course", "intent", "score")
    assert counted(built, "training_events", *courses) == told(folder, "training_events", *courses)


def test_costs_of_the_files_stand_beside_those_that_a_tool_tells(built: Settings, folder: Path) -> None:
    kinds = Counter({kind: count for (kind,), count in told(folder, "cost_lines", "kind").items()})
    found = {kind: count for (kind,), count in counted(built, "cost_lines", "kind").items()}
    assert found.pop("tokens") > 50
    assert found == kinds


def test_steps_of_the_ai_come_from_its_traces_alone(built: Settings, folder: Path) -> None:
    steps = ("event_type", "conversation_id", "actor_id", "tool_name", "sub_agent")
    found, expected = counted(built, "conversation_events", *steps), told(folder, "conversation_events", *steps)
    assert _actions(found) == _actions(expected) != {}
    with_a_tool = "intermediate.int_conversation_events_unioned where tool_name is not null"
    assert ask(built, f"select distinct source from {with_a_tool}") == [("otel",)]


def _actions(steps: Counter[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {step: count for step, count in steps.items() if step[0] == "action"}


def test_what_is_known_and_shared_is_told_by_the_tool_and_the_rest_by_files(built: Settings, folder: Path) -> None:
    in_use = "select title, intents from intermediate.int_articles_unioned where retired_at is null"
    assert Counter(ask(built, in_use)) == told(folder, "articles", "title", "intents")
    kinds = counted(built, "article_events", "event_type", "actor_type")
    # What the AI cites its own vendor tells.
    assert kinds.pop(("cited", "ai")) > 0
    assert kinds == told(folder, "article_events", "event_type", "actor_type")
    shared = "select distinct source from intermediate.int_article_events_unioned where event_type = 'shared'"
    assert ask(built, shared) == [("guru",)]


def test_people_of_the_workforce_tool_are_those_whom_the_helpdesk_knows(built: Settings) -> None:
    known = ask(built, "select agent_id from intermediate.int_agents_unioned where source = 'calabrio' order by 1")
    in_helpdesk = ask(built, "select agent_id from intermediate.int_agents_unioned where source = 'zendesk'")
    assert len(known) > 15 and set(known) <= set(in_helpdesk)
    planned = "select count(*), count(distinct agent_id) from intermediate.int_shifts_unioned where agent_id in"
    ((shifts, agents),) = ask(built, f"{planned} (select agent_id from intermediate.int_agents_unioned)")
    assert ask(built, "select count(*) from intermediate.int_shifts_unioned") == [(shifts,)]
    assert shifts > 1000 and agents > 15
