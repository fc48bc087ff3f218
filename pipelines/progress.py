"""Progress lines: what is happening now and how long it has taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str], None]
_started = time.monotonic()


def say(message: str) -> None:
    """One line on stdout with the seconds since the process began its work."""
    print(f"{time.monotonic() - _started:7.1f} s  {message}", file=sys.stdout, flush=True)


def quiet(message: str) -> None:
    """Progress nobody reads."""


@contextmanager
def step(name: str, progress: Progress = say) -> Iterator[list[str]]:
    """Announce a step and, when it ends well, its seconds; what the block appends to the list ends the line."""
    progress(f"{name} ...")
    started = time.monotonic()
    notes: list[str] = []
    yield notes
    progress(f"{name}: {', '.join([*notes, f'{time.monotonic() - started:.1f} s'])}")
