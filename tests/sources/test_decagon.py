"""The AI's conversations as another vendor exports them, whose word for what it kept from people is `deflected`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.sources.http import Client
from tests.loading.warehouses import Versions, ask
from tests.sources.ai_vendors import Company, EveryDeflectingVendor, a_day_later_all_is_as_if_read_at_once, company_with
from tests.sources.tools_world import Tool, load, serving, settings_in

SOURCE = "decagon"
EXPORT = "conversation/export"
TOOL = Tool(
    source=SOURCE,
    # The conversations of two days.
    most_requests=2,
    weathered=(
        "429-bare:3",
        "502:9",
        f"stall:{EXPORT}",
        f"reset:{EXPORT}",
        f"malformed:{EXPORT}",
        f"empty-page:{EXPORT}",
        f"moving-record:{EXPORT}",
    ),
    stopped=(
        (f"repeat-page:{EXPORT}", "leads back to a page already read"),
        (f"expired:{EXPORT}", "does not accept the credentials"),
    ),
    world=company_with(SOURCE),
)


class TestDecagon(EveryDeflectingVendor):
    """One list, one request at a time."""

    LABELS = ("deflected", "undeflected")

    def test_silence_confirms_nothing(self, company: Company) -> None:
        assert {state for _, state in company.told("outcome_claims", "claim_state")} == {"assumed"}

    def test_people_are_those_whom_the_first_vendor_knows(self, company: Company, reference: Company) -> None:
        known = [{row["identity_hash"] for row in told.rows("customers")} for told in (company, reference)]
        assert known[0] == known[1] and len(known[0]) > 50
        assert len(company.rows("customers")) == len(reference.rows("customers"))


def test_the_cursor_is_followed_whatever_it_is_called_and_nothing_asked_too_fast(folder: Path, tmp_path: Path) -> None:
    _, asked = load(SOURCE, settings_in(tmp_path), folder, **TOOL.world)
    # Each of its three names led on, and the server refuses a second request within a fiftieth of its window.
    assert [cursor for line in asked if (cursor := line["path"].partition("cursor=")[2])] == ["c_40", "c_80", "c_120"]
    assert {line["status"] for line in asked} == {200}


def test_a_day_later_what_went_on_is_told_anew(folder: Path) -> None:
    a_day_later_all_is_as_if_read_at_once(SOURCE, "conversations", folder)


def test_a_rating_that_moved_no_clock_is_found_for_two_days(
    folder: Path, clear: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, ask_server = settings_in(tmp_path), Client.get

    def before_the_ratings(self: Client, path: str, *more: Any, **named: Any) -> dict[str, Any]:
        answer = ask_server(self, path, *more, **named)
        for row in answer["conversations"]:
            row["csat_rating"] = None
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(Client, "get", before_the_ratings)
        load(SOURCE, settings, folder, **TOOL.world)
    load(SOURCE, settings, folder, **TOOL.world)
    stored = (
        "select record->>'updated_at', count(*), max(record->>'csat_rating') from raw_decagon.conversations group by"
    )
    found = [at for at, versions, score in ask(settings, f"{stored} record_key, 1") if score and versions == 2]
    newest = max(at for at, _, _ in ask(settings, f"{stored} record_key, 1"))
    assert found and min(found) >= str(datetime.fromisoformat(newest) - timedelta(days=2)).replace(" ", "T")[:19]


def test_the_server_refuses_a_clock_that_it_does_not_have_and_who_asks_too_fast(folder: Path) -> None:
    with serving(folder, **TOOL.world, window=60.0) as env, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {env['SOURCES__DECAGON__API_KEY']}"
        url = f"{env['SOURCES__DECAGON__BASE_URL']}/conversation/export"
        assert session.get(url, params={"timestamp_filter": "rated_at"}, timeout=20).status_code == 422
        assert session.get(url, timeout=20).status_code == 429
