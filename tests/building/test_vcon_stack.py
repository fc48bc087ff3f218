"""A company whose AI vendor gives vCons: who spoke in them is whom the helpdesk and the files know."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.settings import Settings
from tests.building.chosen import build_up_to, load_stack
from tests.loading.warehouses import ask
from tests.sources.ai_vendors import company_with
from tests.sources.tools_world import serving, settings_in, truth

WORLD = company_with("vcon")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vcons")


@pytest.fixture(scope="module")
def built(folder: Path) -> Settings:
    settings = settings_in(folder / "data")
    with serving(folder, **WORLD):
        load_stack(settings, WORLD["stack"])
    build_up_to(settings, "int_agents_merged", "int_conversation_events_unioned", "int_conversation_records_ranked")
    return settings


def test_agents_of_vcons_are_those_of_the_helpdesk_and_its_bot_that_of_the_files(built: Settings) -> None:
    found = ask(built, "select agent_id, actor_type from intermediate.int_agents_unioned where source = 'vcon'")
    people = {agent for agent, actor_type in found if actor_type == "human"}
    assert {agent for agent, actor_type in found if actor_type == "ai"} == {"vcon:agent"}
    helpdesk = "select agent_id from intermediate.int_agents_unioned where source = 'zendesk'"
    assert people and people <= {agent for (agent,) in ask(built, helpdesk)}
    employers = "select employer, use_case_id from intermediate.int_agents_merged where agent_id = 'vcon:agent'"
    assert ask(built, employers) == [("Vcon", "customer_chat")]


def test_what_the_ai_said_is_its_own_wherever_it_was_said(built: Settings) -> None:
    events = "from intermediate.int_conversation_events_unioned where source = 'vcon'"
    assert ask(built, f"select distinct actor_type, actor_id {events} and actor_type <> 'customer'") == [
        ("ai", "vcon:agent")
    ]
    assert ask(built, f"select count(*) {events} and event_type like 'unknown%'") == [(0,)]


def test_a_chat_with_a_ticket_is_one_conversation_with_it(built: Settings, folder: Path) -> None:
    contacts = [row for row in truth(folder, WORLD["days"], "contacts") if row["has_ai"] and row["ticket_id"]]
    rows = ask(
        built,
        "select canonical_id from intermediate.int_conversation_records_ranked where source in ('vcon', 'zendesk') "
        "group by 1 having count(distinct source) = 2",
    )
    assert {key for (key,) in rows} == {row["conversation_id"] for row in contacts} and rows
