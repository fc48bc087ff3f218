"""Files of a folder, each read once for as long as it stays what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from pipelines.errors import HavenError


@dataclass(frozen=True)
class File:
    """One file; `name` is its path within the folder."""

    path: Path
    name: str
    sha256: str


def files_in(folder: Path, source: str, suffixes: tuple[str, ...]) -> list[File]:
    """The files with one of the suffixes, hidden ones left out, in the order of their names.

    Raises:
        HavenError: there is no such folder.
    """
    if not folder.is_dir():
        raise HavenError(
            f"the folder {folder} of the source {source} does not exist",
            f"Set SOURCES__{source.upper()}__PATH to the folder that holds the files, or leave it unset.",
        )
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name.endswith(suffixes)]
    names = [path.relative_to(folder) for path in paths]
    return [
        File(path, name.as_posix(), _digest(path))
        for path, name in zip(paths, names, strict=True)
        if not any(part.startswith(".") for part in name.parts)
    ]


def fresh_files(files: list[File], state: dict[str, Any]) -> Iterator[File]:
    """Those that were not read before as they are now; each counts as read once the next is asked for."""
    known: dict[str, str] = state.setdefault("files", {})
    for file in files:
        if known.get(file.name) != file.sha256:
            yield file
            known[file.name] = file.sha256


def lines_in(file: File) -> Iterator[bytes]:
    """The lines of a file that are not empty."""
    with file.path.open("rb") as lines:
        yield from filter(None, map(bytes.strip, lines))


def json_object(text: bytes) -> dict[str, Any] | None:
    """The JSON object that a text is; None where it is none."""
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
