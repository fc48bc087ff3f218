"""When new issues arrive: a Poisson stream with a daily, a weekly and a yearly shape on the local clock."""

from __future__ import annotations

import numpy as np

from pipelines.sandbox.world.clock import HOUR, Clock
from pipelines.sandbox.world.draws import Draws, Floats, Ints

# Share of a day's contacts by local hour; the two humps are late morning and after work.
BY_HOUR = np.array(
    [
        0.6,
        0.4,
        0.3,
        0.2,
        0.3,
        0.6,
        1.6,
        3.2,
        5.6,
        7.4,
        8.2,
        8.0,
        6.8,
        6.6,
        6.9,
        6.8,
        6.5,
        6.3,
        6.4,
        6.2,
        4.9,
        3.2,
        1.9,
        1.1,
    ]
)
BY_WEEKDAY = np.array([1.22, 1.12, 1.06, 1.04, 1.02, 0.84, 0.70])
# New issues a day at scale 1; with the people who come back this makes about 20,000 conversations in 90 days.
ISSUES_A_DAY = 206.0


def yearly_factor(day_of_year: Ints) -> Floats:
    """Busy before Christmas, quiet in summer; 1 on average."""
    angle = 2 * np.pi * (day_of_year - 350) / 365.25
    return 1 + 0.14 * np.cos(angle)


def hourly_rate(clock: Clock, hours: Ints, scale: float) -> Floats:
    """Expected new issues in each UTC hour that begins at `hours`."""
    day_shape = BY_HOUR[clock.hour(hours)] / BY_HOUR.sum()
    return scale * ISSUES_A_DAY * day_shape * BY_WEEKDAY[clock.weekday(hours)] * yearly_factor(clock.day_of_year(hours))


def arrivals(draws: Draws, clock: Clock, scale: float) -> Ints:
    """Sorted unix seconds at which a customer first speaks up about a new issue."""
    hours = np.arange(clock.start, clock.end, HOUR, dtype=np.int64)
    counts = draws.generator("arrivals/count").poisson(hourly_rate(clock, hours, scale))
    within = draws.uniform("arrivals/second", int(counts.sum()))
    at: Ints = np.repeat(hours, counts) + (within * HOUR).astype(np.int64)
    return np.sort(at, kind="stable")
