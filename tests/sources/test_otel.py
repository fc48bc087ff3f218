"""Steps of an AI, from traces in files: each once, with the words of old and new conventions."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.loading import load_source
from pipelines.settings import Settings
from tests.loading.warehouses import ask, versions
from tests.sources.tools_world import (
    DEFAULT_STACK,
    a_day_later,
    account,
    load,
    settings_in,
    standard,
)
from tests.world_files import dropped

SOURCE, DAYS = "otel", 4
SPAN = {
    "traceId": "7c1d40aa90b24e6f8f3b52c6d1e0a911",
    "spanId": "41d2c9e07ab85f36",
    "parentSpanId": "",
    "name": "invoke_agent refund-agent",
    "startTimeUnixNano": "1718006400000000000",
    "endTimeUnixNano": "1718006406000000000",
    "attributes": [
        {"key": "gen_ai.operation.name", "value": {"stringValue": "invoke_agent"}},
        {"key": "gen_ai.input.messages", "value": {"stringValue": "Where is my refund?"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1830"}},
    ],
    "status": {},
}


def request_of(*spans: dict[str, Any]) -> str:
    return json.dumps({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"spans": list(spans)}]}]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("otel")


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Settings:
    settings = settings_in(folder / "clear")
    load(SOURCE, settings, folder, days=DAYS)
    return settings


def steps(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Of each step what both sides know: whose, when, what, by which part, and after which."""
    places: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda row: (row["conversation_id"], row["sequence"])):
        places.setdefault(row["conversation_id"], []).append(row)
    return Counter(
        (
            *(row["conversation_id"], place, _moment(row["occurred_at"])),
            *(row[name] for name in ("event_type", "actor_id", "actor_type")),
            *(row[name] for name in ("visibility", "tool_name", "sub_agent")),
        )
        for group in places.values()
        for place, row in enumerate(group)
    )


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value.removesuffix("Z")) if isinstance(value, str) else value


def test_the_steps_are_those_the_files_tell_without_traces(loaded: Settings, folder: Path) -> None:
    world = account(folder, DAYS)
    told = [row for row in dropped(world, "conversation_events") if row["event_type"] == "action"]
    assert steps(standard(loaded, "stg_otel__conversation_events", SOURCE)) == steps(told)
    assert len(told) > 50
    # And the files of a company with traces leave just those out.
    served = [json.loads(line) for line in (folder / f"world{DAYS}" / "drop" / "conversation_events.jsonl").open()]
    rest = [row for row in dropped(world, "conversation_events") if row["event_type"] != "action"]
    assert served == rest and world.stack == DEFAULT_STACK


def test_tokens_are_the_models_own_and_none_is_counted_twice(loaded: Settings) -> None:
    rows = standard(loaded, "stg_otel__conversation_events", SOURCE)
    # A conversation's number is in its key: each of its models read 700 + key % 400 + step tokens.
    asked = ask(loaded, "select record from raw_otel.spans")
    models = [span for span in (json.loads(record) for (record,) in asked) if span["name"].startswith("chat")]
    named = [span["attributes"] for span in models]
    read = sum(one.get("gen_ai_usage_input_tokens", one.get("gen_ai_usage_prompt_tokens", 0)) for one in named)
    assert sum(row["tokens_in"] for row in rows) == read > 0
    assert all(row["tokens_in"] is not None and row["latency_seconds"] == 0.02 for row in rows)
    assert {"gen_ai_provider_name", "gen_ai_system"} <= {name for one in named for name in one}


def test_a_second_load_of_the_same_files_adds_nothing_and_a_day_more_adds_that_day(folder: Path) -> None:
    settings = settings_in(folder / "grown")
    load(SOURCE, settings, folder, days=DAYS)
    before = versions(settings, SOURCE)["spans"]
    summary, _ = load(SOURCE, settings, folder, days=DAYS)
    assert summary.appended == 0 and summary.resources[0].fetched == 0
    later = a_day_later(DAYS)
    load(SOURCE, settings, folder, **later)
    whole = settings_in(folder / "whole")
    load(SOURCE, whole, folder, **later)
    assert set(before) < set(versions(settings, SOURCE)["spans"])
    assert versions(settings, SOURCE) == versions(whole, SOURCE)


def test_a_file_that_grows_while_it_is_read_is_read_again_and_its_spans_stand_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, settings = tmp_path / "traces", settings_in(tmp_path / "data")
    files.mkdir()
    monkeypatch.setenv("SOURCES__OTEL__PATH", str(files))
    first, second = request_of(SPAN), request_of({**SPAN, "spanId": "0000000000000002"})
    (files / "a.jsonl").write_text(first + "\n" + second[:80])
    summary = load_source(SOURCE, settings)
    assert (summary.appended, summary.quarantined) == (1, 1)
    (files / "a.jsonl").write_text(first + "\n" + second + "\n")
    summary = load_source(SOURCE, settings)
    assert (summary.appended, summary.quarantined) == (1, 0)
    # The same file under another name, and one in a sub-folder: nothing new.
    (files / "deep").mkdir()
    shutil.copy(files / "a.jsonl", files / "deep" / "b.jsonl")
    (files / "whole.json").write_text(json.dumps(json.loads(first), indent=2))
    summary = load_source(SOURCE, settings)
    assert (summary.appended, summary.quarantined) == (0, 0)


def test_what_customers_said_and_spans_of_other_things_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, settings = tmp_path / "traces", settings_in(tmp_path / "data")
    files.mkdir()
    attributes = [{"key": "http.method", "value": {"stringValue": "GET"}}]
    other = {**SPAN, "spanId": "0000000000000003", "attributes": attributes}
    (files / "a.jsonl").write_text(request_of(SPAN, other) + "\n")
    monkeypatch.setenv("SOURCES__OTEL__PATH", str(files))
    load_source(SOURCE, settings)
    ((record,),) = ask(settings, "select record from raw_otel.spans")
    assert "refund?" not in record
    assert json.loads(record)["attributes"]["gen_ai_usage_input_tokens"] == 1830


def test_a_span_without_its_ids_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, settings = tmp_path / "traces", settings_in(tmp_path / "data")
    files.mkdir()
    (files / "a.jsonl").write_text(request_of({**SPAN, "spanId": ""}, SPAN) + "\n")
    monkeypatch.setenv("SOURCES__OTEL__PATH", str(files))
    summary = load_source(SOURCE, settings)
    assert (summary.appended, summary.quarantined) == (1, 1)


def test_a_folder_that_is_not_there_is_named_with_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__OTEL__PATH", str(tmp_path / "nowhere"))
    with pytest.raises(HavenError, match="SOURCES__OTEL__PATH"):
        load_source(SOURCE, settings_in(tmp_path / "data"))
