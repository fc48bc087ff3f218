"""Built worlds: each seed once with every plant and once with none. Truth is read by tests alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import sandbox
from pipelines.building import build as build_marts
from pipelines.environment import environment
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.sandbox_run import PLANTS
from pipelines.settings import load_settings

SEEDS = (1, 2, 3, 4, 5)
SOURCES = ("zendesk", "ada", "drop")
MARTS = (
    "measure_vendor_reconciliation",
    "measure_resolution_gaps",
    "measure_invoice_audit",
    "measure_dispute_lines",
    "improve_findings",
)


@dataclass(frozen=True)
class Built:
    """A loaded and built world: its warehouse, and what really happened in it."""

    warehouse: Path
    truth: Path

    @property
    def planted(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.truth / "truth.json").read_text())
        return found

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.sql(sql).fetchall()

    def true_rows(self, sql: str) -> list[tuple[Any, ...]]:
        """A query on the truth's tables, each named as its file."""
        with duckdb.connect() as connection:
            connection.sql("set TimeZone = 'UTC'")
            for path in self.truth.glob("*.parquet"):
                connection.sql(f"create view {path.stem} as select * from '{path}'")
            return connection.sql(sql).fetchall()


def build(folder: Path, seed: int, plants: tuple[str, ...]) -> Built:
    settings = load_settings({"HAVEN_DATA_DIR": str(folder / "data")})
    ensure_raw_tables(settings)
    with (
        sandbox.running(folder / "world", seed=seed, days=75, scale=0.6, plants=plants) as env,
        environment(env),
    ):
        for source in SOURCES:
            load_source(source, settings)
    build_marts(settings, marts=MARTS, tests=False)
    return Built(settings.warehouse, folder / "world" / "truth")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, bool], Built]:
    @cache
    def make(seed: int, is_planted: bool) -> Built:
        folder = tmp_path_factory.mktemp(f"seed_{seed}_{'planted' if is_planted else 'honest'}")
        return build(folder, seed, PLANTS if is_planted else ())

    return make
