"""One writing run at a time per data folder.

The lock is the kernel's (flock on an open file): it ends with the process that holds it, however that process ends,
so a killed run never leaves a lock behind. The text inside only tells a second run whom it is waiting for.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.settings import Settings

_held: dict[Path, int] = {}
_guard = threading.RLock()


@contextmanager
def run_lock(settings: Settings, command: str) -> Iterator[None]:
    """Hold the data folder's lock; nested use within one process is free.

    Raises:
        HavenError: another process holds it, or the data folder cannot be written.
    """
    path = settings.data_dir / "run.lock"
    with _guard:
        if path in _held:
            _held[path] += 1
            file = None
        else:
            file = _acquire(path, command)
            _held[path] = 1
    try:
        yield
    finally:
        with _guard:
            _held[path] -= 1
            if not _held[path]:
                del _held[path]
        if file is not None:
            os.close(file)


def _acquire(path: Path, command: str) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise HavenError(
            f"the data folder {path.parent} cannot be used: {error.strerror}",
            "Point HAVEN_DATA_DIR at a folder you may write to.",
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(file, 1000, 0).decode(errors="replace")
        os.close(file)
        raise HavenError(
            f"{_describe(holder)} is working on {path.parent}",
            "Wait until it has finished, stop it, or choose another HAVEN_DATA_DIR.",
        ) from error
    note = {"pid": os.getpid(), "command": command, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(file, 0)
    os.pwrite(file, json.dumps(note).encode(), 0)
    return file


def _describe(holder: str) -> str:
    try:
        note = json.loads(holder)
        return f"`{note['command']}` (process {note['pid']}, since {note['since']})"
    except (ValueError, KeyError, TypeError):
        return "another run"
