"""dbt's own documentation as one page: every model and column described, with the lineage from source to page."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from pipelines.building.arguments import common_arguments
from pipelines.building.manifest import dbt_manifest, parsed_project
from pipelines.building.runner import run_dbt
from pipelines.errors import HavenError
from pipelines.settings import Settings

PAGE = "static_index.html"
# dbt's page counts its visitors elsewhere when the project lets it. This one does not; the browser is told as well.
ALONE = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline' "
    "'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src data: blob:\">"
)


def build_dbt_docs(settings: Settings) -> Path:
    """Write `reports_dir/dbt-docs/index.html`, a page that needs neither a server nor the network; returns it.

    The caller holds the data folder's lock: column types come from the warehouse.

    Raises:
        HavenError: dbt could not read the project or the warehouse.
    """
    target = settings.reports_dir / "dbt-docs" / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch)
        shutil.copy(parsed_project(settings) / "manifest.json", folder)
        arguments = ["docs", "generate", "--static", "--no-compile", *common_arguments(settings, None, folder)]
        run = run_dbt(settings, arguments, manifest=dbt_manifest(settings))
        page = folder / PAGE
        if not run.succeeded or not page.exists():
            raise HavenError(
                f"dbt could not write its pages: {run.error or 'no reason given'}", "Run `haven build` first."
            )
        page.write_text(standing_alone(page.read_text()))
        page.replace(target)
    return target


def standing_alone(page: str) -> str:
    """The page with a browser's order to ask nobody, without the icon that dbt names but does not bring, and without
    the folders of the machine that wrote it."""
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', "", page)
    page = re.sub(r'"root_path": "[^"]*"', '"root_path": null', page)
    return page.replace("<head>", f"<head>{ALONE}", 1)
