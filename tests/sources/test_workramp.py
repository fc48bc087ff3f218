"""Who was assigned what and what came of it, as the files of a company without the tool tell it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import (
    EveryTrainingTool,
    Tool,
    serving,
    standard,
)

SOURCE, DAYS = "workramp", 40
TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.workramp.paging.PAGE_SIZE",
    rows_a_page=20,
    most_requests=4,
    weathered=(
        "429-bare:3",
        "502:6",
        "stall:assignments",
        "reset:assignments",
        "malformed:guides",
        "moving-record:assignments",
    ),
    stopped=(
        ("repeat-page:assignments", "again as page"),
        ("empty-page:assignments", "though more follows"),
        ("expired:assignments", "does not accept the credentials"),
    ),
    world={"days": DAYS},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestWorkRamp(EveryTrainingTool):
    """A list of numbered pages."""


def test_what_was_assigned_by_mistake_is_kept_as_sent_and_counts_nowhere(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_workramp.guide_assignments")]
    both = [record.get("guide_assignment") or record["guideAssignment"] for record in records]
    gone = [one for one in both if one.get("is_deleted") or one.get("isDeleted")]
    rows = standard(loaded, "stg_workramp__training_events", SOURCE)
    assert gone and len(rows) == len(both) - len(gone)


def test_rows_come_in_both_cases_and_with_parts_of_milliseconds(loaded: Settings) -> None:
    records = [json.loads(record) for (record,) in ask(loaded, "select record from raw_workramp.guide_assignments")]
    assert {"guide_assignment", "guideAssignment"} <= {name for record in records for name in record}
    fractions = [record["guide_assignment"]["created_at"] % 1 for record in records if "guide_assignment" in record]
    assert {0, 0.25} == set(fractions)


def test_the_server_leaves_out_what_was_taken_back_unless_it_is_asked_for(folder: Path) -> None:
    with serving(folder, days=DAYS) as env:
        key = {"Authorization": f"Bearer {env['SOURCES__WORKRAMP__API_KEY']}"}
        url = f"{env['SOURCES__WORKRAMP__BASE_URL']}/assignments/guide"
        few = requests.get(url, {"per_page": 200}, headers=key, timeout=20).json()
        all_of_them = requests.get(url, {"per_page": 200, "include_deleted": "true"}, headers=key, timeout=20).json()
        assert few["item_count"] < all_of_them["item_count"]
        assert requests.get(url, {"per_page": 201}, headers=key, timeout=20).status_code == 400
        assert requests.get(url, {"start_time": "1718000000000"}, headers=key, timeout=20).status_code == 400
