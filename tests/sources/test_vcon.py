"""The AI's conversations as vCons in files: what was said, who was passed on, what its vendor makes of it."""

from __future__ import annotations

import base64
import json
import re
import shutil
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.redaction import redact_again
from pipelines.redaction.vcons import unredacted
from pipelines.settings import Settings
from tests.loading.warehouses import Versions, ask, versions
from tests.sources.ai_vendors import (
    Company,
    EveryDeflector,
    EveryTeller,
    a_day_later_all_is_as_if_read_at_once,
    company_with,
)
from tests.sources.tools_world import Tool, agents_of, load, settings_in, standard

SOURCE = "vcon"
# Files are read: no server is asked, and none fails.
TOOL = Tool(source=SOURCE, most_requests=0, weathered=(), stopped=(), world=company_with(SOURCE))

SECRET = "My card is 4111 1111 1111 1111"
UUID = "018f2e10-5c2a-8a31-9b1e-00000000000{}".format
CUSTOMER = {"mailto": "lena@example.test", "type": "person", "role": "customer"}
BOT = {"name": "refund-agent", "type": "bot", "org": "ExampleVendor", "role": "agent"}
MIRA = {"mailto": "mira@example.test", "name": "Mira Okafor", "type": "person", "role": "agent"}


def text(words: Any, start: str = "2026-06-10T08:00:00Z", **more: Any) -> dict[str, Any]:
    said = {"type": "text", "start": start, "parties": [0, 1], "originator": 0, "mediatype": "text/plain"}
    return said | {"body": words, "encoding": "none"} | more


def vcon(number: int = 1, *dialogs: dict[str, Any], **more: Any) -> dict[str, Any]:
    told = {"uuid": UUID(number), "created_at": f"2026-06-10T08:0{number}:00Z", "parties": [CUSTOMER, BOT, MIRA]}
    return told | {"dialog": list(dialogs) or [text("Where is my refund?")], "analysis": [], "attachments": []} | more


class TestVcon(EveryTeller, EveryDeflector):
    """One file a day; testers are not marked."""

    KNOWN = ("canonical",)
    LABELS = ("deflected", "escalated")

    def test_a_conversation_begins_with_its_first_words(self, company: Company, reference: Company) -> None:
        said = [row for row in reference.rows("conversation_events") if row["event_type"] == "message"]
        first: dict[int, Any] = {}
        for row in sorted(said, key=lambda row: row["occurred_at"]):
            first.setdefault(reference.contact_of(row), row["occurred_at"])
        rows = company.told("conversations", "opened_at", "channel", "is_test", "native_intent", "language")
        assert rows == {(contact, at, "chat", None, None, None): 1 for contact, at in first.items()}

    def test_a_hand_off_has_its_time(self, company: Company) -> None:
        handed = {row["contact"]: row["handed_at"] for row in company.true_rows() if row["handed_at"] is not None}
        rows = [row for row in company.rows("conversation_events") if row["event_type"] == "hand_off"]
        told = {company.contact_of(row): int(row["occurred_at"].replace(tzinfo=UTC).timestamp()) for row in rows}
        assert told == {contact: at for contact, at in handed.items() if at < company.ended_at}

    def test_only_the_customers_own_yes_confirms_a_claim(self, company: Company) -> None:
        solved = {row["contact"] for row in company.true_rows() if row["says_solved"]}
        found = company.told("outcome_claims", "claim_state")
        assert found == {(c, "confirmed" if c in solved else "assumed"): 1 for c in company.never_passed_on}
        assert 0 < sum(state == "confirmed" for _, state in found) < len(found)

    def test_people_are_those_whom_the_first_vendor_knows(self, company: Company, reference: Company) -> None:
        known = [{row["identity_hash"] for row in told.rows("customers")} for told in (company, reference)]
        assert known[0] == known[1] and len(known[0]) > 50
        assert len(company.rows("customers")) == len(reference.rows("customers"))

    def test_who_took_it_is_found_by_address_and_the_bot_by_its_name(self, company: Company, folder: Path) -> None:
        people = [row for row in company.rows("agents") if row["actor_type"] == "human"]
        known = agents_of(settings_in(folder / "helpdesk"), folder, **TOOL.world)
        taken = company.true_rows("select distinct 'zendesk:' || first_agent_id as agent from contacts where has_ai")
        assert len(people) > 2
        assert {known[row["agent_key"]] for row in people} <= {row["agent"] for row in taken}
        (bot,) = [row for row in company.rows("agents") if row["actor_type"] == "ai"]
        assert (bot["agent_key"], bot["vendor"], bot["employer_type"]) == ("name:ai assistant", "vcon", "vendor")


def test_a_day_later_what_went_on_is_told_anew(folder: Path) -> None:
    a_day_later_all_is_as_if_read_at_once(SOURCE, "vcons", folder)


def test_a_second_load_of_the_same_files_adds_nothing(folder: Path, loaded: Settings, clear: Versions) -> None:
    summary, asked = load(SOURCE, loaded, folder, **TOOL.world)
    assert (summary.appended, summary.resources[0].fetched, asked) == (0, 0, [])
    assert versions(loaded, SOURCE) == clear


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = tmp_path / "vcons"
    files.mkdir()
    monkeypatch.setenv("SOURCES__VCON__PATH", str(files))
    return files


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "data")


def put(file: Path, *told: Any) -> None:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in told]
    file.write_text("".join(f"{line}\n" for line in lines))


def stored(settings: Settings) -> dict[str, dict[str, Any]]:
    return {
        record["uuid"]: record
        for (text,) in ask(settings, "select record from raw_vcon.vcons")
        for record in [json.loads(text)]
    }


def test_one_vcon_a_file_and_one_a_line_are_the_same_whatever_the_files_are_called(
    files: Path, fresh: Settings
) -> None:
    (files / "one.json").write_text(json.dumps(vcon(1), indent=2))
    (files / "deep").mkdir()
    put(files / "deep" / "many.jsonl", vcon(2), vcon(3))
    summary = load_source(SOURCE, fresh)
    assert (summary.appended, summary.quarantined) == (3, 0)
    put(files / "again.ndjson", vcon(1), vcon(2), vcon(3))
    shutil.copy(files / "one.json", files / "two.json")
    summary = load_source(SOURCE, fresh)
    assert (summary.appended, summary.quarantined) == (0, 0)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ('{"uuid": "018f', "it is no JSON object"),
        ('["a", "list"]', "it is no JSON object"),
        ({"conversation_id": "c1", "parties": []}, "it has no uuid"),
        ({"uuid": UUID(1), "created_at": "2026-06-10T08:00:00Z"}, "it has neither parties nor dialogs"),
        (vcon(1, dialog={"type": "text"}), "are no list"),
        (vcon(1, redacted={"uuid": UUID(2), "type": "PII"}, amended={"uuid": UUID(2)}), "redacted and amended"),
        (vcon(1, redacted_from={"uuid": UUID(2)}, amended_from={"uuid": UUID(2)}), "redacted and amended"),
        ({"payload": "ey" * 400, "signatures": [{"protected": "e30"}]}, "signed .JWS.: verify it"),
        ({"unprotected": {}, "recipients": [], "ciphertext": "ey" * 400}, "encrypted .JWE.: decrypt it"),
        (vcon(1, critical=["CC", "consent"]), "not known here: consent"),
    ],
)
def test_what_is_no_vcon_to_read_is_set_aside_with_the_reason(
    told: Any, words: str, files: Path, fresh: Settings
) -> None:
    put(files / "a.jsonl", told, vcon(9))
    summary = load_source(SOURCE, fresh)
    assert (summary.appended, summary.quarantined) == (1, 1)
    ((record,),) = ask(fresh, "select record from raw_vcon.quarantine")
    aside = json.loads(record)
    assert re.search(words, aside["reason"])
    assert "eyey" not in aside["raw_text"] and aside["raw_text"]


def test_sound_and_what_lies_elsewhere_is_not_stored_and_words_are(files: Path, fresh: Settings) -> None:
    sound = base64.urlsafe_b64encode(b"RIFF" * 200).decode()
    call = {"type": "recording", "start": "2026-06-10T08:00:00Z", "parties": [0, 2], "mediatype": "audio/wav"}
    link = {"url": "https://store.example.test/a.wav?signature=s3cret", "content_hash": "sha512-abc"}
    spoken = {"type": "transcript", "vendor": "V", "body": SECRET, "encoding": "none"}
    encoded = base64.urlsafe_b64encode("Wo ist mein Gerät?".encode()).decode().rstrip("=")
    told = vcon(
        1,
        call | {"body": sound, "encoding": "base64url", "filename": "lena.wav"},
        call | link,
        text(encoded, encoding="base64url", mediatype="text/plain; charset=utf-8"),
        text(sound, encoding="base64url", mediatype="image/png"),
        text(None, **link),
        analysis=[spoken],
        subject="Lena's card",
        attachments=[{"body": SECRET, "encoding": "none", "party": 0, "dialog": 0}],
    )
    put(files / "a.jsonl", told, vcon(2, amended={"uuid": UUID(1)}, redacted={"uuid": UUID(1)}, dialog=told["dialog"]))
    load_source(SOURCE, fresh)
    (record,) = stored(fresh).values()
    assert [dialog["body"] for dialog in record["dialog"]] == [None, None, "Wo ist mein Gerät?", None, None]
    for found in (json.dumps(record), str(ask(fresh, "select record from raw_vcon.quarantine"))):
        assert not [word for word in (sound[:40], "s3cret", "4111", "Lena's") if word in found and "lena@" not in word]


def test_parties_are_places_whether_one_a_list_or_lists_in_a_list(files: Path, fresh: Settings) -> None:
    alone, nested = text("a", parties=1), text("b", parties=[[2], [0, None]])
    for said in (alone, nested):
        del said["originator"]
    beyond = text("c", parties=[7, "0", True, 1], originator=9)
    put(files / "a.jsonl", vcon(1, alone, nested, beyond, text("d", parties=[], originator=None)))
    load_source(SOURCE, fresh)
    (record,) = stored(fresh).values()
    read = [(dialog["parties"], dialog["originator"], dialog["with_customer"]) for dialog in record["dialog"]]
    assert read == [([1], 1, False), ([2, 0], 2, True), ([1], 1, False), ([], None, None)]


PERSON = {"type": "person"}


@pytest.mark.parametrize(
    ("parties", "customer"),
    [
        ([BOT, CUSTOMER, MIRA], 1),
        # Nobody has the role: the only one who is neither a bot nor has a role.
        ([BOT, {"tel": "tel:+493012345"}, MIRA], 1),
        ([BOT, PERSON, {"type": "organization", "name": "Northlight"}], 1),
        # Either of two could be.
        ([PERSON, PERSON | {"name": "Mira"}], None),
        # One of whom nothing is left is nobody.
        ([{}, PERSON], 1),
        ([BOT, MIRA], None),
        ([], None),
    ],
)
def test_the_customer_is_who_is_called_so_else_the_only_one_it_can_be(
    parties: list[dict[str, Any]], customer: int | None, files: Path, fresh: Settings
) -> None:
    put(files / "a.jsonl", vcon(1, parties=parties))
    load_source(SOURCE, fresh)
    (record,) = stored(fresh).values()
    assert record["customer"] == customer


def redacted(number: int, of: int, **more: Any) -> dict[str, Any]:
    said = text("My card is ****", start="2026-06-10T08:00:00Z")
    nobody = [{"role": "customer", "type": "person"}, BOT, MIRA]
    return vcon(number, said, parties=nobody, **{"redacted": {"uuid": UUID(of).upper(), "type": "PII"}} | more)


def test_words_of_what_was_redacted_are_in_no_version_and_the_newer_one_counts(files: Path, fresh: Settings) -> None:
    put(files / "a.jsonl", vcon(1, text(SECRET)), vcon(5, text("Somebody else's words")))
    load_source(SOURCE, fresh)
    put(files / "b.jsonl", vcon(1, text(SECRET), text("And 4111 again"), updated_at="2026-06-11T08:00:00Z"))
    put(files / "c.jsonl", redacted(2, of=1))
    load_source(SOURCE, fresh)
    assert redact_again(fresh, [SOURCE]) == 2
    assert [path for path in fresh.data_dir.rglob("*") if path.is_file() and b"4111" in path.read_bytes()] == []
    assert [path for path in fresh.data_dir.rglob("*") if path.is_file() and b"lena" in path.read_bytes()] == [
        fresh.warehouse
    ]
    told = {row["conversation_id"]: row for row in standard(fresh, "stg_vcon__conversations", SOURCE)}
    first, second, other = (f"vcon:{UUID(number)}" for number in (1, 2, 5))
    assert {key: row["duplicate_of_id"] for key, row in told.items()} == {first: second, second: None, other: None}
    assert (told[first]["customer_id"], told[first]["opened_at"]) == (None, told[second]["opened_at"])
    said = [row["conversation_id"] for row in standard(fresh, "stg_vcon__conversation_events", SOURCE)]
    assert sorted(said) == [second, other]
    assert {row["customer_id"] for row in standard(fresh, "stg_vcon__customers", SOURCE)} == {second, other}
    # The files still have it all: what is read of them again goes the same way.
    put(files / "copy.jsonl", vcon(1, text(SECRET)))
    load_source(SOURCE, fresh)
    redact_again(fresh, [SOURCE])
    assert b"4111" not in fresh.warehouse.read_bytes()
    assert redact_again(fresh, [SOURCE]) == 0


def test_a_vcon_that_is_redacted_in_its_place_keeps_no_version_with_the_words(files: Path, fresh: Settings) -> None:
    put(files / "a.jsonl", vcon(1, text(SECRET)))
    load_source(SOURCE, fresh)
    put(files / "a.jsonl", redacted(1, of=1))
    load_source(SOURCE, fresh)
    assert redact_again(fresh, [SOURCE]) == 1
    assert b"4111" not in fresh.warehouse.read_bytes()
    (row,) = standard(fresh, "stg_vcon__conversations", SOURCE)
    (said,) = standard(fresh, "stg_vcon__conversation_events", SOURCE)
    assert (row["duplicate_of_id"], said["text_chars"]) == (None, len("My card is ****"))


def test_without_any_redaction_nothing_is_rewritten(files: Path, fresh: Settings) -> None:
    put(files / "a.jsonl", vcon(1, text(SECRET)), vcon(2, text(SECRET), amended={"uuid": UUID(1)}))
    load_source(SOURCE, fresh)
    assert redact_again(fresh, [SOURCE]) == 0
    told = standard(fresh, "stg_vcon__conversations", SOURCE)
    assert {row["conversation_id"]: row["duplicate_of_id"] for row in told} == {
        f"vcon:{UUID(1)}": f"vcon:{UUID(2)}",
        f"vcon:{UUID(2)}": None,
    }


@pytest.mark.parametrize(
    ("links", "found"),
    [
        # uuid, made from, by redaction
        ([("b", "a", True)], {"a"}),
        ([("b", "a", False)], set()),
        # Redacted twice; what was amended before it was redacted; what was amended beside it.
        ([("b", "a", True), ("c", "b", True)], {"a", "b"}),
        ([("b", "a", False), ("c", "b", True)], {"a", "b"}),
        ([("b", "a", False), ("c", "a", True), ("d", "b", False)], {"a", "b", "d"}),
        # What was amended from the redacted one holds what that one shows.
        ([("c", "a", True), ("d", "c", False)], {"a"}),
        # Circles end.
        ([("a", "b", True), ("b", "a", True)], {"a", "b"}),
        ([("a", "a", True)], set()),
    ],
)
def test_what_holds_redacted_words_is_all_that_they_were_in(
    links: list[tuple[str, str, bool]], found: set[str]
) -> None:
    assert unredacted(links) == found


def test_a_folder_that_is_not_there_is_named_with_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__VCON__PATH", str(tmp_path / "nowhere"))
    with pytest.raises(HavenError, match="SOURCES__VCON__PATH"):
        load_source(SOURCE, settings_in(tmp_path / "data"))
