"""The AI's conversations as a vendor's analytics tell them: transcripts without times, of customers without a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.sources.http import Client
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.ai_vendors import Company, EveryDeflectingVendor, a_day_later_all_is_as_if_read_at_once, company_with
from tests.sources.tools_world import Tool, load, serving, settings_in

SOURCE, LIST = "forethought", "solve/v0/conversations"
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.forethought.PAGE_SIZE",
    rows_a_page=40,
    # The conversations of three days.
    most_requests=2,
    weathered=(
        "429-bare:3",
        "502:9",
        f"stall:{LIST}",
        f"reset:{LIST}",
        f"malformed:{LIST}",
        f"empty-page:{LIST}",
        f"moving-record:{LIST}",
    ),
    stopped=(
        (f"repeat-page:{LIST}", "leads back to a page already read"),
        (f"expired:{LIST}", "does not accept the credentials"),
    ),
    world=company_with(SOURCE),
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestForethought(EveryDeflectingVendor):
    """One list, read again from three days before its newest row."""

    # Testers it does not mark, and whom it talks to it does not know.
    KNOWN = ("canonical", "opened_at")
    LABELS = ("deflected", "not deflected")

    def test_only_the_customers_own_yes_confirms_a_claim(self, company: Company) -> None:
        solved = {row["contact"] for row in company.true_rows() if row["says_solved"]}
        found = company.told("outcome_claims", "claim_state")
        assert found == {(c, "confirmed" if c in solved else "assumed"): 1 for c in company.never_passed_on}
        assert 0 < sum(state == "confirmed" for _, state in found) < len(found)

    def test_what_it_does_not_know_is_nobodys_and_never(self, company: Company) -> None:
        unknown = ("customer_id", "language", "is_test", "source_updated_at")
        assert {row[1:] for row in company.told("conversations", *unknown)} == {(None,) * 4}
        assert {row["occurred_at"] for row in company.rows("conversation_events")} == {None}


def test_the_cursor_says_all_by_itself(folder: Path, tmp_path: Path) -> None:
    _, asked = load(SOURCE, settings_in(tmp_path), folder, **TOOL.world)
    queries = [line["path"].partition("?")[2] for line in asked]
    assert "start_timestamp=" in queries[0] and "page_size=40" in queries[0]
    assert len(queries) > 2 and all(query.startswith("cursor=") and "&" not in query for query in queries[1:])


def test_a_day_later_what_began_since_is_there(folder: Path) -> None:
    a_day_later_all_is_as_if_read_at_once(SOURCE, "conversations", folder)


@pytest.mark.parametrize(("days", "found"), [("3", False), ("30", True)])
def test_a_verdict_that_turned_is_found_as_far_back_as_one_looks(
    days: str, found: bool, folder: Path, clear: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest conversation, which was passed on in the end, was called deflected at first."""
    settings, ask_server = settings_in(tmp_path), Client.get

    def before_it_turned(self: Client, path: str, *more: Any, **named: Any) -> dict[str, Any]:
        answer = ask_server(self, path, *more, **named)
        for row in answer["conversations"]:
            row["deflected"] = True
        return answer

    monkeypatch.setenv("SOURCES__FORETHOUGHT__LOOK_BACK_DAYS", days)
    with monkeypatch.context() as patch:
        patch.setattr(Client, "get", before_it_turned)
        load(SOURCE, settings, folder, **TOOL.world)
    load(SOURCE, settings, folder, **TOOL.world)
    newest = (
        "select record_key, arg_max(record_hash, known_at) from raw_forethought.conversations group by 1 order by 1"
    )
    assert (ask(settings, newest) == clear["conversations"]) == found
    assert len(versions(settings, SOURCE)["conversations"]) > len(clear["conversations"])


def test_the_server_refuses_pages_longer_than_it_gives(folder: Path) -> None:
    with serving(folder, **TOOL.world) as env, requests.Session() as session:
        url = f"{env['SOURCES__FORETHOUGHT__BASE_URL']}/analytics/solve/v0/conversations"
        assert session.get(url, timeout=20).status_code == 401
        session.headers["Authorization"] = f"Bearer {env['SOURCES__FORETHOUGHT__ACCESS_TOKEN']}"
        assert session.get(url, params={"page_size": 251}, timeout=20).status_code == 400
        assert len(session.get(url, timeout=20).json()["conversations"]) == 50
