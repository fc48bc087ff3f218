"""Hand the sheets over to the site, as one small Parquet file that the page /board/ draws."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.reporting.board.page import html
from pipelines.reporting.board.reports import board_reports


def write_sheets(database: Path, folder: Path) -> Path:
    """Write `folder/reports.parquet`: one row for each report, the month first.

    Columns: report_order, report (2026-05), period (its name), html. Returns the path.

    Raises:
        HavenError: there is no published file, or it does not say what it was built from.
    """
    reports = board_reports(database)
    table = pa.table(
        {
            "report_order": pa.array(range(1, len(reports) + 1), pa.int32()),
            "report": [report.key for report in reports],
            "period": [report.period for report in reports],
            "html": [html(report) for report in reports],
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "reports.parquet", compression="zstd")
    return folder / "reports.parquet"
