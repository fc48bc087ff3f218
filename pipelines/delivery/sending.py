"""One message to one target, at most once: every attempt is in the ledger before it is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipelines.delivery.ledger import Delivery, Ledger
from pipelines.delivery.message import Message
from pipelines.delivery.outcome import NotDelivered, Unclear

WAITS = (5.0, 30.0, 120.0)  # seconds before the second, third and fourth attempt
LONGEST_WAIT = 600.0
Sleep = Callable[[float], None]


class Target(Protocol):
    """`is_repeatable`: sending the same again leaves one copy there."""

    is_repeatable: bool

    @property
    def name(self) -> str: ...

    def send(self, message: Message, key: str) -> None: ...


@dataclass(frozen=True)
class Result:
    """`state`: sent now, already sent before, failed, or unclear."""

    delivery: Delivery
    state: str
    reason: str = ""

    @property
    def is_well(self) -> bool:
        return self.state in ("sent", "already sent")

    @property
    def line(self) -> str:
        return f"{self.delivery.target}: {self.state}{f' ({self.reason})' if self.reason else ''}"


def send_once(
    ledger: Ledger,
    target: Target,
    message: Message,
    delivery: Delivery,
    waits: Sequence[float] = WAITS,
    sleep: Sleep = time.sleep,
) -> Result:
    """Attempt until it is sent, surely refused, unclear, or the waits are used up.

    Only an attempt that surely did not arrive is repeated. A process that ends during a wait leaves `failed` behind, so
    that the next one goes on; one that ends during an attempt leaves `sending`, which the next one calls unclear.
    """
    for wait in (*waits, None):
        if (standing := ledger.begin(delivery, is_repeatable=target.is_repeatable)) != "go":
            state = "already sent" if standing == "sent" else standing
            return Result(
                delivery, state, "" if standing == "sent" else "an earlier attempt was cut off or not answered"
            )
        try:
            target.send(message, delivery.key)
        except NotDelivered as error:
            ledger.settle(delivery, "failed", error.reason)
            if wait is None or not error.may_retry or error.after > LONGEST_WAIT:
                return Result(delivery, "failed", error.reason)
            sleep(max(wait, error.after))
        except Unclear as error:
            ledger.settle(delivery, "unclear", error.reason)
            return Result(delivery, "unclear", error.reason)
        else:
            ledger.settle(delivery, "sent")
            return Result(delivery, "sent")
    raise AssertionError("the last attempt returns")
