"""What it all costs: pay by shift hours, seats, platforms, month by month and only for days of the world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipelines.sandbox.stacks import Stack
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, Clock
from pipelines.sandbox.world.staff import SLOT, SLOTS_A_SHIFT, Agents, Shifts


@dataclass(frozen=True)
class CostLine:
    """`first_on` to `last_on`, both included. `amount` in cents of `currency`; `agent` -1 when it is nobody's."""

    first_on: date
    last_on: date
    kind: str
    agent: int
    population: str | None
    vendor: str | None
    cents: int
    currency: str

    @property
    def month(self) -> str:
        return f"{self.first_on:%Y-%m}"

    @property
    def owner(self) -> str:
        """Whose cost it is, for the line's key."""
        return str(self.agent) if self.agent >= 0 else self.vendor or self.population or ""


def months(clock: Clock) -> list[tuple[date, date]]:
    """First and last day of each month of the world, cut to the world."""
    spans = []
    day = clock.start_on
    while day < clock.end_on:
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        spans.append((day, min(after, clock.end_on) - timedelta(days=1)))
        day = after
    return spans


def cost_lines(clock: Clock, staff: Agents, planned: Shifts, stack: Stack) -> list[CostLine]:
    """Every cost that is not billed by the piece."""
    lines: list[CostLine] = []
    shift_day = clock.local(planned.starts_at) // DAY
    for first, last in months(clock):
        lo, hi = (first - date(1970, 1, 1)).days, (last - date(1970, 1, 1)).days
        here = (shift_day >= lo) & (shift_day <= hi)
        shifts = np.bincount(planned.agent[here], minlength=len(staff))
        share = (hi - lo + 1) / 30
        for agent in np.nonzero(shifts)[0]:
            employer = "bpo" if staff.is_bpo[agent] else "in_house"
            hours = int(shifts[agent]) * SLOTS_A_SHIFT * SLOT / 3600
            pay = round(hours * c.HOURLY_PAY[employer] * 1.21 * 100)
            lines.append(CostLine(first, last, "payroll", int(agent), "human", None, pay, c.PAY_CURRENCY))
            seat = round(c.SEAT_A_MONTH * share * 100)
            lines.append(CostLine(first, last, "seat", int(agent), "human", stack.helpdesk, seat, c.PAY_CURRENCY))
        fee = round(float(c.PLATFORM_FEE_A_MONTH) * share * 100)
        lines.append(CostLine(first, last, "platform", -1, "ai", stack.assistant, fee, c.VENDOR_CURRENCY))
        lines.append(CostLine(first, last, "supervision", -1, "ai", None, round(1400 * share * 100), c.PAY_CURRENCY))
        lines.append(
            CostLine(first, last, "telephony", -1, "human", "phone line", round(260 * share * 100), c.PAY_CURRENCY)
        )
    return lines
