"""What each scenario leaves to people, intent by intent, against what they have today.

Only first contacts of a journey are counted: repeats follow from what is kept and returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.analysis.capacity.assumptions import OWN_CASES, Assumptions, Number
from pipelines.planning.blended import HumanWork, IntentLoad, human_work
from pipelines.planning.containment import kept_share, with_share

SHRINK_M = 20
NEVER_TRIED = 0.5


@dataclass(frozen=True)
class Cell:
    """One queue and intent today, and how well the AI keeps the intent where it tries."""

    queue: str
    intent: str
    load: IntentLoad
    ease: float


@dataclass(frozen=True)
class Scenario:
    """A row of the seed; `ai_share` is of first contacts, null for that of today."""

    name: str
    order: int
    ai_share: float | None
    volume_change: float
    handle_time_change: float
    written_to_live_share: float


@dataclass(frozen=True)
class Change:
    """People's contacts and handle time of a queue over those of today."""

    contacts: float
    handle_time: float


@dataclass(frozen=True)
class Blend:
    """The work of today by queue and intent, and what the AI sends back."""

    cells: list[Cell]
    return_share: Number
    extra_s: Number

    @property
    def ai_share(self) -> float | None:
        return kept_share([cell.load for cell in self.cells]) if self.cells else None

    def changes(self, scenario: Scenario, live: set[str]) -> dict[str, Change]:
        """By queue; as today is exactly 1 and 1."""
        before = self._work(self.cells)
        moved = _moved(self.cells, scenario.written_to_live_share, live)
        if scenario.ai_share is not None and moved:
            share = min(max(scenario.ai_share, 0.0), 1.0)
            loads = with_share([cell.load for cell in moved], share, [cell.ease for cell in moved])
            moved = [replace(cell, load=load) for cell, load in zip(moved, loads, strict=True)]
        after = self._work(moved)
        return {queue: _change(before[queue], after[queue], scenario) for queue in before}

    def _work(self, cells: Sequence[Cell]) -> dict[str, HumanWork]:
        queues = sorted({cell.queue for cell in cells})
        return {
            queue: human_work(
                [cell.load for cell in cells if cell.queue == queue], self.return_share.value, self.extra_s.value
            )
            for queue in queues
        }


def _change(before: HumanWork, after: HumanWork, scenario: Scenario) -> Change:
    contacts = after.contacts / before.contacts if before.contacts else 1.0
    handle = after.aht_s / before.aht_s if after.aht_s and before.aht_s else 1.0
    return Change(contacts * (1 + scenario.volume_change), handle * (1 + scenario.handle_time_change))


def _moved(cells: list[Cell], share: float, live: set[str]) -> list[Cell]:
    """A share of what is asynchronous comes to the largest live queue, where it is tried and kept as that queue's
    contacts of the same intent are."""
    volume: dict[str, float] = {}
    for cell in cells:
        if cell.queue in live:
            volume[cell.queue] = volume.get(cell.queue, 0.0) + cell.load.contacts
    if not share or not volume:
        return cells
    target = max(sorted(volume), key=lambda queue: volume[queue])
    there = {cell.intent: cell.load for cell in cells if cell.queue == target}
    stay, go = [], []
    for cell in cells:
        if cell.queue in live:
            stay.append(cell)
            continue
        v = cell.load.contacts
        stay.append(replace(cell, load=replace(cell.load, contacts=v * (1 - share))))
        as_there = there.get(cell.intent, cell.load)
        go.append(replace(cell, queue=target, load=replace(as_there, contacts=v * share)))
    return stay + go


def read_blend(assumed: Assumptions, rows: Sequence[dict[str, Any]]) -> Blend:
    """Cells of queue and intent over the weeks given, with the rates shrunk where they are small."""
    total: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        sums = total.setdefault((row["queue"], row["intent_id"]), {})
        for name, value in row.items():
            if isinstance(value, (int, float)) and name != "complexity":
                sums[name] = sums.get(name, 0.0) + value
    over_all = _added(list(total.values()))
    own_return = _rate(over_all, "kept_returned", "kept_watched")
    own_extra = _rate(over_all, "extra_seconds", "extra_timed")
    cells = [
        Cell(queue, intent, load, _ease(intent, total, over_all))
        for (queue, intent), sums in sorted(total.items())
        if (load := _load(sums, _added([s for (q, _), s in total.items() if q == queue]))) is not None
    ]
    return Blend(
        cells,
        assumed.number(
            "return_share", own_return, f"{over_all.get('kept_watched', 0):,.0f} contacts watched for 30 days"
        ),
        assumed.number(
            "extra_seconds",
            None if own_extra is None else max(own_extra, 0.0),
            f"{over_all.get('extra_timed', 0):,.0f} hand-offs",
        ),
    )


def _added(parts: Sequence[dict[str, float]]) -> dict[str, float]:
    names = {name for part in parts for name in part}
    return {name: sum(part.get(name, 0.0) for part in parts) for name in sorted(names)}


def _rate(sums: dict[str, float], numerator: str, n: str) -> float | None:
    return sums[numerator] / sums[n] if sums.get(n, 0.0) >= OWN_CASES else None


def _load(sums: dict[str, float], queue: dict[str, float]) -> IntentLoad | None:
    """Null where nobody of the queue was ever timed: work without a handle time cannot be planned."""
    if queue.get("timed", 0.0) <= 0 or sums["first_contacts"] <= 0:
        return None
    direct = queue["direct_seconds"] / queue["direct_timed"] if queue["direct_timed"] else None
    parent = direct or queue["handle_seconds"] / queue["timed"]
    aht = (sums["direct_seconds"] + SHRINK_M * parent) / (sums["direct_timed"] + SHRINK_M)
    tried = sums["first_tried_by_ai"]
    return IntentLoad(
        sums["first_contacts"], aht, tried / sums["first_contacts"], sums["first_kept_by_ai"] / tried if tried else 0.0
    )


def _ease(intent: str, total: dict[tuple[str, str], dict[str, float]], over_all: dict[str, float]) -> float:
    mine = _added([sums for (_, name), sums in total.items() if name == intent])
    parent = (
        over_all["first_kept_by_ai"] / over_all["first_tried_by_ai"] if over_all["first_tried_by_ai"] else NEVER_TRIED
    )
    return max((mine["first_kept_by_ai"] + SHRINK_M * parent) / (mine["first_tried_by_ai"] + SHRINK_M), 0.01)
