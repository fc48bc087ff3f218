"""Local time in Europe/Berlin for whole arrays, daylight saving included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from pipelines.sandbox.world.draws import Ints

ZONE = "Europe/Berlin"
HOUR = 3600
DAY = 86400


def unix(day: date, hour: int = 0) -> int:
    """Unix seconds of a UTC day's start."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class Clock:
    """The world's time: [start, end) in unix seconds, with the zone's offset for every hour around it."""

    start_on: date
    end_on: date
    first_hour: int
    offsets: Ints

    @classmethod
    def between(cls, start_on: date, end_on: date) -> Clock:
        # Work taken on the last days ends later, hence the margin.
        first = unix(start_on) - 3 * DAY
        hours = np.arange(first, unix(end_on) + 60 * DAY, HOUR, dtype=np.int64)
        zone = ZoneInfo(ZONE)
        shifts = [datetime.fromtimestamp(int(h), zone).utcoffset() or timedelta() for h in hours]
        return cls(start_on, end_on, first, np.array([int(s.total_seconds()) for s in shifts], dtype=np.int64))

    @property
    def start(self) -> int:
        return self.local_to_utc_scalar(self.start_on)

    @property
    def end(self) -> int:
        return self.local_to_utc_scalar(self.end_on)

    def local_to_utc_scalar(self, day: date) -> int:
        """Unix seconds of a local midnight."""
        return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).timestamp())

    def local(self, at: Ints) -> Ints:
        """Seconds of the local wall clock, counted as if it were UTC."""
        return at + self.offsets[np.clip((at - self.first_hour) // HOUR, 0, len(self.offsets) - 1)]

    def hour(self, at: Ints) -> Ints:
        """Local hour of the day, 0 to 23."""
        return self.local(at) % DAY // HOUR

    def weekday(self, at: Ints) -> Ints:
        """Local weekday, Monday 0."""
        return (self.local(at) // DAY + 3) % 7

    def day_of_year(self, at: Ints) -> Ints:
        """Roughly the local day of the year, 0 to 365; enough for a seasonal curve."""
        days = (self.local(at) // DAY).astype("datetime64[D]")
        return (days - days.astype("datetime64[Y]")).astype(np.int64)

    def days(self, extra: int = 0) -> Ints:
        """Local days of the world (and `extra` more) as days since 1970-01-01."""
        return np.arange(unix(self.start_on) // DAY, unix(self.end_on) // DAY + extra, dtype=np.int64)

    def at_local(self, day: Ints, seconds: Ints | int) -> Ints:
        """Unix seconds of a wall-clock time after the night's clock change (03:00 or later) of local days."""
        wall = day * DAY + seconds
        noon = day * DAY + 12 * HOUR
        return wall - self.offsets[np.clip((noon - HOUR - self.first_hour) // HOUR, 0, len(self.offsets) - 1)]
