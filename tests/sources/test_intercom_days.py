"""Loading day by day ends with what loading everything late would have brought."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.loading import RAW_TABLES, load_source
from pipelines.sandbox import running
from pipelines.settings import Settings, load_settings
from tests.loading.warehouses import ask

NEWEST = """select record_key, record_hash from raw_intercom.{table}
    qualify row_number() over (partition by record_key order by known_at desc, cursor_value desc) = 1 order by 1"""


def load(world: Path, data_dir: Path, days: int, end: date) -> Settings:
    settings = load_settings({"HAVEN_DATA_DIR": str(data_dir)})
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log = data_dir / f"{days}.log"
    stack = "intercom+assembled"
    with (
        running(world, days=days, end=end, scale=0.3, stack=stack, log=log) as env,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in env.items():
            patch.setenv(name, value)
        load_source("intercom", settings)
    return settings


def test_a_day_more_is_read_without_reading_everything_again(tmp_path: Path) -> None:
    grown = load(tmp_path / "early", tmp_path / "grown", 2, date(2026, 5, 20))
    before = dict(ask(grown, NEWEST.format(table="conversations")))
    grown = load(tmp_path / "late", tmp_path / "grown", 3, date(2026, 5, 21))
    whole = load(tmp_path / "late", tmp_path / "whole", 3, date(2026, 5, 21))

    deleted = {key for (key,) in ask(grown, "select record_key from raw_intercom.deleted_conversations")}
    for table in RAW_TABLES["intercom"]:
        rows = ask(grown, NEWEST.format(table=table))
        if table == "conversations":
            rows = [(key, digest) for key, digest in rows if key not in deleted]
        if table == "conversation_parts":
            of = dict(
                ask(grown, "select record_key, record ->> 'conversation_id' from raw_intercom.conversation_parts")
            )
            rows = [(key, digest) for key, digest in rows if of[key] not in deleted]
        assert rows == ask(whole, NEWEST.format(table=table)), table

    after = dict(ask(whole, NEWEST.format(table="conversations")))
    changed = {key for key, digest in after.items() if before.get(key) != digest}
    log = [json.loads(line)["path"].split("?")[0] for line in (tmp_path / "grown" / "3.log").read_text().splitlines()]
    read = {path.rsplit("/", 1)[1] for path in log if path.rsplit("/", 1)[1].isdigit()}
    # What changed, and no more than the last five minutes of what had not.
    assert changed <= read and len(read - changed) <= 10 < len(set(after) - changed)
