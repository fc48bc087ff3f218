"""The job itself, in this process, over the tiny house."""

import json
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.defs.run import run_job
from pipelines.errors import HavenError
from pipelines.settings import Settings
from tests import tiny_house


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    drop = tmp_path / "drop"
    drop.mkdir()
    lines = [json.dumps({"conversation_id": key, **record}) for key, record in tiny_house.conversations(12).items()]
    (drop / "conversations.jsonl").write_text("\n".join(lines) + "\n")
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HAVEN_SOURCES", "drop")
    monkeypatch.setenv("SOURCES__DROP__PATH", str(drop))
    monkeypatch.setattr("pipelines.settings.ROOT", tiny_house.ROOT)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "data" / "dagster"))
    return tiny_house.settings(tmp_path / "data")


def test_the_job_loads_checks_builds_checks_and_publishes(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_job(house, "warehouse")
    with duckdb.connect(str(house.published_db), read_only=True) as connection:
        assert connection.execute("select count(*) from core.fct_conversations").fetchall() == [(12,)]
    lines = capsys.readouterr().out
    for step in ("load drop: 12 new rows", "check the raw door: ", "build the models: ", "publish: 5 tables"):
        assert step in lines
    with dg.DagsterInstance.from_config(str(house.dagster_home)) as instance:
        (run,) = instance.get_runs()
        assert run.status == dg.DagsterRunStatus.SUCCESS
        events = instance.all_logs(run.run_id)
    checks = {e.dagster_event.asset_check_evaluation_data.check_name for e in events if _is_check(e)}
    assert {"raw_gate", "published_gate", "assert_every_conversation_is_counted"} <= checks


def _is_check(event: dg.EventLogEntry) -> bool:
    return bool(event.dagster_event and event.dagster_event.event_type_value == "ASSET_CHECK_EVALUATION")


def test_what_was_built_from_the_same_is_not_built_again(house: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_job(house, "warehouse")
    capsys.readouterr()
    run_job(house, "warehouse")
    lines = capsys.readouterr().out
    assert "build the models: nothing new since the build of " in lines
    # The unchanged build goes through the published door and is published like any other.
    assert "check the published door: " in lines
    assert "publish: 5 tables" in lines
    with duckdb.connect(str(house.published_db), read_only=True) as connection:
        assert connection.execute("select count(*) from core.fct_conversations").fetchall() == [(12,)]
    tiny_house.append(house, "raw_drop.conversations", tiny_house.conversations(13, first=12))
    run_job(house, "warehouse")
    assert "nothing new" not in capsys.readouterr().out


def test_a_bad_arrival_stops_before_the_build_and_says_why(house: Settings) -> None:
    run_job(house, "warehouse")
    before = house.published_db.resolve()
    tiny_house.append(house, "raw_drop.conversations", {"drop:bad": "{not json"})
    with pytest.raises(HavenError, match=r"the raw gate failed: raw_drop\.conversations: every record is readable"):
        run_job(house, "warehouse")
    assert house.published_db.resolve() == before
    (kept,) = (house.data_dir / "failures").glob("*.txt")
    assert "the raw gate failed" in kept.read_text()
