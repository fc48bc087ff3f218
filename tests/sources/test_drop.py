from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from pipelines.errors import HavenError
from pipelines.sources.drop import drop
from pipelines.sources.drop.entities import ENTITY_NAMES, REQUIRED, STANDARD_MODELS, standard_entities
from pipelines.sources.raw import RAW_SCHEMA, Run

CONVERSATION = {"conversation_id": "t:1", "channel": "chat", "opened_at": "2026-05-01T10:00:00Z"}


def write(folder: Path, name: str, *rows: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


def read(folder: Path, entity: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What the source yields for an entity, key -> record text; and what it rejects, reason and raw text."""
    run = Run.begin()
    tables = list(drop(path=str(folder), run=run).with_resources(entity))
    assert all(table.schema.equals(RAW_SCHEMA) for table in tables)
    records: dict[str, str] = {}
    for table in tables:
        records |= dict(zip(table["record_key"].to_pylist(), table["record"].to_pylist(), strict=True))
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in table["record"].to_pylist()]
        assert table["record_hash"].to_pylist() == digests
    return records, [(reason, raw) for _, reason, raw in run.rejected]


def test_the_entities_are_those_of_the_standard_models() -> None:
    documented = [model["name"] for model in yaml.safe_load(STANDARD_MODELS.read_text())["models"]]
    assert sorted(documented) == sorted(f"int_{name}_unioned" for name in ENTITY_NAMES)
    for name, entity in standard_entities().items():
        assert set(REQUIRED.get(name, ())) <= set(entity.columns)
    assert standard_entities()["conversations"].key == "conversation_id"
    assert standard_entities()["outcome_claims"].columns["billed_amount"] == "decimal(18,6)"


def test_jsonl_rows_are_kept_as_they_are_with_unknown_columns(tmp_path: Path) -> None:
    line = '{"extra": {"a": [1, 2]}, "conversation_id": "t:1",  "channel": "chat", "tags": ["x"], "opened_at": null}'
    write(tmp_path, "conversations.jsonl", line, "", CONVERSATION | {"conversation_id": "t:2"})
    records, rejected = read(tmp_path, "conversations")
    assert records["t:1"] == line
    assert list(records) == ["t:1", "t:2"]
    assert rejected == []


def test_rows_that_cannot_be_read_are_rejected_with_the_reason_and_the_rest_is_kept(tmp_path: Path) -> None:
    bad = [
        {"channel": "chat"},
        CONVERSATION | {"conversation_id": ""},
        CONVERSATION | {"channel": None},
        CONVERSATION | {"opened_at": "yesterday"},
        CONVERSATION | {"is_test": "perhaps", "native_handle_seconds": "long"},
        "not json",
        '["a", "list"]',
    ]
    write(tmp_path, "conversations.jsonl", CONVERSATION, *bad)
    records, rejected = read(tmp_path, "conversations")
    assert list(records) == ["t:1"]
    assert [reason for reason, _ in rejected] == [
        "conversation_id is missing",
        "conversation_id is missing",
        "channel is missing",
        "opened_at cannot be read as timestamp: yesterday",
        "native_handle_seconds cannot be read as double: long; is_test cannot be read as boolean: perhaps",
        "the line is not a JSON object",
        "the line is not a JSON object",
    ]
    assert [raw for _, raw in rejected] == [row if isinstance(row, str) else json.dumps(row) for row in bad]


@pytest.mark.parametrize(
    ("entity", "column", "value", "is_read"),
    [
        ("conversations", "opened_at", "2026-05-01T10:00:00+02:00", True),
        ("conversations", "opened_at", "2026-05-01 10:00:00.123456", True),
        ("conversations", "opened_at", "2026-05-01", True),
        ("conversations", "opened_at", "01.05.2026", False),
        ("conversations", "opened_at", "2026-02-30T10:00:00Z", False),
        ("conversations", "native_handle_seconds", 12.5, True),
        ("conversations", "native_handle_seconds", "nan", False),
        ("conversations", "native_handle_seconds", [1], False),
        ("conversations", "is_test", 1, True),
        ("groups", "tier", 2.0, True),
        ("groups", "tier", 2.5, False),
        ("groups", "tier", "1e99", False),
        ("invoices", "amount", "0.990000", True),
        ("invoices", "amount", "1,5", False),
        ("invoices", "period_start", "2026-05-01", True),
        ("invoices", "period_start", "May", False),
    ],
)
def test_values_are_checked_against_their_type(
    entity: str, column: str, value: Any, is_read: bool, tmp_path: Path
) -> None:
    row = dict.fromkeys(standard_entities()[entity].required, "1") | {column: value}
    write(tmp_path, f"{entity}.jsonl", row)
    records, rejected = read(tmp_path, entity)
    assert (len(records), len(rejected)) == ((1, 0) if is_read else (0, 1))


def test_csv_values_become_typed_and_empty_is_null(tmp_path: Path) -> None:
    write(
        tmp_path,
        "conversations.csv",
        "conversation_id,channel,is_test,native_handle_seconds,native_intent,note",
        't:1,chat,true,12,"refund, urgent",007',
        "t:2,email,,,,",
        "t:3,chat",
        "t:4,chat,maybe,,,",
    )
    records, rejected = read(tmp_path, "conversations")
    assert json.loads(records["t:1"]) == {
        "conversation_id": "t:1",
        "channel": "chat",
        "is_test": True,
        "native_handle_seconds": 12.0,
        "native_intent": "refund, urgent",
        "note": "007",
    }
    assert {key: value for key, value in json.loads(records["t:2"]).items() if value is not None} == {
        "conversation_id": "t:2",
        "channel": "email",
    }
    assert [reason for reason, _ in rejected] == [
        "the line has 2 values, the header has 6",
        "is_test cannot be read as boolean: maybe",
    ]


def test_parquet_values_keep_their_types_and_nan_is_null(tmp_path: Path) -> None:
    table = pa.table(
        {
            "conversation_id": ["t:1", "t:2"],
            "channel": ["chat", "chat"],
            "opened_at": pa.array([datetime(2026, 5, 1, 10, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
            "native_handle_seconds": [float("nan"), 3.5],
            "is_test": [True, None],
            "tags": [["a", "b"], None],
        }
    )
    pq.write_table(table, tmp_path / "conversations.parquet")
    records, rejected = read(tmp_path, "conversations")
    first, second = (json.loads(records[key]) for key in ("t:1", "t:2"))
    assert rejected == []
    assert datetime.fromisoformat(first["opened_at"]) == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert (first["native_handle_seconds"], first["is_test"], first["tags"]) == (None, True, ["a", "b"])
    assert (second["native_handle_seconds"], second["is_test"], second["opened_at"]) == (3.5, None, None)


def test_folders_of_files_of_several_formats_are_one_entity(tmp_path: Path) -> None:
    write(tmp_path, "conversations/2026-05-01.jsonl", CONVERSATION)
    write(tmp_path, "conversations/2026-05-02.csv", "conversation_id,channel", "t:2,chat")
    assert list(read(tmp_path, "conversations")[0]) == ["t:1", "t:2"]


@pytest.mark.parametrize("name", ["tickets.jsonl", "conversations.xlsx", "notes/conversations.jsonl"])
def test_an_unknown_file_is_named(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, CONVERSATION)
    with pytest.raises(HavenError, match=f"{name} .*no standard entity"):
        drop(path=str(tmp_path))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="SOURCES__DROP__PATH"):
        drop(path=str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("conversations.jsonl", ['{"id": 1, "channel": "chat"}'], "lacks the required column conversation_id"),
        ("conversation_events.csv", ["event_id,event_type", "1,message"], "lacks the required column conversation_id"),
        ("conversations.jsonl", ["[", '{"conversation_id": 1},', "]"], "holds no JSON object"),
        ("conversations.csv", ["conversation_id,channel,channel", "1,2,3"], "names a column twice"),
        ("conversations.parquet", ["PAR1 but not really"], "cannot be read as parquet"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_load(name: str, lines: list[str], words: str, tmp_path: Path) -> None:
    write(tmp_path, name, *lines)
    with pytest.raises(Exception, match=words):
        read(tmp_path, name.split(".")[0])


def manifest(folder: Path, **changes: Any) -> None:
    path = folder / "may.jsonl"
    write(folder, path.name, CONVERSATION)
    entry = {
        "name": path.name,
        "entity": "conversations",
        "rows": 1,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps({"schema_version": 1, "files": [entry | changes]}))


def test_a_manifest_names_the_entity_of_each_file(tmp_path: Path) -> None:
    manifest(tmp_path)
    assert list(read(tmp_path, "conversations")[0]) == ["t:1"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rows": 2}, "has 1 rows, the drop's manifest.json lists 2"),
        ({"sha256": "0" * 64}, "has not the checksum"),
        ({"name": "june.jsonl"}, "but not in its manifest.json"),
    ],
)
def test_a_folder_that_differs_from_its_manifest_is_not_read(
    changes: dict[str, Any], words: str, tmp_path: Path
) -> None:
    manifest(tmp_path, **changes)
    with pytest.raises(HavenError, match=words):
        drop(path=str(tmp_path))


def test_a_listed_file_that_is_missing_and_a_broken_manifest_are_named(tmp_path: Path) -> None:
    manifest(tmp_path)
    (tmp_path / "may.jsonl").unlink()
    with pytest.raises(HavenError, match=r"may\.jsonl is listed"):
        drop(path=str(tmp_path))
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(HavenError, match="cannot be read as a manifest"):
        drop(path=str(tmp_path))
