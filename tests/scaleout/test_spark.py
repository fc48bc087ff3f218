"""The same models on a two-worker Spark cluster give the same core and mart tables as DuckDB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.conftest import clean_environment, finished_run


@pytest.mark.spark
def test_spark_builds_the_same_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("spark")
    run = finished_run(folder, "--days", "14", "--scale", "0.25", "--no-reports")
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.scaleout"],
        cwd=ROOT,
        env=clean_environment(run.settings.data_dir, {"PATH": os.environ["PATH"]}),
        text=True,
        capture_output=True,
        timeout=1500,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    compared = [line for line in done.stdout.splitlines() if line.startswith(("core.", "marts."))]
    assert len(compared) > 15
    assert all(line.endswith("equal") for line in compared)
    assert "with 2 workers" in done.stdout
