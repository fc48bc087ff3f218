"""What can be planted, and from when it works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.errors import HavenError
from pipelines.sandbox.world.catalogue import FAMILIES, intent_number
from pipelines.sandbox.world.clock import DAY, Clock

PLANTS = ("training_gap", "overclaim", "stale_snapshot", "scope_creep")


@dataclass(frozen=True)
class Plan:
    """Dates (unix seconds) and sizes of everything that can be planted, whether it is or not."""

    plants: frozenset[str]
    gap_from: int
    gap_family: int
    gap_factor: float
    policy_decided_at: int
    policy_live_for_humans_at: int
    policy_live_for_ai_at: int
    policy_intents: tuple[int, ...]
    stale_factor: float
    creep_from: int
    creep_intent: int
    creep_resolution: float
    creep_hand_off: float

    def has(self, plant: str) -> bool:
        return plant in self.plants


def checked(plants: Iterable[str]) -> frozenset[str]:
    """The plants as a set.

    Raises:
        HavenError: a name that is not in `PLANTS`.
    """
    chosen = frozenset(p for p in plants if p)
    unknown = sorted(chosen - set(PLANTS))
    if unknown:
        raise HavenError(f"the sandbox knows no plant named {', '.join(unknown)}", f"Choose from: {', '.join(PLANTS)}")
    return chosen


def plan(plants: Iterable[str], clock: Clock) -> Plan:
    """Place the plants in the world's time.

    Dates are a fixed number of days after the start once the world is long enough, so that a longer world of
    the same start continues a shorter one.
    """
    chosen = checked(plants)
    span = clock.end - clock.start

    def after(days: int, share: float) -> int:
        return clock.start + (min(days * DAY, int(span * share)) // 3600) * 3600

    humans_at = after(30, 0.33)
    ai_at = after(64, 0.71) if "stale_snapshot" in chosen else humans_at + min(2 * DAY, int(span * 0.02))
    return Plan(
        plants=chosen,
        gap_from=after(40, 0.45),
        gap_family=FAMILIES.index("orders"),
        gap_factor=0.45,
        policy_decided_at=humans_at - 8 * DAY,
        policy_live_for_humans_at=humans_at,
        policy_live_for_ai_at=ai_at,
        policy_intents=(intent_number("refund_request"), intent_number("payment_failed")),
        stale_factor=0.45,
        creep_from=after(45, 0.5),
        creep_intent=intent_number("plan_cancellation"),
        creep_resolution=0.2,
        creep_hand_off=0.15,
    )
