"""The orchestrator sends: a finished report and the day's alerts, and word of a step that failed."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest

from pipelines.defs.delivery import alerts_sent, board_report_sent
from pipelines.defs.run import run_job
from pipelines.errors import HavenError
from tests import tiny_house
from tests.delivery.houses import LAG, house, print_report, publish
from tests.delivery.servers import webhook


def test_both_steps_send_and_do_not_send_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = house(tmp_path / "data")
    publish(settings, "build-1", [LAG])
    print_report(settings)
    monkeypatch.setenv("HAVEN_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("HAVEN_COMPANY", "Brightwater")
    with webhook() as hook:
        monkeypatch.setenv("DELIVERY__WEBHOOK__URL", hook.url)
        monkeypatch.setenv("DELIVERY__DUE_DAY", "28")
        for _ in range(2):
            assert dg.materialize([board_report_sent, alerts_sent]).success
    titles = sorted(text.splitlines()[0] for text in hook.accepted)
    assert titles[0].startswith("*2 new for Head of data")  # the source, and the publication that is old by now
    assert titles[1].startswith("*Board report May 2026")
    assert [title for title in titles[2:] if "is late" not in title] == []


def test_without_a_target_both_steps_pass_and_send_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DELIVERY__WEBHOOK__URL", raising=False)
    assert dg.materialize([board_report_sent, alerts_sent]).success
    assert not (tmp_path / "data" / "delivery").exists()


def test_a_step_that_fails_is_told_to_the_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    lines = [json.dumps({"conversation_id": key, **record}) for key, record in tiny_house.conversations(12).items()]
    (drop / "conversations.jsonl").write_text("\n".join(lines) + "\n")
    settings = tiny_house.settings(tmp_path / "data")
    for name, value in {
        "HAVEN_DATA_DIR": str(settings.data_dir),
        "HAVEN_SOURCES": "drop",
        "SOURCES__DROP__PATH": str(drop),
        "DAGSTER_HOME": str(settings.dagster_home),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("pipelines.settings.ROOT", tiny_house.ROOT)
    tiny_house.append(settings, "raw_drop.conversations", {"drop:bad": "{not json"})
    with webhook() as hook:
        monkeypatch.setenv("DELIVERY__WEBHOOK__URL", hook.url)
        with pytest.raises(HavenError, match="the raw gate failed"):
            run_job(settings, "warehouse")
    (text,) = hook.accepted
    assert "A step failed: raw_gate: the raw gate failed: raw_drop.conversations: every record is readable" in text
