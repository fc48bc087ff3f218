"""Dagster's own folder and settings."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from pipelines.settings import Settings

DAGSTER_YAML = """\
# Written by Haven; changes are overwritten.
telemetry:
  enabled: false
# The warehouse has one writing process: runs take turns.
concurrency:
  runs:
    max_concurrent_runs: 1
# Steps already say what they do in one line each; catching their output would start two more processes per step.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
event_log_storage:
  module: pipelines.defs.event_log
  class: PatientEventLog
  config:
    base_dir: {home}/history
"""


def prepare_home(settings: Settings) -> Path:
    """Write dagster.yaml and point this process at it."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    text = DAGSTER_YAML.format(home=home)
    if not config.exists() or config.read_text() != text:
        config.write_text(text)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    return home


def instance(settings: Settings) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(prepare_home(settings)))
