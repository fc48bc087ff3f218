"""Every day of tokens and money, each once, whatever happens on the way."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import Settings
from tests.loading.warehouses import ask
from tests.sources.tools_world import EveryTool, Tool, a_day_later, load, serving, settings_in, standard, truth

SOURCE, DAYS = "openai_usage", 12
# Dollars for a million tokens, as the model's price list says.
PRICES = {"input": Decimal("0.15"), "cached input": Decimal("0.075"), "output": Decimal("0.6")}


TOOL = Tool(
    source=SOURCE,
    page_size="pipelines.sources.openai_usage.paging.PAGE_DAYS",
    rows_a_page=5,
    # The days that are read again fit on two small pages of each list.
    most_requests=4,
    weathered=("429-bare:3", "502:4", "stall:costs", "reset:costs", "malformed:usage", "empty-page:costs"),
    stopped=(
        ("repeat-page:costs", "gave another day"),
        ("moving-record:usage", "gave another day"),
        ("expired:costs", "does not accept the credentials"),
    ),
    world={"days": DAYS},
)
pytestmark = pytest.mark.usefixtures("small_pages")


class TestOpenAIUsage(EveryTool):
    """Lists of days."""


def costs_of_the_world(folder: Path, days: int = DAYS) -> dict[tuple[date, str], Decimal]:
    """Dollars by day and line item, from the tokens that the world says were used."""
    costs: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for row in filter(lambda row: row["is_priced"], truth(folder, days, "token_days")):
        day = datetime.fromtimestamp(row["start_time"], UTC).date()
        tokens = {"cached input": row["cached_tokens"], "output": row["output_tokens"]}
        tokens["input"] = row["input_tokens"] - row["cached_tokens"]
        for item, count in tokens.items():
            costs[day, f"{row['project_id']}:{row['model']}, {item}"] += PRICES[item] * int(count) / 1_000_000
    return costs


def told(settings: Settings) -> list[dict[str, Any]]:
    return standard(settings, "stg_openai_usage__cost_lines", SOURCE)


def test_the_cost_lines_are_what_the_worlds_tokens_cost(loaded: Settings, folder: Path) -> None:
    lines, expected = told(loaded), costs_of_the_world(folder)
    got = {(line["period_start"], line["cost_line_id"].split(":", 2)[2]): line["amount"] for line in lines}
    assert len(got) == len(lines) == len(expected) > 60
    assert all(abs(got[key] - amount) <= Decimal("0.000001") for key, amount in expected.items())
    assert {(line["kind"], line["vendor"], line["currency"]) for line in lines} == {("tokens", "openai", "USD")}
    # What the provider does not know is not told.
    assert {(line["population"], line["agent_id"], line["conversation_id"]) for line in lines} == {(None,) * 3}


def test_a_day_later_what_was_priced_late_is_told_anew_and_the_rest_stays(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    load(SOURCE, settings, folder, days=DAYS)
    before = {line["cost_line_id"]: line["amount"] for line in told(settings)}
    load(SOURCE, settings, folder, **a_day_later(DAYS))
    after = {line["cost_line_id"]: line["amount"] for line in told(settings)}
    was, now = costs_of_the_world(folder), costs_of_the_world(folder, DAYS + 1)
    late = {key for key in was if now[key] - was[key] > Decimal("0.000002")}
    assert late and {day for day, _ in late} == {date(2026, 5, 19)}
    assert {key for key, amount in before.items() if after[key] != amount} == {line_of(*key) for key in late}
    assert set(after) == {line_of(*key) for key in now}


def line_of(day: date, item: str) -> str:
    return f"openai_usage:{int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())}:{item}"


def test_seven_days_come_on_a_page_that_asks_for_no_more(folder: Path) -> None:
    import requests

    with serving(folder, days=DAYS) as env:
        key = {"Authorization": f"Bearer {env['SOURCES__OPENAI_USAGE__API_KEY']}"}
        url = f"{env['SOURCES__OPENAI_USAGE__BASE_URL']}/organization/costs"
        asked: dict[str, Any] = {"start_time": 1_778_000_000, "group_by": ["project_id", "line_item"]}
        answer = requests.get(url, asked, headers=key, timeout=20).json()
        assert (len(answer["data"]), answer["has_more"]) == (7, True)
        assert requests.get(url, {"group_by": "project_id"}, headers=key, timeout=20).status_code == 400


def test_a_projects_key_is_refused_and_the_setting_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.sandbox.server import access

    with serving(folder, days=DAYS):
        monkeypatch.setenv("SOURCES__OPENAI_USAGE__API_KEY", access.OPENAI_PROJECT_KEY)
        with pytest.raises(HavenError, match="does not allow this") as caught:
            load_source(SOURCE, settings_in(folder / "refused"))
    assert "SOURCES__OPENAI_USAGE__API_KEY" in str(caught.value)
    assert access.OPENAI_PROJECT_KEY not in str(caught.value)


def test_a_cost_that_was_booked_on_another_project_leaves_the_first(tmp_path: Path, folder: Path) -> None:
    settings = settings_in(tmp_path)
    load(SOURCE, settings, folder, days=DAYS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.sources.openai_usage._key", lambda record, groups: _moved(record, groups))
        load(SOURCE, settings, folder, days=DAYS)
    newest = ask(
        settings,
        """select record from raw_openai_usage.costs where record_key like '%proj_drafts%'
        qualify row_number() over (partition by record_key order by known_at desc) = 1""",
    )
    gone = [record for (record,) in newest if '"_deleted":true' in record]
    assert gone


def _moved(record: dict[str, Any], groups: tuple[str, ...]) -> str:
    """As if the newest days' drafts had been booked on another project."""
    names = [str(record.get(name) or "").replace("proj_drafts", "proj_other") for name in ("start_time", *groups)]
    return ":".join(names)
