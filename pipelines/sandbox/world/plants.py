"""What can be planted, and from when it works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.errors import HavenError
from pipelines.sandbox.world.catalogue import FAMILIES, intent_number
from pipelines.sandbox.world.clock import DAY, Clock

PLANTS = (
    "training_gap",
    "overclaim",
    "stale_snapshot",
    "scope_creep",
    "coaching_works",
    "volume_surge",
    "mix_shift",
    "vendor_better_on_easy_only",
    "event_rise",
)


@dataclass(frozen=True)
class Plan:
    """Dates (unix seconds) and sizes of everything that can be planted, whether it is or not.

    `coaching_from`: sessions begin around it in every world. `coaching_gain` is added to a coached person's chance to
    resolve, `coaching_quality` to the scores of their reviews. `surge_share` is what comes on top of the usual
    arrivals; `surge_cost` is what the longest waits of the surge take off the chance to be satisfied. `mix_share` of
    the easy issues turn into hard ones. In the trial `trial_ai_share` of the chats reaches the AI, which may answer
    every intent; the draw is random within each intent. The AI is better than people up to complexity `trial_easy`.
    What begins with `trial_ai` is by complexity, 0 to 5.
    """

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
    coaching_from: int
    coaching_gain: float
    coaching_quality: float
    surge_from: int
    surge_until: int
    surge_share: float
    surge_cost: float
    mix_from: int
    mix_share: float
    trial_easy: int
    trial_ai_share: tuple[float, ...]
    trial_ai_resolves: tuple[float, ...]
    trial_ai_gives_up: tuple[float, ...]

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
        coaching_from=after(42, 0.4),
        coaching_gain=0.10,
        coaching_quality=0.08,
        surge_from=after(50, 0.5),
        surge_until=after(74, 0.82),
        surge_share=0.7,
        surge_cost=0.4,
        mix_from=after(48, 0.5),
        mix_share=0.55,
        trial_easy=1,
        trial_ai_share=(0.0, 0.9, 0.1, 0.1, 0.17, 0.17),
        trial_ai_resolves=(0.0, 0.99, 0.64, 0.57, 0.45, 0.30),
        trial_ai_gives_up=(0.0, 0.02, 0.08, 0.10, 0.12, 0.15),
    )
