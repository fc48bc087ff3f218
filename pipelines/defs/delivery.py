"""Sending what was published: the board report by its own job, the alerts every day; nothing without targets."""

from __future__ import annotations

import dagster as dg

from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.defs.publishing import PUBLISHED
from pipelines.defs.reporting import board_report
from pipelines.progress import say, step

GROUP = "delivery"
NO_TARGET = "no target is set up"


def definitions() -> dg.Definitions:
    return dg.Definitions(assets=[board_report_sent, alerts_sent])


@dg.asset(deps=[board_report], group_name=GROUP, kinds={"email"}, retry_policy=RETRIES)
def board_report_sent() -> dg.MaterializeResult:
    """The board report, at every target, and in the archive of what was sent."""
    from pipelines.delivery import deliver_report, load_targets

    with taking_turns("send the board report") as settings, step("send the board report") as notes:
        targets = load_targets()
        if not targets.of_reports:
            notes.append(NO_TARGET)
            return dg.MaterializeResult(metadata={"targets": 0})
        results = deliver_report(settings, targets, say)
        notes.append(f"{len(results)} deliveries")
    return dg.MaterializeResult(metadata={"deliveries": "; ".join(result.line for result in results)})


@dg.asset(deps=[PUBLISHED], group_name=GROUP, kinds={"email"}, retry_policy=RETRIES)
def alerts_sent() -> dg.MaterializeResult:
    """What is new, changed or over among the alerts: one message per owner and day."""
    from pipelines.delivery import deliver_digests, load_targets

    with taking_turns("send the alerts") as settings, step("send the alerts") as notes:
        targets = load_targets()
        if not targets.is_set_up:
            notes.append(NO_TARGET)
            return dg.MaterializeResult(metadata={"targets": 0})
        results = deliver_digests(settings, targets, say)
        notes.append(f"{len(results)} deliveries")
    return dg.MaterializeResult(metadata={"deliveries": "; ".join(result.line for result in results)})
