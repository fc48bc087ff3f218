"""Which articles there are, when they were reviewed and who used them, as files tell it without such a tool."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import requests

from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import (
    EveryTool,
    Tool,
    a_day_later,
    account,
    load,
    serving,
    settings_in,
    standard,
)
from tests.world_files import dropped

SOURCE, DAYS = "guru", 23
TOOL = Tool(
    source=SOURCE,
    # Three pages of cards in use, one of archived ones, the last two days' events.
    most_requests=6,
    weathered=(
        "429-bare:5",
        "502:6",
        "stall:cardmgr",
        "reset:analytics",
        "malformed:cardmgr",
        "empty-page:cardmgr",
        "moving-record:cardmgr",
        "moving-record:analytics",
    ),
    stopped=(
        ("repeat-page:cardmgr", "gave a page again"),
        ("repeat-page:analytics", "gave a page again"),
        ("expired:analytics", "does not accept the credentials"),
    ),
    world={"days": DAYS},
)


class TestGuru(EveryTool):
    """Bare lists whose pages are linked in a header; the server chooses how long they are."""


def articles(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """What both sides know of an article, by the number that its id ends in."""
    return Counter(
        (
            _number(row["article_id"]),
            row["title"],
            row["intents"],
            *(_second(row[at]) for at in ("created_at", "updated_at", "retired_at", "source_updated_at")),
        )
        for row in rows
    )


def uses(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (_number(row["article_id"]), _second(row["occurred_at"]), row["event_type"], row["actor_type"]) for row in rows
    )


def _number(article: str) -> int:
    """`zendesk:360012`, or an id that ends in the same number, in hexadecimal."""
    source, _, rest = article.partition(":")
    return int(rest.rsplit("-", 1)[1], 16) if source == "guru" else int(rest[-2:])


def _second(value: Any) -> str | None:
    return None if value is None else str(value)[:19].replace("T", " ")


def by_people(world: Any) -> list[dict[str, Any]]:
    rows = dropped(world, "article_events")
    return [row for row in rows if (row["event_type"], row["actor_type"]) == ("shared", "human")]


def test_cards_in_use_are_the_articles_that_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    rows = [row for row in standard(loaded, "stg_guru__articles", SOURCE) if row["retired_at"] is None]
    assert articles(rows) == articles(dropped(account(folder, DAYS), "articles"))
    assert len(rows) > 10
    assert not (folder / f"world{DAYS}" / "drop" / "articles.jsonl").exists()


def test_what_people_shared_is_what_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_guru__article_events", SOURCE)
    told = by_people(account(folder, DAYS))
    assert uses(rows) == uses(told)
    assert len({row["article_event_id"] for row in rows}) == len(rows) > 30
    # The tool does not know for whom it was, and what it does not know stays in the files.
    assert {(row["conversation_id"], row["query_hash"]) for row in rows} == {(None, None)}
    rest = (folder / f"world{DAYS}" / "drop" / "article_events.jsonl").read_text().splitlines()
    assert len(rest) == len(dropped(account(folder, DAYS), "article_events")) - len(told) > 0


def test_an_archived_card_is_kept_and_retired(loaded: Settings) -> None:
    (old,) = [row for row in standard(loaded, "stg_guru__articles", SOURCE) if row["retired_at"] is not None]
    assert (old["title"], old["intents"]) == ("Opening hours at Christmas", None)


def test_an_event_in_which_nobody_used_a_card_is_kept_and_counts_nowhere(loaded: Settings) -> None:
    kinds = dict(ask(loaded, "select record->>'eventType', count(*) from raw_guru.events group by 1"))
    assert kinds.pop("card-verified") > 0
    assert sum(kinds.values()) == len(standard(loaded, "stg_guru__article_events", SOURCE))


def test_events_with_and_without_an_id_are_each_one(loaded: Settings) -> None:
    ((rows, keys, own),) = ask(
        loaded, "select count(*), count(distinct record_key), count(record->>'id') from raw_guru.events"
    )
    assert rows == keys > own > 0


def test_the_words_of_a_card_are_not_kept(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_guru.cards")]
    assert records and all("content" not in record and record["preferredPhrase"] for record in records)


def test_a_day_later_a_card_that_was_written_anew_is_told_anew(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    # The new terms, and with them the card on refunds, come later in the longer of the two worlds.
    load(SOURCE, settings, folder, days=DAYS)
    load(SOURCE, settings, folder, **a_day_later(DAYS))
    world = account(folder, **a_day_later(DAYS))
    rows = [row for row in standard(settings, "stg_guru__articles", SOURCE) if row["retired_at"] is None]
    assert articles(rows) == articles(dropped(world, "articles"))
    assert uses(standard(settings, "stg_guru__article_events", SOURCE)) == uses(by_people(world))
    ((versions, cards),) = ask(settings, "select count(*), count(distinct record_key) from raw_guru.cards")
    assert versions > cards


def test_a_card_that_was_only_confirmed_is_told_anew_too(loaded: Settings) -> None:
    rows = [json.loads(record) for (record,) in ask(loaded, "select record from raw_guru.cards")]
    confirmed = {row["id"]: row["lastVerified"] for row in rows if row["lastVerified"] > row["lastModified"]}
    told = {row["article_id"]: row for row in standard(loaded, "stg_guru__articles", SOURCE)}
    assert confirmed
    assert all(_second(told[f"guru:{key}"]["updated_at"]) == _second(at) for key, at in confirmed.items())


def test_the_server_refuses_dates_without_an_offset_and_a_grouping_of_nothing(folder: Path) -> None:
    with serving(folder, days=DAYS) as env, requests.Session() as session:
        base = env["SOURCES__GURU__BASE_URL"]
        session.auth = (env["SOURCES__GURU__EMAIL"], env["SOURCES__GURU__API_TOKEN"])
        events = f"{base}/teams/{env['SOURCES__GURU__TEAM_ID']}/analytics"
        assert session.get(events, params={"fromDate": "2026-05-01T00:00:00"}, timeout=20).status_code == 400
        asked = {"query": {"type": "grouping", "op": "AND", "nestedExpressions": []}}
        assert session.post(f"{base}/search/cardmgr", json=asked, timeout=20).status_code == 400
        first = session.post(f"{base}/search/cardmgr", json={}, timeout=20)
        assert len(first.json()) == 5 and first.links["next-page"]["url"].endswith("token=5")
