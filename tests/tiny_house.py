"""A data folder with a handful of raw records and a dbt project small enough to build in seconds."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings import Settings

ROOT = Path(__file__).parent / "fixtures" / "tiny_house"
COLUMNS = """record_key varchar not null, record varchar, cursor_value varchar, record_hash varchar,
             known_at timestamp, _row_id varchar, _dlt_load_id varchar"""
KNOWN_AT = datetime(2026, 6, 1, 5)


def settings(data_dir: Path, as_of: str | None = None) -> Settings:
    return Settings(root=ROOT, data_dir=data_dir, sources=("drop",), as_of=as_of, company="A company", is_invented=True)


def append(house: Settings, table: str, records: dict[str, Any], known_at: datetime = KNOWN_AT) -> None:
    """Append one version of each record to a raw table, making the table when it is missing."""
    schema, name = table.split(".")
    house.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create table if not exists {schema}.{name} ({COLUMNS})")
        for key, record in records.items():
            text = record if isinstance(record, str) else json.dumps(record)
            digest = hashlib.sha256(text.encode()).hexdigest()
            row = [key, text, None, digest, known_at, f"{name}:{key}:{known_at}", "1"]
            connection.execute(f"insert into {schema}.{name} values (?, ?, ?, ?, ?, ?, ?)", row)


def conversations(count: int, first: int = 0) -> dict[str, Any]:
    return {
        f"drop:{number}": {"channel": "chat" if number % 2 else "email", "email": f"person{number}@example.com"}
        for number in range(first, first + count)
    }


def furnished(data_dir: Path, count: int = 30) -> Settings:
    """A house with some conversations and the loader's account of them."""
    house = settings(data_dir)
    append(house, "raw_drop.conversations", conversations(count))
    audit = {"resource": "conversations", "run_id": "r1", "finished_at": "2026-06-01T05:00:10Z"}
    counts = {"fetched": count, "appended": count, "unchanged": 0, "quarantined": 1, "reported_by_api": None}
    append(house, "raw_drop.load_audit", {"r1:conversations": {**audit, **counts}}, KNOWN_AT + timedelta(seconds=10))
    broken = {"resource": "conversations", "reason": "no key", "raw_text": "{}"}
    append(house, "raw_drop.quarantine", {"bad:1": broken})
    return house


def all_at(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()
