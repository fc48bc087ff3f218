"""How far a build has come, said every few seconds."""

from __future__ import annotations

import time
from collections import Counter as Tally

from pipelines.building.runner import NodeResult
from pipelines.progress import Progress

EVERY = 5.0  # seconds


class Counter:
    """Counts finished nodes; says so now and then, and at once when one fails."""

    def __init__(self, say: Progress) -> None:
        self._say = say
        self._tally: Tally[str] = Tally()
        self._said = time.monotonic()

    def __call__(self, result: NodeResult) -> None:
        self._tally["models" if result.unique_id.startswith(("model.", "seed.")) else "tests"] += 1
        if result.failed:
            self._say(f"failed: {result.name}")
        elif time.monotonic() - self._said > EVERY:
            self._say(f"{self.summary} done")
            self._said = time.monotonic()

    @property
    def summary(self) -> str:
        return f"{self._tally['models']} models, {self._tally['tests']} tests"
