"""MaestroQA's exports: asked for, waited for, and read behind a link that is signed."""

from __future__ import annotations

import time
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.http import Client
from pipelines.sources.maestroqa.columns import cells_in
from pipelines.sources.times import to_iso

# [observed] `requested` and `in_progress` before; `completed` in an older client.
DONE, FAILED = ("complete", "completed"), "errored"
PATIENCE_SECONDS = 1800.0


def exported(client: Client, table: str, start: int, end: int, pause: float) -> list[list[str]]:
    """The lines of one file: rows of grades that were updated from `start` to `end`; none where there is none.

    The status is asked for every `pause` seconds.

    Raises:
        HavenError: the export failed, or is not ready after half an hour.
    """
    asked = {"startDate": to_iso(start), "endDate": to_iso(end), "singleFileExport": table}
    number = client.post("/request-raw-export", {**asked, "includeCalibrations": "all"}, key="exportId")["exportId"]
    link = _link(client, number, table, pause)
    return client.signed_file(link, cells_in) if link else []


def _link(client: Client, number: Any, table: str, pause: float) -> Any:
    """Where the finished export is; None where it found nothing."""
    begun = time.monotonic()
    while True:
        told = client.get(f"/export-data/{number}", key="status")
        status = str(told["status"]).lower()
        if status in DONE:
            return told.get("dataUrl")
        if status == FAILED or time.monotonic() - begun > PATIENCE_SECONDS:
            raise HavenError(f"maestroqa's export of {table} did not come: its status is {status}", "Load again.")
        time.sleep(pause)
