"""The AI's conversations as the helpdesk's own AI agents export them: a file a day, of counts and verdicts alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import Settings
from pipelines.sources.zendesk_ai_agents.exports import DAYS_THAT_GROW, days_asked, rows_in
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.ai_vendors import Company
from tests.sources.tools_world import END, EveryTool, Tool, load, serving, settings_in

SOURCE, LINKS, FILES = "zendesk_ai_agents", "get-signed-urls", "/files/"
STACK = "zendesk+zendesk_ai_agents+assembled"
DAYS = 12
PREFIX = f"SOURCES__{SOURCE.upper()}"
# After the last message, until a session is over and judged.
SESSION_WAITS = timedelta(hours=36)
TOOL = Tool(
    source=SOURCE,
    # Three days, of a link and at most three files each.
    most_requests=12,
    weathered=(
        "429-bare:3",
        "502:9",
        f"stall:{LINKS}",
        f"stall:{FILES}",
        f"reset:{FILES}",
        f"malformed:{FILES}",
        f"malformed:{LINKS}",
    ),
    stopped=((f"expired:{LINKS}", "does not accept the credentials"),),
    world={"days": DAYS, "end": END, "stack": STACK},
)
TIERS_FROM = datetime(2026, 5, 18)


@dataclass(frozen=True)
class Chat:
    """What others know of one conversation: the first AI vendor of its words, the world of how it went on."""

    opened_at: datetime
    ended_at: datetime
    ticket: str | None
    is_test: bool
    said: Counter[str]
    is_passed_on: bool
    is_called_resolved: bool

    @property
    def has_tier(self) -> bool:
        return self.ended_at >= TIERS_FROM


Chats = dict[int, Chat]


@pytest.fixture(scope="module")
def chats(folder: Path) -> Chats:
    """Of every contact whose session with the AI was over when the world ended."""
    settings = settings_in(folder / "reference")
    load("ada", settings, folder / "reference", days=DAYS, end=END, stack=DEFAULT_STACK)
    reference = Company("ada", settings, folder / "reference" / f"world{DAYS}")
    said: dict[int, list[dict[str, Any]]] = {}
    for row in reference.rows("conversation_events"):
        if row["event_type"] == "message":
            said.setdefault(reference.contact_of(row), []).append(row)
    asked = "select contact, chat_key, handed_at, vendor_says_resolved from contacts where has_ai"
    later = {row["contact"]: row for row in reference.true_rows(asked)}
    end = datetime.fromtimestamp(reference.ended_at, UTC).replace(tzinfo=None)
    over = min(end - SESSION_WAITS, datetime.combine(end, time.min))
    told = {
        contact: Chat(
            row["opened_at"],
            max(message["occurred_at"] for message in said[contact]),
            ticket if (ticket := row["canonical_conversation_id"]) != row["conversation_id"] else None,
            row["is_test"],
            Counter(message["actor_type"] for message in said[contact]),
            later[contact]["handed_at"] is not None and later[contact]["handed_at"] < reference.ended_at,
            later[contact]["vendor_says_resolved"],
        )
        for row in reference.rows("conversations")
        for contact in (reference.contact_of(row),)
    }
    return {contact: chat for contact, chat in told.items() if chat.ended_at < over}


@pytest.fixture
def company(tool: Tool, loaded: Settings, folder: Path) -> Company:
    return Company(tool.source, loaded, folder / f"world{DAYS}")


class TestZendeskAiAgents(EveryTool):
    """A list of links for each day, and the files behind them."""

    def test_conversations_are_those_whose_session_was_over_with_their_tickets(
        self, company: Company, chats: Chats
    ) -> None:
        rows = company.rows("conversations")
        told = {company.contact_of(row): (_ticket(row), row["is_test"], row["opened_at"]) for row in rows}
        assert told == {contact: (chat.ticket, chat.is_test, chat.opened_at) for contact, chat in chats.items()}
        assert len(told) == len(rows) > 100

    def test_messages_are_as_many_as_were_said_and_nobody_knows_which(self, company: Company, chats: Chats) -> None:
        rows = [row for row in company.rows("conversation_events") if row["event_type"] == "message"]
        told = Counter((company.contact_of(row), row["actor_type"]) for row in rows)
        assert told == {(contact, actor): n for contact, chat in chats.items() for actor, n in chat.said.items()}
        assert {(row["text_hash"], row["text_chars"]) for row in rows} == {(None, None)}

    def test_only_the_first_and_the_last_message_have_a_time(self, company: Company, chats: Chats) -> None:
        times: dict[int, list[datetime]] = {}
        for row in company.rows("conversation_events"):
            if row["event_type"] == "message" and row["occurred_at"] is not None:
                times.setdefault(company.contact_of(row), []).append(row["occurred_at"])
        assert {contact: sorted(at) for contact, at in times.items()} == {
            contact: [chat.opened_at, chat.ended_at][: chat.said.total()] for contact, chat in chats.items()
        }

    def test_its_claim_is_what_it_judged_resolved_and_verified_since_there_are_tiers(
        self, company: Company, chats: Chats
    ) -> None:
        told = {company.contact_of(row): row["claim_state"] for row in company.rows("outcome_claims")}
        assert told == {
            contact: "verified" if chat.has_tier else "assumed"
            for contact, chat in chats.items()
            if chat.is_called_resolved and not chat.is_passed_on
        }
        assert set(told.values()) == {"verified", "assumed"}

    def test_who_was_passed_on_is_known_since_there_are_tiers_and_not_when(
        self, company: Company, chats: Chats
    ) -> None:
        rows = [row for row in company.rows("conversation_events") if row["event_type"] == "hand_off"]
        assert {company.contact_of(row) for row in rows} == {
            contact for contact, chat in chats.items() if chat.is_passed_on and chat.has_tier and chat.said["ai"]
        }
        assert rows and {row["occurred_at"] for row in rows} == {None}

    def test_customers_are_those_whose_session_knows_their_address(self, company: Company) -> None:
        rows = company.rows("customers")
        assert {row["customer_id"] for row in rows} == {row["customer_id"] for row in company.rows("conversations")} - {
            None
        }
        assert 50 < len({row["identity_hash"] for row in rows}) < len(rows)


def test_a_file_that_grew_after_midnight_is_read_again(folder: Path) -> None:
    grown, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    later: dict[str, Any] = TOOL.world | {"days": DAYS + 1, "end": END + timedelta(days=1)}
    first, _ = load(SOURCE, grown, folder, **TOOL.world)
    second, asked = load(SOURCE, grown, folder, **later)
    load(SOURCE, whole, folder, **later)
    newest = f"select record_key, arg_max(record_hash, known_at) from raw_{SOURCE}.conversations group by 1 order by 1"
    assert ask(grown, newest) == ask(whole, newest)
    assert 0 < second.appended < first.appended
    # Of the newest day of the first load, whose sessions were not all over.
    day = f"record->>'conversation_end_time' like '{(END - timedelta(days=2)).isoformat()}%'"
    assert len(ask(grown, f"select distinct known_at from raw_{SOURCE}.conversations where {day}")) == 2
    assert sum(LINKS in line["path"] for line in asked) == DAYS_THAT_GROW + 1


def test_the_old_home_of_the_export_wants_a_bearer_and_gets_one(
    folder: Path, clear: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path / "data")
    settings.data_dir.mkdir()
    with serving(folder, **TOOL.world) as env:
        monkeypatch.setenv(f"{PREFIX}__BASE_URL", env[f"{PREFIX}__BASE_URL"] + "/old-home")
        load_source(SOURCE, settings)
    assert versions(settings, SOURCE) == clear


def test_the_key_stays_with_the_vendor_and_files_open_by_their_signature(folder: Path) -> None:
    with serving(folder, **TOOL.world) as env:
        key = {
            "authorization": env[f"{PREFIX}__API_KEY"],
            "organizationId": env[f"{PREFIX}__ORGANIZATION_ID"],
            "botId": env[f"{PREFIX}__BOT_ID"],
        }
        url = f"{env[f'{PREFIX}__BASE_URL']}/data-export/v3/{LINKS}"
        day = {"date": (END - timedelta(days=3)).isoformat()}
        assert requests.post(url, json=day, timeout=20).status_code == 401
        told = requests.post(url, json=day, headers=key, timeout=20).json()
        (link, *_) = told.get("urls") or told["signed_urls"]
        assert requests.get(link, headers=key, timeout=20).status_code == 400
        assert requests.get(link, timeout=20).status_code == 200


def test_every_bot_is_asked_for_and_one_that_is_refused_is_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(folder, **TOOL.world):
        monkeypatch.setenv(f"{PREFIX}__BOT_ID", "65f0aa11, another")
        with pytest.raises(HavenError, match="does not accept the credentials"):
            load_source(SOURCE, settings_in(tmp_path))
        monkeypatch.setenv(f"{PREFIX}__BOT_ID", " , ")
        with pytest.raises(HavenError, match="has no bot"):
            load_source(SOURCE, settings_in(tmp_path))


def test_days_that_are_over_are_read_and_the_newest_three_again() -> None:
    start, end = (int(datetime(2026, 6, day, 12, tzinfo=UTC).timestamp()) for day in (1, 6))
    every = [f"2026-06-0{day}" for day in range(1, 6)]
    assert days_asked(None, start, end) == every
    assert days_asked("2026-06-05", start, end) == every[2:]
    assert days_asked("2026-06-01", start, end) == every


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        (b'{"A": 1}\n{"A": 2}\n', [{"A": 1}, {"A": 2}]),
        (b'{"A": 1}', [{"A": 1}]),
        (b"", []),
        (b'[{"a": 1}, {"a"', None),
        (b'{"A": 1}\n{"A"', None),
    ],
)
def test_a_file_is_a_list_or_an_object_a_line_or_broken(content: bytes, rows: list[dict[str, int]] | None) -> None:
    assert rows_in(content) == rows


def _ticket(row: dict[str, Any]) -> str | None:
    canonical: str = row["canonical_conversation_id"]
    return canonical if canonical != row["conversation_id"] else None
