"""What runs when: everything every morning, the board's report on the first of the month."""

from __future__ import annotations

import dagster as dg

from pipelines.defs import delivery
from pipelines.defs.failures import say_what_failed
from pipelines.defs.reporting import GROUP

REPORTS = dg.AssetSelection.groups(GROUP)
REPORT_SENT = dg.AssetSelection.assets(delivery.board_report_sent)
SENT = dg.AssetSelection.groups(delivery.GROUP)


def definitions() -> dg.Definitions:
    daily = _job("daily", dg.AssetSelection.all() - REPORT_SENT, "Load, check, build, check, publish, report, alert.")
    warehouse = _job("warehouse", dg.AssetSelection.all() - REPORTS - SENT, "The daily job until what is published.")
    board = _job("board_report", REPORTS | REPORT_SENT, "Site, board report and dispute files, and the report sent.")
    return dg.Definitions(
        jobs=[daily, warehouse, board],
        schedules=[
            dg.ScheduleDefinition("daily_at_five", job=daily, cron_schedule="0 5 * * *", execution_timezone="UTC"),
            dg.ScheduleDefinition(
                "board_report_monthly", job=board, cron_schedule="0 7 1 * *", execution_timezone="UTC"
            ),
        ],
        # Steps take turns in one process: the warehouse has one writer.
        executor=dg.in_process_executor,
    )


def _job(name: str, selection: dg.AssetSelection, description: str) -> dg.UnresolvedAssetJobDefinition:
    return dg.define_asset_job(name, selection=selection, description=description, hooks={say_what_failed})
