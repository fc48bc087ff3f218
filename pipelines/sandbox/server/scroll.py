"""A list that is read by scrolling: one reader at a time, who must not rest."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass


@dataclass
class Scroll:
    """The one scroll of an account; it dies after `idle` seconds without a request."""

    idle: float
    name: str | None = None
    position: int = 0
    asked_at: float = 0.0

    @property
    def is_alive(self) -> bool:
        return self.name is not None and time.monotonic() - self.asked_at < self.idle

    def begin(self) -> bool:
        """False when another scroll is still alive."""
        if self.is_alive:
            return False
        self.name, self.position, self.asked_at = str(uuid.uuid4()), 0, time.monotonic()
        return True

    def goes_on(self, name: str) -> bool:
        """False when this scroll is not known, or no more."""
        if not self.is_alive or name != self.name:
            return False
        self.asked_at = time.monotonic()
        return True

    def end(self) -> None:
        self.name = None
