"""dbt's manifest, parsed only when the project has changed."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.building.arguments import model_variables, parse_arguments, target_path
from pipelines.building.runner import run_dbt
from pipelines.errors import HavenError
from pipelines.settings import Settings

Manifest = dict[str, Any]


def load_manifest(settings: Settings) -> Manifest:
    """The project's manifest as plain data; parses the project when it changed since the last time.

    Raises:
        HavenError: dbt cannot parse the project.
    """
    target = target_path(settings, None)
    manifest, stamp = target / "manifest.json", target / "project.sha256"
    current = project_fingerprint(settings.dbt_project) + json.dumps(model_variables(settings, None))
    if not (manifest.exists() and stamp.exists() and stamp.read_text() == current):
        run = run_dbt(settings, parse_arguments(settings))
        if not run.succeeded:
            raise HavenError(f"dbt cannot read its project: {run.error}", "Correct the file it names and run again.")
        stamp.write_text(current)
    return json.loads(manifest.read_text())


def project_fingerprint(project: Path) -> str:
    """Changes whenever a file of the project does (by path, size and time), or dbt itself."""
    digest = hashlib.sha256(version("dbt-core").encode())
    for path in sorted(project.rglob("*")):
        relative = path.relative_to(project)
        if path.is_file() and relative.parts[0] not in {"target", "logs", "dbt_packages"}:
            stat = path.stat()
            digest.update(f"{relative}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


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
