"""Putting a publication in place so that a reader, or a kill, only ever finds a whole one.

    published/
      current -> .versions/<build>        the one link that a publication moves
      haven.duckdb -> current/haven.duckdb
      core -> current/core, marts -> current/marts, meta -> current/meta
      .versions/<build>/...               one folder per publication, the last two kept

Renaming `current` is one step of the file system: the database and all Parquet files change together.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.settings import Settings

CURRENT = "current"
LINKS = ("haven.duckdb", "core", "marts", "meta")
KEPT = 2  # the one in use and the one that a reader may still have open


def versions(settings: Settings) -> Path:
    return settings.published_dir / ".versions"


def new_folder(settings: Settings, build_id: str) -> Path:
    """An empty folder for a new publication; what killed runs left behind is removed first."""
    folder = versions(settings) / build_id
    try:
        remove_leftovers(settings)
        number = 0
        while folder.exists():
            # The same build is published once more: the folder in use must not be touched.
            number += 1
            folder = versions(settings) / f"{build_id}-{number}"
        folder.mkdir(parents=True)
    except OSError as error:
        raise HavenError(
            f"{settings.published_dir} cannot be written: {error.strerror}",
            "Free the folder, or point HAVEN_DATA_DIR at one you may write to.",
        ) from error
    return folder


def seal(folder: Path) -> None:
    """Make every file read-only and durable before anybody can see it."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
            _sync(path)
    for path in [folder, *(child for child in folder.iterdir() if child.is_dir())]:
        _sync(path)


def put_in_place(settings: Settings, folder: Path) -> None:
    """Make `folder` the publication that everybody reads."""
    published = settings.published_dir
    _link(published / CURRENT, folder.relative_to(published))
    for name in LINKS:
        link = published / name
        if not link.is_symlink() or link.readlink() != Path(CURRENT) / name:
            _link(link, Path(CURRENT) / name)
    _sync(published)
    remove_leftovers(settings)


def remove_leftovers(settings: Settings) -> None:
    """Remove the publications nobody reads any more, and half-written ones."""
    here = versions(settings)
    if not here.exists():
        return
    current = (settings.published_dir / CURRENT).resolve()
    others = sorted((path for path in here.iterdir() if path != current), key=lambda path: path.stat().st_mtime)
    whole = [path for path in others if (path / "meta" / "build.parquet").exists()]
    keep = {current, *whole[-(KEPT - 1) :]}
    for path in here.iterdir():
        if path not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _link(link: Path, target: Path) -> None:
    """Point `link` at `target` by renaming a new link over it."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    if link.exists() and not link.is_symlink() and link.is_dir():
        shutil.rmtree(link)  # a plain folder cannot be replaced by a rename
    fresh.replace(link)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
