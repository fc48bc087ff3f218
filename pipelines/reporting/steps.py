"""Run one step of the report build as a subprocess, with a time limit, and read its log as well as its exit code."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pipelines.errors import HavenError

# Evidence draws a page whose query failed and still exits with 0; only its log tells.
SIGNS_OF_FAILURE = (
    "Error in Query!",
    "Internal Error",
    "Error connecting to datasource",
    "No sources found",
    "Unable to load source manifest",
    "Failed to load sql file",
    "✖",
)

# Evidence reports its use to its makers unless told not to. The rest is what its own command sets for a build.
ENVIRONMENT = {
    "SEND_ANONYMOUS_USAGE_STATS": "no",
    "DO_NOT_TRACK": "1",
    "EVIDENCE_STRICT_MODE": "true",
    "EVIDENCE_IS_BUILDING": "true",
    "EVIDENCE_DATA_URL_PREFIX": "static/data",
    "NODE_OPTIONS": "--max-old-space-size=4096",
    "NO_COLOR": "1",
}


def find_failure(log: str) -> str | None:
    """The first line of `log` that says something failed, or None."""
    for line in log.splitlines():
        if any(sign in line for sign in SIGNS_OF_FAILURE):
            return line.strip()
    return None


def last_words(log: str) -> str:
    """What a failed step said about it: its first two error lines, else its last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "Build failed" not in line]
    return " ".join(errors[:2] or lines[-1:] or ["it said nothing"])[:400]


def run_step(name: str, command: Sequence[str], folder: Path, seconds: int, env: dict[str, str] | None = None) -> str:
    """Run `command` in `folder` for at most `seconds`; returns its log.

    Raises:
        HavenError: the step ran too long, exited with an error, or its log shows a failed query.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # npm and Vite start processes of their own; a group of its own lets the time limit end them all.
        start_new_session=True,
    )
    try:
        log, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise HavenError(
            f"The report step '{name}' was not done after {seconds} s",
            "Run `npm ci` in reports/ so that the patch there is applied, free some memory, and try again.",
        ) from None
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    failure = find_failure(log)
    if process.returncode or failure:
        raise HavenError(
            f"The report step '{name}' failed: {failure or last_words(log)}",
            f"Run `{' '.join(command)}` in {folder} to see all it says.",
        )
    return log
