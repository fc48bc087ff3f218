"""dbt's manifest, parsed only when the project has changed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from pipelines.building.arguments import parse_arguments
from pipelines.building.inputs import project_fingerprint
from pipelines.building.runner import run_dbt
from pipelines.errors import HavenError
from pipelines.settings import Settings
from pipelines.staged import optional_sources

Manifest = dict[str, Any]
KEPT = 24 * 3600  # seconds for which what an older state of the project was parsed to is kept


def load_manifest(settings: Settings) -> Manifest:
    """The project's manifest as plain data.

    Raises:
        HavenError: dbt cannot parse the project.
    """
    return json.loads((parsed_project(settings) / "manifest.json").read_text())


def dbt_manifest(settings: Settings) -> Any:
    """The same as dbt's own object, with which a command starts at once; each command needs a fresh one.

    Variables are looked up when a model is compiled, so one manifest serves every time zone and every `as_of`.
    """
    from dbt.contracts.graph.manifest import Manifest as DbtManifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    packed = (parsed_project(settings) / "partial_parse.msgpack").read_bytes()
    manifest = DbtManifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    manifest.build_parent_and_child_maps()
    manifest.build_flat_graph()
    return manifest


def parsed_project(settings: Settings) -> Path:
    """The folder with what dbt made of the project's files; parses them when they changed since the last time.

    It belongs to the project, not to the data: parsing takes twenty seconds, whatever the data folder.

    Raises:
        HavenError: dbt cannot parse the project.
    """
    project = settings.dbt_project
    shelf = (project / "target" if os.access(project, os.W_OK) else settings.dbt_target) / "parsed"
    # Which models there are depends on the sources; every other variable is looked up when a model is compiled.
    folder = shelf / "-".join([project_fingerprint(project)[:16], *optional_sources(settings.data_dir)])
    if folder.exists():
        return folder
    shelf.mkdir(parents=True, exist_ok=True)
    outdated = list(shelf.iterdir())
    with tempfile.TemporaryDirectory(dir=shelf) as scratch:
        run = run_dbt(settings, parse_arguments(settings, Path(scratch)))
        if not run.succeeded:
            raise HavenError(f"dbt cannot read its project: {run.error}", "Correct the file it names and run again.")
        # Somebody else may have been quicker; both have made the same.
        with contextlib.suppress(OSError):
            Path(scratch).rename(folder)
    for old in outdated:
        # Another process may be parsing too: what lay here a moment ago can have its final name by now.
        with contextlib.suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > KEPT:
                shutil.rmtree(old, ignore_errors=True)
    return folder


def attach_singular_tests(manifest: Manifest) -> Manifest:
    """Give every test of several models one of them as its home, so that the orchestrator shows it as a check.

    The home is the model read furthest downstream (most ancestors); ties go to the name. Changes `manifest`.
    """
    parents = manifest.get("parent_map", {})
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test" or node.get("attached_node"):
            continue
        models = [parent for parent in node["depends_on"]["nodes"] if parent in manifest["nodes"]]
        meta = node["config"].setdefault("meta", {})
        if models and "dagster" not in meta:
            home = manifest["nodes"][max(models, key=lambda name: (len(_ancestors(name, parents)), name))]
            meta["dagster"] = {"ref": {"name": home["name"], "package": home["package_name"]}}
    return manifest


def _ancestors(name: str, parents: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parents.get(name, []))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(parents.get(parent, []))
    return found
