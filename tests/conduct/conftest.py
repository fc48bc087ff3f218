"""One run of the invented company, its files and its truth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from tests.conftest import Run


@pytest.fixture(scope="module")
def settings(sandbox_run: Run) -> Settings:
    return sandbox_run.settings


@pytest.fixture(scope="module")
def world(settings: Settings) -> Path:
    return settings.sandbox_dir


@pytest.fixture(scope="module")
def connection(settings: Settings, world: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, with the truth of every contact as `contacts`."""
    con = duckdb.connect()
    con.execute(f"attach '{settings.warehouse}' as warehouse (read_only)")
    con.execute("use warehouse")
    con.execute(f"create temp view contacts as from '{world / 'truth' / 'contacts.parquet'}'")
    yield con
    con.close()
