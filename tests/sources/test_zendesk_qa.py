"""What reviewers and the automatic grader said, of people and bots, as files tell it where there is no such tool."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.reviews import marks, of_the_tool, whom
from tests.sources.tools_world import (
    EveryTool,
    Tool,
    a_day_later,
    account,
    agents_of,
    load,
    serving,
    settings_in,
    standard,
)
from tests.world_files import dropped

# Three weeks: reviews are of weeks that are over. 20 May 2026 is a Wednesday, in the middle of reviewing.
SOURCE, DAYS = "zendesk_qa", 23


TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.zendesk_qa.paging.PAGE_SIZE",
    rows_a_page=20,
    # Five short lists, and the last week's reviews and automatic scores on small pages.
    most_requests=25,
    weathered=(
        "429-bare:7",
        "502:9",
        "stall:reviews",
        "reset:autoqa",
        "malformed:export/reviews",
        "moving-record:export/reviews",
        "empty-page:autoqa/ratings",
    ),
    stopped=(
        ("repeat-page:export/reviews", "again as page"),
        ("empty-page:export/reviews", "of the .* that it says it has"),
        ("repeat-page:autoqa/ratings", "stands still"),
        ("expired:export/reviews", "does not accept the credentials"),
    ),
    world={"days": DAYS},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestZendeskQA(EveryTool):
    """Lists by number of page, and by cursor."""


def test_the_marks_are_those_the_files_tell_without_the_tool(loaded: Settings, folder: Path) -> None:
    told = dropped(account(folder, DAYS), "quality_scores")
    rows = standard(loaded, "stg_zendesk_qa__quality_scores", SOURCE)
    assert marks(rows) == marks(of_the_tool(told))
    assert len({row["quality_score_id"] for row in rows}) == len(rows) > 200
    kinds = Counter((row["reviewer_type"], row["is_calibration"]) for row in rows)
    assert min(kinds["human", False], kinds["human", True], kinds["ai", True]) > 0
    # The AI vendor's judgement of its own AI is not the tool's: it stays in the files.
    with (folder / f"world{DAYS}" / "drop" / "quality_scores.jsonl").open() as lines:
        left = [json.loads(line) for line in lines]
    assert left == [row for row in told if row["reviewer_type"] == "vendor"] and left


def test_addresses_and_names_of_bots_lead_to_the_agents_whom_the_files_name(loaded: Settings, folder: Path) -> None:
    found = agents_of(loaded, folder, "drop", days=DAYS)
    rows = standard(loaded, "stg_zendesk_qa__quality_scores", SOURCE)
    told = of_the_tool(dropped(account(folder, DAYS), "quality_scores"))
    assert whom(rows, lambda row: found.get(row["agent_key"])) == whom(told, lambda row: row["actor_id"])
    assert {"ada", "zendesk"} == {row["actor_id"].split(":")[0] for row in told}


def test_a_day_later_what_was_received_is_told_anew_and_new_reviews_come(folder: Path) -> None:
    settings, whole = settings_in(folder / "grown"), settings_in(folder / "whole")
    load(SOURCE, settings, folder, days=DAYS)
    load(SOURCE, settings, folder, **a_day_later(DAYS))
    load(SOURCE, whole, folder, **a_day_later(DAYS))
    newest = """select record_key, record_hash from raw_zendesk_qa.reviews
        qualify row_number() over (partition by record_key order by known_at desc) = 1 order by 1"""
    assert ask(settings, newest) == ask(whole, newest)
    versions_of_one = "select count(*), count(distinct record_key) from raw_zendesk_qa.reviews"
    ((rows, keys),) = ask(settings, versions_of_one)
    assert rows > keys
    told = dropped(account(folder, **a_day_later(DAYS)), "quality_scores")
    assert marks(standard(settings, "stg_zendesk_qa__quality_scores", SOURCE)) == marks(of_the_tool(told))


def test_a_list_without_its_first_date_is_refused_in_the_vendors_words(folder: Path) -> None:
    with serving(folder, days=DAYS) as env:
        key = {"Authorization": f"Bearer {env['SOURCES__ZENDESK_QA__API_TOKEN']}"}
        url = f"{env['SOURCES__ZENDESK_QA__BASE_URL']}/api/export/reviews"
        answer = requests.get(url, headers=key, timeout=20)
        assert (answer.status_code, set(answer.json())) == (400, {"code", "message", "details"})


def test_whole_numbers_that_come_as_text_stay_text(loaded: Settings) -> None:
    ((record,),) = ask(loaded, "select record from raw_zendesk_qa.reviews limit 1")
    review = json.loads(record)["review"]
    assert isinstance(review["id"], str) and isinstance(review["reviewTime"], str)


def test_what_reviewers_wrote_about_customers_is_not_kept(loaded: Settings) -> None:
    assert ask(loaded, "select count(*) from raw_zendesk_qa.reviews where record like '%where is my refund%'") == [(0,)]


def test_an_account_without_automatic_scores_has_none_and_the_rest(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.sources.http import Client, Refused

    real = Client.get

    def refusing(self: Client, path: str, *arguments: Any, **more: Any) -> dict[str, Any]:
        if "autoqa" in path:
            raise Refused("not offered", "", 403, "")
        return real(self, path, *arguments, **more)

    monkeypatch.setattr(Client, "get", refusing)
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, days=DAYS)
    rows = standard(settings, "stg_zendesk_qa__quality_scores", SOURCE)
    assert {row["reviewer_type"] for row in rows} == {"human"}
