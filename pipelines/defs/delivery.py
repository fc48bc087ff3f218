"""Sending what was published: the board report by its own job, the alerts every day; nothing without targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.defs.publishing import PUBLISHED
from pipelines.defs.reporting import board_report
from pipelines.progress import say, step

if TYPE_CHECKING:
    from pipelines.delivery import Targets
    from pipelines.delivery.report import Result

GROUP = "delivery"
NO_TARGET = "no target is set up"


def definitions() -> dg.Definitions:
    return dg.Definitions(assets=[board_report_sent, alerts_sent])


@dg.asset(deps=[board_report], group_name=GROUP, kinds={"email"}, retry_policy=RETRIES)
def board_report_sent() -> dg.MaterializeResult:
    """The board report, at every target, and in the archive of what was sent."""
    from pipelines.delivery import deliver_report

    return _sent("send the board report", lambda targets: bool(targets.of_reports), deliver_report)


@dg.asset(deps=[PUBLISHED], group_name=GROUP, kinds={"email"}, retry_policy=RETRIES)
def alerts_sent() -> dg.MaterializeResult:
    """What is new, changed or over among the alerts: one message per owner and day."""
    from pipelines.delivery import deliver_digests

    return _sent("send the alerts", lambda targets: targets.is_set_up, deliver_digests)


def _sent(what: str, has_any: Callable[[Targets], bool], deliver: Callable[..., list[Result]]) -> dg.MaterializeResult:
    from pipelines.delivery import load_targets

    with taking_turns(what) as settings, step(what) as notes:
        targets = load_targets()
        if not has_any(targets):
            notes.append(NO_TARGET)
            return dg.MaterializeResult(metadata={"targets": 0})
        results = deliver(settings, targets, say)
        notes.append(f"{len(results)} deliveries")
    return dg.MaterializeResult(metadata={"deliveries": "; ".join(result.line for result in results)})
