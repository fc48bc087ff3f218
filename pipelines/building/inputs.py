"""What a build is made from, as one name: while that is the same, building again would make the same tables."""

from __future__ import annotations

import hashlib
import json
import site
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import pipelines
from pipelines.building.arguments import model_variables
from pipelines.building.record import latest_build, raw_state
from pipelines.settings import Settings
from pipelines.warehouse import connect

PACKAGE = Path(pipelines.__file__).parent
MADE = frozenset({"target", "logs", "dbt_packages", "__pycache__"})


def project_fingerprint(project: Path) -> str:
    """Changes whenever a file of the dbt project does (by path, size and time), or dbt itself."""
    return _digest([version("dbt-core"), *_files(project)])


def build_inputs(settings: Settings) -> str:
    """A name for the raw records, the models, the code and packages that read them, and the settings.

    The numbers published before are no part of it: what publishing adds to them is what this very build said.
    """
    with connect(settings.warehouse) as connection:
        state = raw_state(connection)
    packages = sorted(path.name for folder in site.getsitepackages() for path in Path(folder).glob("*.dist-info"))
    variables = json.dumps(model_variables(settings, settings.as_of), sort_keys=True)
    parts = [state, project_fingerprint(settings.dbt_project), *_files(PACKAGE), *packages, variables]
    return _digest(parts)[:16]


def unchanged_since(settings: Settings) -> str | None:
    """When the whole build was finished that has just these inputs, as text; null when there is something to do."""
    if not settings.warehouse.exists():
        return None
    with connect(settings.warehouse) as connection:
        record = latest_build(connection)
    if record is None or record.inputs is None or record.inputs != build_inputs(settings):
        return None
    return f"{record.finished_at:%Y-%m-%d %H:%M} UTC"


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if not MADE.intersection(relative.parts) and path.is_file():
            stat = path.stat()
            yield f"{relative}:{stat.st_size}:{stat.st_mtime_ns}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
