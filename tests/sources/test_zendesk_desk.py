"""What the helpdesk keeps of its own set-up: articles and opening hours are those of the world's account."""

from __future__ import annotations

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

SOURCE, DAYS, STACK = "zendesk", 3, "zendesk+ada+assembled"
ARTICLES, SCHEDULES = "incremental/articles", "business_hours/schedules"
TOOL = Tool(
    source=SOURCE,
    # A token; five exports by time or cursor and the articles; two ratings lists; twelve lists, eight of which are
    # asked for their number; the schedules once more, with the holidays of one.
    most_requests=31,
    weathered=(f"stall:{ARTICLES}", f"reset:{SCHEDULES}", "expired:slas/policies"),
    stopped=((f"repeat-page:{ARTICLES}", "stands still"),),
    world={"days": DAYS, "stack": STACK},
    page_size="pipelines.sources.zendesk.paging.EXPORT_PAGE",
    rows_a_page=5,
)


class TestZendesk(EveryTool):
    """Lists of five kinds of paging in one source."""


def _second(value: Any) -> str | None:
    return None if value is None else str(value)[:19].replace("T", " ")


def articles(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    times = ("created_at", "updated_at", "retired_at")
    told = ("article_id", "title", "intents")
    return Counter(tuple(row[name] for name in told) + tuple(_second(row[at]) for at in times) for row in rows)


def hours(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    told = ("schedule_id", "time_zone", "weekday", "starts_at", "ends_at", "is_working")
    return Counter((*(row[name] for name in told), _day(row["holiday_on"])) for row in rows)


def _day(value: Any) -> str | None:
    return None if value is None else str(value)


def test_articles_in_use_are_those_of_the_worlds_account(loaded: Settings, folder: Path) -> None:
    rows = standard(loaded, "stg_zendesk__articles", SOURCE)
    in_use = [row for row in rows if row["retired_at"] is None]
    told = dropped(account(folder, DAYS), "articles")
    assert articles(in_use) == articles(told)
    assert len(told) > 10 and len(rows) == len(told) + 1  # and one that is not out yet
    assert not (folder / f"world{DAYS}" / "drop" / "articles.jsonl").exists()
    # Votes moved the records after their words were written.
    assert any(row["source_updated_at"] > row["updated_at"] for row in in_use)


def test_opening_hours_and_holidays_are_those_of_the_worlds_account(loaded: Settings, folder: Path) -> None:
    told = dropped(account(folder, DAYS), "schedules")
    assert hours(standard(loaded, "stg_zendesk__schedules", SOURCE)) == hours(told)
    assert {row["is_working"] for row in told} == {True, False}


def test_the_articles_that_the_ai_cites_are_those_of_the_help_centre(loaded: Settings, folder: Path) -> None:
    settings = settings_in(folder / "cited")
    load("ada", settings, folder, **TOOL.world)
    cited = {row["article_id"] for row in standard(settings, "stg_ada__article_events", "ada")}
    known = {row["article_id"] for row in standard(loaded, "stg_zendesk__articles", SOURCE)}
    assert len(cited & known) > 5
    # The AI answers from articles of its own too, on matters for which the help centre has none.
    assert all(article.startswith("zendesk:") for article in cited)


def test_the_words_of_an_article_are_not_kept(loaded: Settings) -> None:
    assert ask(loaded, "select count(*) > 10, count(record->>'body') from raw_zendesk.articles") == [(True, 0)]


def test_every_promise_that_a_tickets_clock_names_is_one_of_the_account(loaded: Settings) -> None:
    policies = {row["sla_policy_id"]: row for row in standard(loaded, "stg_zendesk__sla_policies", SOURCE)}
    applied = ask(
        loaded,
        """select distinct record->'sla'->'policy'->>'id', cast(record->'sla'->>'target' as bigint) * 60
        from raw_zendesk.ticket_metric_events where record->>'type' = 'apply_sla'""",
    )
    assert len(applied) == 3
    assert {(key, policies[key]["target_seconds"]) for key, _ in applied} == set(applied)


def test_who_deleted_a_ticket_and_when_is_what_its_events_say(folder: Path) -> None:
    settings = settings_in(folder / "deleted")
    load(SOURCE, settings, folder, days=23, stack=STACK)
    told = ask(settings, "select record->>'id', record->'actor'->>'id' from raw_zendesk.deleted_tickets order by 1")
    in_events = ask(
        settings,
        """select record->>'ticket_id', record->>'updater_id' from raw_zendesk.ticket_events
        where contains(record, '"status":"deleted"') order by 1""",
    )
    assert told == in_events
    assert len(told) > 1
    deleted = [r for r in standard(settings, "stg_zendesk__conversations", SOURCE) if r["deleted_at"] is not None]
    assert sorted(row["conversation_id"] for row in deleted) == [f"zendesk:{ticket}" for ticket, _ in told]


def test_a_day_later_an_article_that_was_voted_on_is_told_anew_and_is_as_old_as_before(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    load(SOURCE, settings, folder, **TOOL.world)
    load(SOURCE, settings, folder, **a_day_later(DAYS), stack=STACK)
    rows = [row for row in standard(settings, "stg_zendesk__articles", SOURCE) if row["retired_at"] is None]
    assert articles(rows) == articles(dropped(account(folder, **a_day_later(DAYS)), "articles"))
    ((versions, keys),) = ask(settings, "select count(*), count(distinct record_key) from raw_zendesk.articles")
    assert versions > keys


def test_the_server_tells_uses_of_macros_only_to_who_asks(folder: Path) -> None:
    with serving(folder, **TOOL.world) as env, requests.Session() as session:
        base = env["SOURCES__ZENDESK__BASE_URL"]
        session.auth = ("loader@northlight.example/token", "sandbox-api-token")
        asked, silent = (
            session.get(f"{base}/api/v2/macros{query}", timeout=20).json()["macros"]
            for query in ("?include=usage_30d", "")
        )
        assert [macro["usage_30d"] for macro in asked] == [41, 120, 0]
        assert [macro["id"] for macro in silent] == [macro["id"] for macro in asked]
        assert not any("usage_30d" in macro for macro in silent)
        nobodys = session.get(f"{base}/api/v2/business_hours/schedules/1/holidays", timeout=20).json()
        assert (nobodys["holidays"], nobodys["count"]) == ([], 0)
