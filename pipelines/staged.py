"""Which sources' raw tables the models read.

Those of `CORE_SOURCES` always: empty tables cost little, and a model has something to refer to. Any other from the
moment it is set up for a data folder: what a company does not have shall not cost it one model in every build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pipelines.settings import ALL_SOURCES, CORE_SOURCES, OPTIONAL_SOURCES

SOURCES_FILE = "sources.json"


def optional_sources(data_dir: Path) -> tuple[str, ...]:
    """The optional sources that were ever set up for this data folder, in the project's order."""
    file = data_dir / SOURCES_FILE
    known = set(json.loads(file.read_text())) if file.is_file() else set()
    return tuple(name for name in OPTIONAL_SOURCES if name in known)


def staged_sources(data_dir: Path) -> tuple[str, ...]:
    """Every source that has models in a build of this data folder, in the project's order."""
    wanted = {*CORE_SOURCES, *optional_sources(data_dir)}
    return tuple(name for name in ALL_SOURCES if name in wanted)


def remember_sources(data_dir: Path, names: Iterable[str]) -> None:
    """From now on these have models here, set up or not: what was loaded once stays in the facts."""
    wanted = {*optional_sources(data_dir), *names}
    kept = [name for name in OPTIONAL_SOURCES if name in wanted]
    if kept == list(optional_sources(data_dir)):
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / f"{SOURCES_FILE}.new"
    fresh.write_text(json.dumps(kept) + "\n")
    fresh.replace(data_dir / SOURCES_FILE)
