"""The AI's conversations as a fourth vendor's tables tell them, judged by that vendor's own model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.sources.http import Client
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.ai_vendors import Company, EveryAiVendor, a_day_later_all_is_as_if_read_at_once, company_with
from tests.sources.tools_world import Tool, load, serving, settings_in

SOURCE, ASKED = "agentforce", "ssot/query"
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.agentforce.tables.PAGE_ROWS",
    rows_a_page=150,
    # Of each of seven tables a count and a page; three days of messages are a few pages more.
    most_requests=18,
    weathered=("429-bare:9", "502:9", f"stall:{ASKED}", f"reset:{ASKED}", f"malformed:{ASKED}"),
    stopped=((f"expired:{ASKED}", "does not accept the credentials"),),
    world=company_with(SOURCE),
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestAgentforce(EveryAiVendor):
    """Seven tables, asked for with SQL."""

    def test_its_claim_is_its_judges_and_stays_its_word(self, company: Company, reference: Company) -> None:
        # Both vendors' judges are the world's: whom it found satisfied, and nobody had passed on.
        found = company.told("outcome_claims", "vendor", "outcome", "claim_state", "claimed_at")
        known = reference.told("outcome_claims", "outcome", "claim_state", "claimed_at")
        assert found == {(contact, "agentforce", *row): 1 for contact, *row in known}
        assert len(found) > 50

    def test_a_session_that_nobody_judged_has_no_verdict_and_one_that_was_has_one_of_four(
        self, company: Company
    ) -> None:
        labels = company.told("conversations", "native_ai_label")
        words = {label for _, label in labels}
        assert words == {None, "escalated", "abandoned", "deflected", "ambiguous"}
        escalated = {contact for contact, label in labels if label == "escalated"}
        assert escalated == {row["contact"] for row in company.true_rows()} - company.never_passed_on

    def test_each_version_of_the_agent_is_an_actor(self, company: Company, reference: Company) -> None:
        found, known = (
            {
                (told.contact_of(row), row["actor_id"].rpartition(":")[2].removeprefix("v"))
                for row in told.rows("conversation_events")
                if row["actor_type"] == "ai"
            }
            for told in (company, reference)
        )
        assert found == known

    def test_people_are_those_whom_the_first_vendor_knows(self, company: Company, reference: Company) -> None:
        known = [{row["identity_hash"] for row in told.rows("customers")} - {None} for told in (company, reference)]
        assert known[0] == known[1] and len(known[0]) > 30
        # A visitor without a name has no key here.
        assert {row["is_identified"] for row in company.rows("customers")} == {True}


def test_a_day_later_verdicts_that_came_since_are_there(folder: Path) -> None:
    a_day_later_all_is_as_if_read_at_once(SOURCE, "tag_associations", folder)


def test_what_is_missing_is_written_and_read_as_nothing(loaded: Settings) -> None:
    kept = [json.loads(record) for (record,) in ask(loaded, "select record from raw_agentforce.sessions")]
    assert {row["ssot__RelatedVoiceCallId__c"] for row in kept} == {"NOT_SET"}
    assert all("&quot;" in row["ssot__VariableText__c"] or row["ssot__VariableText__c"] == "{}" for row in kept)


@pytest.mark.parametrize("table", ["AIAgentSession", "AiAgentInteractionMessage"])
def test_a_page_that_came_empty_or_short_stops_the_load_and_the_next_completes_it(
    table: str, folder: Path, clear: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, ask_server = settings_in(tmp_path), Client.post

    def short(self: Client, path: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = ask_server(self, path, body, **more)
        return {"data": []} if f"__{table}__" in body["sql"] and "select *" in body["sql"] else answer

    with monkeypatch.context() as patch, pytest.raises(HavenError, match="that it says it has"):
        patch.setattr(Client, "post", short)
        load(SOURCE, settings, folder, **TOOL.world)
    load(SOURCE, settings, folder, **TOOL.world)
    assert versions(settings, SOURCE) == clear


def test_a_table_of_another_name_is_read_by_the_name_that_is_set(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCES__AGENTFORCE__TABLE_NAMES", json.dumps({"sessions": "std__AIAgentSession__dlm"}))
    with pytest.raises(HavenError, match="std__AIAgentSession__dlm"):
        load(SOURCE, settings_in(tmp_path), folder, **TOOL.world)


def test_the_server_answers_select_and_nothing_else(folder: Path) -> None:
    with serving(folder, **TOOL.world) as env, requests.Session() as session:
        url = f"{env['SOURCES__AGENTFORCE__BASE_URL']}/services/data/v66.0/ssot/query"
        assert session.post(url, json={"sql": "select 1"}, timeout=20).status_code == 401
        session.headers["Authorization"] = f"Bearer {env['SOURCES__AGENTFORCE__ACCESS_TOKEN']}"
        assert session.post(url, json={"sql": "drop table ssot__AiAgentTag__dlm"}, timeout=20).status_code == 400
        counted = session.post(url, json={"sql": "select count(*) as n from ssot__AiAgentTag__dlm"}, timeout=20)
        assert counted.json() == {"data": [{"n": 8}]}
