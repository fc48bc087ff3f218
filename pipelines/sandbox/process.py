"""The server as a child process that never outlives its caller."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from pipelines.errors import HavenError
from pipelines.sandbox.build import DEFAULT_END
from pipelines.sandbox.stacks import DEFAULT_STACK
from pipelines.settings import ROOT


@contextmanager
def running(
    folder: Path | str,
    *,
    seed: int = 7,
    days: int = 90,
    scale: float = 1.0,
    plants: Iterable[str] = (),
    end: date = DEFAULT_END,
    stack: str = DEFAULT_STACK,
    faults: Iterable[str] = (),
    log: Path | str | None = None,
    port: int = 0,
    window: float = 1.0,
    timeout: float = 900.0,
    progress: Callable[[str], None] | None = None,
) -> Iterator[dict[str, str]]:
    """Build the world if needed and serve it while the block runs; gives the loaders' settings.

    Raises:
        HavenError: the server did not get ready; the message ends with its last words.
    """
    command = [sys.executable, "-m", "pipelines.sandbox", "--folder", str(Path(folder).resolve())]
    command += ["--seed", str(seed), "--days", str(days), "--scale", str(scale), "--end", end.isoformat()]
    command += ["--stack", stack]
    command += ["--port", str(port), "--window", str(window), "--faults", ",".join(faults)]
    command.append("--until-stdin-closes")
    for plant in sorted(plants):
        command += ["--plant", plant]
    if log:
        command += ["--log", str(Path(log).resolve())]
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if progress else words,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": path},
        )
        try:
            if progress and child.stderr:
                threading.Thread(target=_forward, args=(child.stderr, words, progress), daemon=True).start()
            yield _wait(child, timeout, words)
        finally:
            _stop(child)


def _forward(source: IO[str], words: IO[str], progress: Callable[[str], None]) -> None:
    for line in source:
        words.write(line)
        progress(line.rstrip())


def _wait(child: subprocess.Popen[str], timeout: float, words: IO[str]) -> dict[str, str]:
    # A timer ends a child that never speaks, which in turn ends the blocking read.
    timer = threading.Timer(timeout, child.kill)
    timer.start()
    try:
        line = child.stdout.readline() if child.stdout else ""
    finally:
        timer.cancel()
    if line:
        env: dict[str, str] = json.loads(line)["env"]
        return env
    child.wait(10)
    words.flush()
    words.seek(0)
    last = " / ".join(words.read().split("\n")[-6:]).strip(" /") or "nothing"
    raise HavenError(
        f"the sandbox did not start; its last words: {last}", "Run python -m pipelines.sandbox to see more"
    )


def _stop(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(5)
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()
