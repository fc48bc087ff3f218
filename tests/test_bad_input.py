"""Whatever comes in wrong, the command says cause and remedy in one line and leaves the published file alone."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import sandbox
from pipelines.quality.words import unknown_words, worded_columns
from pipelines.settings import ROOT
from pipelines.sources.drop.entities import standard_entities
from tests.conftest import clean_environment, finished_run, haven


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def small_drop(folder: Path) -> Path:
    folder.mkdir(parents=True)
    rows = {
        "customers": [{"customer_id": "acme:c1", "identity_hash": "h1", "is_identified": True}],
        "agents": [{"agent_id": "acme:a1", "actor_type": "human", "employer_type": "in_house"}],
        "conversations": [
            {
                "conversation_id": "acme:1",
                "channel": "email",
                "customer_id": "acme:c1",
                "opened_at": "2026-05-01T10:00:00Z",
                "resolved_at": "2026-05-01T11:00:00Z",
                "status": "solved",
            }
        ],
        "conversation_events": [
            {
                "event_id": "acme:1:0",
                "sequence": 0,
                "event_type": "message",
                "actor_type": "customer",
                "actor_id": "acme:c1",
            }
            | {"conversation_id": "acme:1", "occurred_at": "2026-05-01T10:00:00Z", "visibility": "public"},
            {
                "event_id": "acme:1:1",
                "sequence": 1,
                "event_type": "message",
                "actor_type": "human",
                "actor_id": "acme:a1",
            }
            | {"conversation_id": "acme:1", "occurred_at": "2026-05-01T11:00:00Z", "visibility": "public"},
        ],
    }
    for entity, entries in rows.items():
        (folder / f"{entity}.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one published conversation."""
    folder = tmp_path_factory.mktemp("bad_input")
    env = {"SOURCES__DROP__PATH": str(small_drop(folder / "drop"))}
    return finished_run(folder / "data", "--source", "drop", "--no-reports", env=env).settings.data_dir


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def served(world: Path) -> Iterator[dict[str, str]]:
    with sandbox.running(world, days=2, scale=0.2) as env:
        yield env


def refused(published: Path, *arguments: str, env: dict[str, str]) -> str:
    """Run, insist on failure and on an untouched published folder, and return the one line printed."""
    before = fingerprint(published / "published")
    done = haven("run", "--no-reports", *arguments, data_dir=published, env=env)
    assert done.returncode != 0, done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("haven: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert fingerprint(published / "published") == before
    return lines[0]


def test_a_wrong_token_is_named_and_not_shown(published: Path, served: dict[str, str]) -> None:
    line = refused(published, "--source", "ada", env={**served, "SOURCES__ADA__API_KEY": "wrong-secret-key"})
    assert "ada" in line.lower() and "API_KEY" in line
    assert "wrong-secret-key" not in line


def test_an_unreachable_host_is_named(published: Path, served: dict[str, str]) -> None:
    line = refused(published, "--source", "ada", env={**served, "SOURCES__ADA__BASE_URL": "http://127.0.0.1:9/ada"})
    assert "127.0.0.1:9/" in line and "cannot be reached" in line and "SOURCES__ADA__BASE_URL" in line


def test_a_page_of_broken_json_stops_the_load(published: Path, world: Path) -> None:
    with sandbox.running(world, days=2, scale=0.2, faults=("malformed-always:conversations",)) as env:
        line = refused(published, "--source", "ada", env=env)
    assert "JSON" in line


def test_a_missing_required_column_names_file_and_column(published: Path, tmp_path: Path) -> None:
    folder = small_drop(tmp_path / "drop")
    (folder / "conversations.jsonl").unlink()
    (folder / "conversations.csv").write_text("channel,opened_at\nemail,2026-05-02T10:00:00Z\n")
    line = refused(published, "--source", "drop", env={"SOURCES__DROP__PATH": str(folder)})
    assert "conversations.csv" in line and "conversation_id" in line


def test_a_wrong_folder_is_named(published: Path, tmp_path: Path) -> None:
    line = refused(published, "--source", "drop", env={"SOURCES__DROP__PATH": str(tmp_path / "nowhere")})
    assert "nowhere" in line and "SOURCES__DROP__PATH" in line


def test_a_locked_warehouse_is_named(published: Path) -> None:
    holder = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(300)"
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(published / "warehouse.duckdb")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=clean_environment(published),
    )
    try:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        env = {"SOURCES__DROP__PATH": str(published.parent / "drop")}
        line = refused(published, "--source", "drop", env=env)
        assert "warehouse" in line
    finally:
        process.kill()
        process.wait()


def test_an_unknown_source_is_named(published: Path) -> None:
    line = refused(published, "--source", "zendisk", env={})
    assert "zendisk" in line and "zendesk" in line


# One row of each entity that has words of its own, with a word that the standard does not know.
UNHEARD_OF = {
    "agents": {"agent_id": "acme:a2", "actor_type": "robot", "employer_type": "lender"},
    "groups": {"group_id": "acme:g1", "name": "Desk", "channel": "pigeon"},
    "customers": {"customer_id": "acme:c2", "is_identified": False, "lifecycle_stage": "dreaming"},
    "conversation_events": {
        "event_id": "acme:1:2",
        "conversation_id": "acme:1",
        "sequence": 2,
        "event_type": "teleported",
        "actor_type": "parrot",
        "visibility": "whispered",
    },
    "ratings": {"rating_id": "acme:r1", "conversation_id": "acme:1", "kind": "stars", "score": 4},
    "quality_scores": {"quality_score_id": "acme:q1", "dimension": "tone", "score": 1, "reviewer_type": "committee"},
    "shifts": {"shift_id": "acme:s1", "agent_id": "acme:a1", "activity": "queue_work", "channel": "pigeon"},
    "agent_states": {"agent_state_id": "acme:w1", "agent_id": "acme:a1", "activity": "available", "channel": "pigeon"},
    "forecasts": {
        "forecast_id": "acme:f1",
        "queue": "q",
        "channel": "pigeon",
        "interval_seconds": 600,
        "forecast_contacts": 3,
    },
    "demand_intervals": {"demand_interval_id": "acme:d1", "queue": "q", "channel": "pigeon", "interval_seconds": 600},
    "ai_actions": {
        "action_id": "acme:x1",
        "action_type": "refund",
        "conversation_id": "acme:1",
        "decision": "postponed",
    },
    "article_events": {"article_event_id": "acme:e1", "event_type": "framed", "actor_type": "parrot"},
    "customer_value_events": {"value_event_id": "acme:v1", "customer_id": "acme:c1", "event_type": "gift"},
    "cost_lines": {"cost_line_id": "acme:l1", "kind": "flowers", "population": "both", "amount": 10, "currency": "USD"},
    "changes": {"change_id": "acme:k1", "kind": "weather", "subject": "Rain"},
}
TIMES = ("occurred_at", "started_at", "ended_at", "interval_start", "reviewed_at", "answered_at", "decided_at")


def test_what_is_of_the_wrong_type_is_quarantined_and_what_has_a_word_of_its_own_is_loaded_with_the_word(
    tmp_path: Path,
) -> None:
    folder = small_drop(tmp_path / "drop")
    with (folder / "conversations.jsonl").open("a") as out:
        out.write(json.dumps({"conversation_id": "acme:2", "channel": "email", "opened_at": "yesterday"}) + "\n")
    entities = standard_entities()
    for entity, row in UNHEARD_OF.items():
        days = {"period_start": "2026-05-01", "period_end": "2026-05-31"}
        times = {name: f"2026-05-01T1{int(name == 'ended_at')}:30:00Z" for name in TIMES}
        known = {name: value for name, value in {**days, **times}.items() if name in entities[entity].columns}
        with (folder / f"{entity}.jsonl").open("a") as out:
            out.write(json.dumps({**known, **row}) + "\n")
    run = finished_run(tmp_path / "data", "--source", "drop", "--no-reports", env={"SOURCES__DROP__PATH": str(folder)})
    with duckdb.connect(str(run.settings.warehouse), read_only=True) as warehouse:
        reasons = warehouse.sql("select record from raw_drop.quarantine").fetchall()
        loaded = warehouse.sql("select record_key from raw_drop.conversations").fetchall()
        words = {(word.entity, word.column, word.word, word.rows) for word in unknown_words(warehouse)}
        spent = warehouse.sql("select sum(amount_micros), min(basis) from intermediate.int_costs_converted").fetchall()
    assert len(reasons) == 1 and "yesterday" in reasons[0][0] and "opened_at" in reasons[0][0]
    assert loaded == [("acme:1",)]
    columns = worded_columns()
    assert words == {
        (entity, column, row[column], 1)
        for entity, row in UNHEARD_OF.items()
        for column in columns[f"int_{entity}_unioned"]
        if column in row
    }
    assert spent == [(10_000_000, "none")], "money of an unknown kind is still money"
    done = haven("status", data_dir=run.settings.data_dir)
    assert done.returncode == 0 and "1 quarantined" in done.stdout
    assert "conversation_events.event_type: drop says teleported (1 rows)" in done.stdout
