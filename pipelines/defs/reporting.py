"""The report site, the board report and the dispute files, from the published file only."""

from __future__ import annotations

import dagster as dg

from pipelines.defs.failures import RETRIES, taking_turns
from pipelines.defs.publishing import PUBLISHED
from pipelines.progress import say, step

GROUP = "reports"


def definitions() -> dg.Definitions:
    return dg.Definitions(assets=[dispute_files, report_site, board_report])


@dg.asset(deps=[PUBLISHED], group_name=GROUP, kinds={"csv", "pdf"}, retry_policy=RETRIES)
def dispute_files() -> dg.MaterializeResult:
    """The billed lines to dispute, one CSV file and one printed page per vendor and month."""
    from pipelines.reporting import print_dispute_files, write_dispute_files

    with taking_turns("dispute files") as settings, step("write the dispute files") as notes:
        files = write_dispute_files(settings)
        print_dispute_files(settings)
        notes.append(f"{len(files)} files")
    return dg.MaterializeResult(metadata={"files": len(files), "path": str(settings.reports_dir / "disputes")})


@dg.asset(deps=[PUBLISHED], group_name=GROUP, kinds={"evidence"}, retry_policy=RETRIES)
def report_site() -> dg.MaterializeResult:
    """The dashboards, as a folder of static pages."""
    from pipelines.reporting import build_site

    with taking_turns("report site") as settings, step("build the report site"):
        path = build_site(settings, say)
    return dg.MaterializeResult(metadata={"path": str(path)})


@dg.asset(deps=[PUBLISHED, report_site], group_name=GROUP, kinds={"pdf", "powerpoint"}, retry_policy=RETRIES)
def board_report() -> dg.MaterializeResult:
    """The board's report of the month and of its quarter, printed from the site on A4 and Letter, and as slides."""
    from pipelines.reporting import build_board_report

    with taking_turns("board report") as settings, step("print the board report"):
        paths = build_board_report(settings)
    return dg.MaterializeResult(metadata={"path": str(paths[0]), "files": [path.name for path in paths]})
