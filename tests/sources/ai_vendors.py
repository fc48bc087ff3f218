"""The same AI conversations as two vendors export them: what both know of them must be the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import EveryTool, Tool, load, settings_in, standard

Rows = list[dict[str, Any]]
REFERENCE = "ada"
EVERY_CHAT = "select contact, chat_key, handed_at, says_solved from contacts where has_ai"


@dataclass(frozen=True)
class Company:
    """One company, loaded as one AI vendor exports its conversations, and what its world says of them."""

    source: str
    settings: Settings
    world: Path

    @property
    def ended_at(self) -> int:
        """When the world ended, in unix seconds."""
        return int(json.loads((self.world / "world.json").read_text())["end"])

    def rows(self, entity: str) -> Rows:
        return standard(self.settings, f"stg_{self.source}__{entity}", self.source)

    def true_rows(self, sql: str = EVERY_CHAT) -> Rows:
        with duckdb.connect() as connection:
            connection.execute(f"create view contacts as from '{self.world / 'truth' / 'contacts.parquet'}'")
            return connection.execute(sql).to_arrow_table().to_pylist()

    @property
    def never_passed_on(self) -> set[int]:
        """Contacts that the AI had, and had not passed to a person when the world ended."""
        rows = self.true_rows()
        return {row["contact"] for row in rows if row["handed_at"] is None or row["handed_at"] >= self.ended_at}

    def told(self, entity: str, *columns: str, of: Callable[[dict[str, Any]], bool] = bool) -> Counter[tuple[Any, ...]]:
        """What is known of each contact, in the columns chosen, of the rows chosen."""
        return Counter((self.contact_of(row), *(row[name] for name in columns)) for row in self.rows(entity) if of(row))

    def contact_of(self, row: dict[str, Any]) -> int:
        return self._contacts[row["conversation_id"]]

    @cached_property
    def _contacts(self) -> dict[str, int]:
        return {row["chat_key"]: row["contact"] for row in self.true_rows()}


# Until the helpdesk keeps every chat as a ticket, on 4 May, customers are asked in the chat how it was.
END, DAYS = date(2026, 5, 3), 12
LATER: dict[str, Any] = {"days": DAYS + 1, "end": END + timedelta(days=1)}


def company_with(vendor: str) -> dict[str, Any]:
    """The world in which a vendor's source is tested."""
    return {"days": DAYS, "end": END, "stack": f"zendesk+{vendor}+assembled"}


def of_the_reference(folder: Path) -> Company:
    """The same company with the first AI vendor."""
    settings = settings_in(folder / "data")
    load(REFERENCE, settings, folder, days=DAYS, end=END, stack=DEFAULT_STACK)
    return Company(REFERENCE, settings, folder / f"world{DAYS}")


def a_day_later_all_is_as_if_read_at_once(source: str, resource: str, folder: Path) -> None:
    """The newest version of every record after two loads, a day between them, is that of one load at the end."""
    settings, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    world = company_with(source)
    first, _ = load(source, settings, folder, **world)
    second, _ = load(source, settings, folder, **world | LATER)
    load(source, whole, folder, **world | LATER)
    newest = f"select record_key, arg_max(record_hash, known_at) from raw_{source}.{resource} group by 1 order by 1"
    assert ask(settings, newest) == ask(whole, newest)
    assert 0 < second.appended < first.appended


class EveryTeller:
    """What every source does that tells of the first AI vendor's conversations.

    `KNOWN` are the columns that it knows of a conversation, its ticket first.
    """

    KNOWN: tuple[str, ...] = ("canonical", "opened_at", "is_test")

    @pytest.fixture
    def company(self, tool: Tool, loaded: Settings, folder: Path) -> Company:
        return Company(tool.source, loaded, folder / f"world{DAYS}")

    def test_conversations_are_those_of_the_world_with_their_tickets(
        self, company: Company, reference: Company
    ) -> None:
        rows, known = (
            Counter(
                (told.contact_of(row), *(row[name] for name in self.KNOWN))
                for row in map(_with_ticket, told.rows("conversations"))
            )
            for told in (company, reference)
        )
        assert rows == known
        tickets = {row[1] for row in rows}
        assert len(rows) > 100 and len(tickets) > 20 and None in tickets

    def test_what_was_said_is_what_the_first_vendor_tells(self, company: Company, reference: Company) -> None:
        said = ("actor_type", "text_hash")
        of = _is("message")
        found = company.told("conversation_events", *said, of=of)
        assert found == reference.told("conversation_events", *said, of=of)
        assert {actor for _, actor, _ in found} == {"ai", "customer"}

    @pytest.mark.parametrize("kind", ["human_requested", "disclosure", "hand_off"])
    def test_what_the_words_show_and_who_was_passed_on_is_the_same(
        self, kind: str, company: Company, reference: Company
    ) -> None:
        found = company.told("conversation_events", "actor_type", of=_is(kind))
        assert found == reference.told("conversation_events", "actor_type", of=_is(kind))
        assert found

    def test_events_are_each_one_and_follow_each_other_as_they_were_said(
        self, company: Company, reference: Company
    ) -> None:
        rows = company.rows("conversation_events")
        assert len({row["event_id"] for row in rows}) == len(rows)
        assert _in_order(company) == _in_order(reference)


class EveryAiVendor(EveryTeller, EveryTool):
    """What every AI vendor's source does."""

    def test_every_matter_has_a_place_in_the_taxonomy(self, company: Company, reference: Company) -> None:
        seeds = Path(__file__).parents[2] / "dbt_project" / "seeds" / "staging" / "intent_mapping.csv"
        with duckdb.connect() as connection:
            rows = connection.execute(f"select source, native_intent, intent_id from '{seeds}'").fetchall()
        intents = {(source, word): intent for source, word, intent in rows} | {
            (source, None): None for source, _, _ in rows
        }
        found, known = (
            Counter(
                (contact, intents[told.source, word]) for contact, word in told.told("conversations", "native_intent")
            )
            for told in (company, reference)
        )
        assert found == known


class EveryDeflector:
    """What a source does whose claim is that nobody was passed on.

    `LABELS` are its words for what was kept from people, and what was not.
    """

    LABELS: tuple[str, str]

    def test_its_claim_is_what_was_never_passed_on_and_stays_its_word(self, tool: Tool, company: Company) -> None:
        never = company.never_passed_on
        found = company.told("outcome_claims", "vendor", "outcome")
        assert found == {(contact, tool.source, "resolved"): 1 for contact in never}
        labels = company.told("conversations", "native_ai_label", "status", "resolved_at")
        everyone = {row["contact"] for row in company.true_rows()}
        assert labels == {(contact, self.LABELS[contact not in never], None, None): 1 for contact in everyone}


class EveryDeflectingVendor(EveryDeflector, EveryAiVendor):
    """The same of a vendor that knows no time of what came later."""

    def test_a_rating_is_known_without_its_time(self, company: Company, reference: Company) -> None:
        answered = company.told("ratings", "score", "asked_at", "answered_at")
        theirs = reference.told("ratings", "score", of=lambda row: row["score"] is not None)
        assert answered == {(contact, score, None, None): 1 for contact, score in theirs}
        assert len(answered) > 10

    def test_who_was_passed_on_is_known_and_not_when(self, company: Company) -> None:
        rows = [row for row in company.rows("conversation_events") if row["event_type"] == "hand_off"]
        assert rows and {row["occurred_at"] for row in rows} == {None}


def _is(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row["event_type"] == kind


def _with_ticket(row: dict[str, Any]) -> dict[str, Any]:
    is_ticket = row["canonical_conversation_id"] != row["conversation_id"]
    return row | {"canonical": row["canonical_conversation_id"] if is_ticket else None}


def _in_order(company: Company) -> dict[int, list[str]]:
    """Of each contact, its messages in the order of the standard."""
    order: dict[int, list[str]] = {}
    for row in sorted(company.rows("conversation_events"), key=lambda row: (row["conversation_id"], row["sequence"])):
        if row["event_type"] == "message":
            order.setdefault(company.contact_of(row), []).append(row["text_hash"])
    return order
