"""A failure, as one readable line, a file, and without pointless retries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.errors import HavenError
from pipelines.locking import run_lock
from pipelines.progress import say
from pipelines.settings import Settings, load_settings

TELLS_ITSELF = "_sent"  # a delivery that fails has told its owner by what still works
# An unknown error may be the network's: try again twice. A known cause will not go away by itself.
RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL)


@contextmanager
def taking_turns(step: str) -> Iterator[Settings]:
    """The settings, with the data folder's lock held; a known failure ends the step without a retry."""
    settings = load_settings()
    try:
        with run_lock(settings, f"dagster step {step}"):
            yield settings
    except HavenError as error:
        raise dg.Failure(
            description=str(error), metadata={"cause": error.cause, "remedy": error.remedy}, allow_retries=False
        ) from error


def describe(step: str, error: BaseException | None) -> str:
    """One line: the step and what went wrong."""
    if isinstance(error, dg.Failure) and error.description:
        return f"{step}: {error.description}"
    text = " ".join(str(error).split())[:500] if error else "no reason given"
    return f"{step}: {type(error).__name__}: {text}"


def write_failure(folder: Path, run_id: str, line: str) -> Path:
    """Keep the line where someone who was asleep will find it."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"{now:%Y%m%dT%H%M%S}-{run_id[:8]}.txt"
    with path.open("a") as file:
        file.write(f"{now.isoformat(timespec='seconds')} run {run_id}\n{line}\n")
    return path


@dg.failure_hook(name="say_what_failed")
def say_what_failed(context: dg.HookContext) -> None:
    line = describe(context.step_key, context.op_exception)
    settings = load_settings()
    path = write_failure(settings.data_dir / "failures", context.run_id, line)
    say(f"failed: {line} (kept in {path})")
    if not context.step_key.endswith(TELLS_ITSELF):
        tell(settings, line)


def tell(settings: Settings, line: str) -> None:
    """Tell whoever answers for delivery. What goes wrong with that is said here and hides nothing of the failure."""
    from pipelines.delivery import tell_failure

    try:
        for result in tell_failure(settings, line):
            say(f"told of the failure: {result.line}")
    except Exception as error:
        say(f"nobody was told of the failure: {type(error).__name__}: {error}")
