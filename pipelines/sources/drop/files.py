"""Which files of a drop folder hold which entity, and whether the folder is what its manifest promises."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.errors import HavenError
from pipelines.sources.drop.entities import ENTITY_NAMES

MANIFEST = "manifest.json"
FORMATS = (".jsonl", ".csv", ".parquet")
_NAMING = (
    f"name it <entity>{{{','.join(FORMATS)}}} or put it in a folder <entity>/, with one of: {', '.join(ENTITY_NAMES)}"
)


@dataclass(frozen=True)
class DropFile:
    """One file of the drop; `name` is its path within the folder, `rows` what the manifest says it has."""

    path: Path
    name: str
    entity: str
    sha256: str
    rows: int | None = None

    @property
    def format(self) -> str:
        return self.path.suffix.lower()


def find_files(folder: Path) -> list[DropFile]:
    """Every data file of the folder, in the order of their names.

    Raises:
        HavenError: no such folder, a file that is no entity, or a folder that differs from its manifest.
    """
    if not folder.is_dir():
        raise HavenError(
            f"the drop folder {folder} does not exist",
            "Set SOURCES__DROP__PATH to the folder that holds the files, or leave it unset to load no files.",
        )
    manifest = _read_manifest(folder)
    listed = {item["name"]: item for item in manifest["files"]} if manifest else {}
    files = []
    for path in _data_files(folder):
        name = path.relative_to(folder).as_posix()
        if manifest and name not in listed:
            raise HavenError(
                f"{name} lies in the drop folder {folder} but not in its {MANIFEST}",
                f"List the file in {MANIFEST}, or take it out of the folder.",
            )
        entity = listed.get(name, {}).get("entity") or _entity_of(path, folder)
        if entity not in ENTITY_NAMES or path.suffix.lower() not in FORMATS:
            raise HavenError(f"{name} in the drop folder {folder} is no standard entity", f"Please {_NAMING}.")
        files.append(DropFile(path, name, entity, _sha256(path), listed.get(name, {}).get("rows")))
    _check_manifest(folder, listed, files)
    return files


def _data_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts != (MANIFEST,) and not any(part.startswith(".") for part in parts):
            yield path


def _entity_of(path: Path, folder: Path) -> str:
    inner = path.relative_to(folder)
    return inner.parts[0] if len(inner.parts) > 1 else path.stem


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        manifest = json.loads(path.read_text())
        names = [str(item["name"]) for item in manifest["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise HavenError(
            f"{path} cannot be read as a manifest ({type(error).__name__})",
            'It is a JSON object with "files": [{"name", "entity", "rows", "sha256"}].',
        ) from error
    if len(names) != len(set(names)):
        raise HavenError(f"{path} lists a file twice", "List each file once.")
    return manifest


def _check_manifest(folder: Path, listed: dict[str, dict[str, Any]], files: list[DropFile]) -> None:
    found = {file.name: file for file in files}
    remedy = f"Send the folder {folder} again, whole; nothing of it was read."
    for name, item in listed.items():
        if name not in found:
            raise HavenError(f"{name} is listed in the drop's {MANIFEST} but not there", remedy)
        if item.get("sha256") and str(item["sha256"]).lower() != found[name].sha256:
            raise HavenError(f"{name} has not the checksum that the drop's {MANIFEST} lists", remedy)
        if item.get("rows") is not None:
            rows = count_rows(found[name])
            if rows != item["rows"]:
                raise HavenError(f"{name} has {rows} rows, the drop's {MANIFEST} lists {item['rows']}", remedy)


def count_rows(file: DropFile) -> int:
    """Rows of one file; blank lines of JSONL and the header of CSV are none."""
    if file.format == ".parquet":
        return int(pq.ParquetFile(file.path).metadata.num_rows)
    if file.format == ".csv":
        with file.path.open(newline="", encoding="utf-8-sig", errors="replace") as handle:
            return max(sum(1 for row in csv.reader(handle) if row) - 1, 0)
    with file.path.open("rb") as handle:
        return sum(1 for line in handle if line.strip())
