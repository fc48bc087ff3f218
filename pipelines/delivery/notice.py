"""A short message to whoever answers for delivery, when something failed or is late."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from pipelines.delivery.ledger import Delivery, Ledger, open_ledger
from pipelines.delivery.message import Message
from pipelines.delivery.sending import Result, Sleep, send_once
from pipelines.delivery.targets import Targets, load_targets
from pipelines.settings import Settings

WAITS = (2.0, 10.0)  # a notice must not hold up the failure it tells of


def tell_owner(
    ledger: Ledger,
    targets: Targets,
    about: str,
    subject: str,
    paragraphs: Sequence[str],
    broken: Sequence[str] = (),
    sleep: Sleep = time.sleep,
) -> list[Result]:
    """Tell it once per `about`, whatever the words, through every target but those that are `broken`."""
    message = Message(subject, tuple(paragraphs), place="notices")
    return [
        send_once(ledger, target, message, Delivery("notice", target.name, about, "", ""), WAITS, sleep)
        for target in targets.of_failures
        if target.name not in broken
    ]


def matter(name: str, missing: Sequence[Result]) -> str:
    """A name for what is missing where, the same however often it is found."""
    parts = sorted(f"{result.delivery.about} {result.delivery.target} {result.state}" for result in missing)
    return f"{name} {hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:12]}"


def tell_failure(
    settings: Settings, line: str, targets: Targets | None = None, sleep: Sleep = time.sleep
) -> list[Result]:
    """Tell the owner that a step failed; the same line once a day. Without targets nothing happens."""
    targets = targets or load_targets()
    if not targets.of_failures:
        return []
    about = f"failure {datetime.now(UTC):%Y-%m-%d} {hashlib.sha256(line.encode()).hexdigest()[:12]}"
    paragraphs = (f"A step failed: {line}", "What was published before is untouched. `haven status` says more.")
    with open_ledger(settings.data_dir) as ledger:
        return tell_owner(ledger, targets, about, f"{settings.company}: a step failed", paragraphs, sleep=sleep)
