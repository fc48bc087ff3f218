"""Opening hours and shared time, against a count of every minute or second."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipelines.verification.clocks import MOMENTS, SCHEDULE, business_minutes, schedule_days, schedule_slots
from pipelines.verification.handling import concurrency_time
from pipelines.verification.sql import model

HOURS = {"0": [["08:30", "12:00"], ["11:00", "17:45"]], "3": [["22:00", "06:00"]], "6": [["00:00", "24:00"]]}
HOLIDAY = date(2026, 4, 3)


def is_open(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows an opening minute of `HOURS`."""
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    if local.date() == HOLIDAY:
        return False
    minute, weekday = local.hour * 60 + local.minute, local.weekday()
    return (
        (weekday == 0 and 510 <= minute < 1065)
        or (weekday == 3 and minute >= 1320)
        or (weekday == 4 and minute < 360)
        or weekday == 6
    )


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", datetime(2026, 3, 26)),
        ("Europe/Berlin", datetime(2026, 10, 22)),
        ("America/New_York", datetime(2026, 3, 5)),
        ("Australia/Lord_Howe", datetime(2026, 4, 1)),
        ("Australia/Lord_Howe", datetime(2026, 10, 1)),
        ("Asia/Kolkata", datetime(2026, 4, 1)),
        ("Pacific/Auckland", datetime(2026, 4, 1)),
    ],
)
def test_open_time_is_the_number_of_minutes_the_wall_clock_shows_open(zone: str, first: datetime) -> None:
    dice, tz = random.Random(zone + first.isoformat()), ZoneInfo(zone)
    minutes = 12 * 1440
    stretches = [sorted(dice.sample(range(minutes), 2)) for _ in range(60)]
    opens = [is_open(first + timedelta(minutes=m), tz) for m in range(minutes)]
    conversations: list[dict[str, Any]] = [
        {"conversation_id": n, "schedule_id": SCHEDULE}
        | {f"{moment}_at": first + timedelta(minutes=a if moment == "opened" else b) for moment in MOMENTS}
        for n, (a, b) in enumerate(stretches)
    ]
    clocks = model(
        "int_conversation_clocks",
        int_schedules_unioned=schedule_slots(zone, HOURS, [HOLIDAY.isoformat()]),
        int_schedule_days=schedule_days(zone, first, first + timedelta(minutes=minutes)),
        int_conversation_moments=conversations,
    )
    got = {row["conversation_id"]: row["full_resolution_business_seconds"] for row in clocks}
    assert got == {n: 60 * sum(opens[a:b]) for n, (a, b) in enumerate(stretches)}
    assert 0 < sum(opens) < minutes


def test_a_night_shift_lasts_its_real_length_when_the_clock_changes() -> None:
    shift = {"tz": "Europe/Berlin", "hours": {"6": [["01:00", "05:00"]]}, "holidays": []}
    spring = business_minutes("2026-03-28T22:00:00Z", "2026-03-29T10:00:00Z", **shift)
    autumn = business_minutes("2026-10-24T20:00:00Z", "2026-10-25T10:00:00Z", **shift)
    assert (spring["minutes"], autumn["minutes"]) == (180, 300)


def test_sessions_share_each_second_equally() -> None:
    dice = random.Random(7)
    sessions = [(start, start + dice.randint(1, 300)) for start in (dice.randint(0, 900) for _ in range(12))]
    edges = sorted({edge for session in sessions for edge in session})
    shares, busy, peak = [0.0] * len(sessions), 0, 0
    for start, end in pairwise(edges):
        here = [n for n, (a, b) in enumerate(sessions) if a <= start and end <= b]
        peak = max(peak, len(here))
        busy += (end - start) if here else 0
        for n in here:
            shares[n] += (end - start) / len(here)
    got = concurrency_time(sessions)
    assert got["share_s"] == pytest.approx(shares)
    assert got["busy_seconds"] == pytest.approx(busy, abs=1e-4)
    assert got["peak"] == peak
