"""Counted requests per window, as each vendor counts them; the window is shorter than the vendors' minute."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """At most `total` requests in each window of `window` seconds, counted from the first of them."""

    total: int
    window: float
    began: float = field(default=-1e9)
    used: int = 0

    def take(self, cost: int = 1) -> bool:
        """Count one request, which may cost several; False when that is too much."""
        now = time.monotonic()
        if now - self.began >= self.window:
            self.began, self.used = now, 0
        self.used += cost
        return self.used <= self.total

    @property
    def remaining(self) -> int:
        return max(0, self.total - self.used)

    @property
    def resets_in(self) -> int:
        """Whole seconds until the window ends, at least 1 as `Retry-After` has no fractions."""
        return max(1, math.ceil(self.began + self.window - time.monotonic()))
