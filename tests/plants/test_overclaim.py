"""A vendor that bills contacts which came back elsewhere is found, and by how much; an honest one is not accused.

The planted share is read from the sandbox's truth, which no pipeline step reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines import sandbox
from pipelines.building.arguments import build_arguments
from pipelines.building.runner import run_dbt
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.settings import load_settings

SEEDS = (1, 2, 3, 4, 5)
SOURCES = ("zendesk", "ada", "drop")


@dataclass(frozen=True)
class Finding:
    """The share of judged billed units whose customer came back elsewhere, with its 95 % interval, beside the truth."""

    share: float
    low: float
    high: float
    units: int
    true_share: float


def find(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int, plants: frozenset[str]) -> Finding:
    settings = load_settings({"HAVEN_DATA_DIR": str(folder / "data")})
    ensure_raw_tables(settings.warehouse)
    with sandbox.running(folder / "world", seed=seed, days=40, scale=0.6, plants=tuple(plants)) as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        for source in SOURCES:
            load_source(source, settings)
    models = build_arguments(settings, select=["+measure_vendor_reconciliation"])
    run = run_dbt(settings, [*models, "--exclude-resource-type", "test"])
    assert run.succeeded, run.failed_nodes
    with duckdb.connect(str(settings.warehouse), read_only=True) as warehouse:
        found = warehouse.sql(
            """
            select judged_share, judged_share_low, judged_share_high, judged_n
            from marts.measure_vendor_reconciliation
            where period = 'all' and line = 'went_elsewhere'
            """
        ).fetchall()
    truth = json.loads((folder / "world" / "truth" / "truth.json").read_text())
    assert len(found) == 1
    return Finding(*found[0], true_share=truth["overclaim"]["share"])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_planted_share_lies_in_the_interval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    found = find(tmp_path, monkeypatch, seed, frozenset({"overclaim"}))
    assert found.true_share > 0.05
    assert found.units > 100
    assert found.low <= found.true_share <= found.high


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_vendor_is_not_accused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    found = find(tmp_path, monkeypatch, seed, frozenset())
    assert found.true_share == 0
    assert found.low <= 0.005
    assert found.share <= 0.01
