"""Build the report site from the published tables.

Pages and components are compiled once and hold no data; every run then draws them again on the published data.
Compiling takes most of the time and is skipped while nothing that is compiled has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.reporting.board.handing_over import write_sheets
from pipelines.reporting.disputes import write_files
from pipelines.reporting.steps import run_step
from pipelines.settings import Settings

# What the pages read. Everything else that is published stays out of the site.
TABLES: dict[str, tuple[str, ...]] = {
    "marts": (
        "board_artefacts",
        "board_maturity",
        "board_maturity_evidence",
        "board_stage_targets",
        "board_summary",
        "board_tiers",
        "enable_assist",
        "enable_capacity_swaps",
        "enable_demand_forecasts",
        "enable_forecast_accuracy",
        "enable_hiring_plan",
        "enable_interval_requirements",
        "enable_learning_curves",
        "enable_peak_and_base",
        "enable_ramp",
        "enable_staying",
        "enable_training",
        "enable_weekly_requirements",
        "grow_at_risk",
        "grow_human_work",
        "grow_proactive",
        "grow_retained_value",
        "grow_stack",
        "grow_use_cases",
        "improve_change_checks",
        "improve_change_parts",
        "improve_change_points",
        "improve_control_charts",
        "improve_edge_evidence",
        "improve_event_chains",
        "improve_explained_changes",
        "improve_findings",
        "improve_friction_inbox",
        "improve_programmes",
        "improve_themes",
        "know_context",
        "know_coverage",
        "know_data_access",
        "know_figures",
        "know_self_service",
        "measure_accounts",
        "measure_backlog",
        "measure_clocks",
        "measure_comparison_strata",
        "measure_cost_per_outcome",
        "measure_definition_history",
        "measure_dispute_lines",
        "measure_event_coverage",
        "measure_fair_comparison",
        "measure_handle_and_retention",
        "measure_handle_time",
        "measure_hardest_work",
        "measure_invoice_audit",
        "measure_lifecycle",
        "measure_metrics",
        "measure_noise",
        "measure_outcome_catalogue",
        "measure_overstatement",
        "measure_population_read",
        "measure_queue_service",
        "measure_repeat_contact",
        "measure_repricing",
        "measure_residual_complexity",
        "measure_resolution_gaps",
        "measure_resolution_ladder",
        "measure_restatements",
        "measure_satisfaction",
        "measure_service_levels",
        "measure_silent_exits",
        "measure_survivorship",
        "measure_vendor_reconciliation",
        "measure_workforce_time",
        "perform_coaching_floor",
        "perform_coaching_time",
        "perform_cohort_rates",
        "perform_emotional_load",
        "perform_grader_agreement",
        "perform_graders",
        "perform_qa_coverage",
        "perform_qa_prediction",
        "process_ai_versions",
        "process_effort",
        "process_failure_paths",
        "process_flow",
        "process_governance",
        "process_hand_offs",
        "process_tasks",
        "process_use_cases",
        "process_variants",
    ),
    "meta": ("build", "definitions", "gate_results", "loads", "tables"),
}

# What goes into the compiled pages, relative to reports/.
COMPILED = (
    "app.css",
    "app.html",
    "components",
    "evidence.config.yaml",
    "package-lock.json",
    "pages",
    "patches",
    "queries",
    "scripts",
    "static",
)

# A file that reports/patches changes, and what it then contains.
PATCHED = "node_modules/@evidence-dev/universal-sql/src/client-duckdb/both.js"
PATCH_SIGN = "OFFLINE_SETTINGS"

# The folder of the site in which a page finds the dispute files that it offers.
DOWNLOADS = "disputes"

LIMIT_SECONDS = {"sources": 180, "bundle": 600, "prerender": 180}

Progress = Callable[[str], None]


def build_site(settings: Settings, progress: Progress | None = None) -> Path:
    """Draw the site on the published data and put it into place at once; returns its folder.

    Raises:
        HavenError: something is missing (npm, the packages, the published tables) or a step failed. The site that was
            there before stays as it was.
    """
    tell = progress or (lambda message: None)
    reports = settings.root / "reports"
    require_tools(reports)
    with one_build_at_a_time(reports):
        hand_over_tables(settings.published_dir, reports / "data")
        write_sheets(settings.published_db, reports / "data/board")
        tell("report site: reading the published tables")
        shutil.rmtree(reports / ".evidence/template/static/data", ignore_errors=True)
        run(reports, "sources", {"EVIDENCE_DATA_DIR": "./.evidence/template/static/data"})
        compile_pages(reports, tell)
        tell("report site: drawing the pages")
        run(reports, "prerender", {"EVIDENCE_DATA_DIR": "./static/data"})
        write_files(settings.published_db, reports / "build" / DOWNLOADS)
        site = settings.reports_dir / "site"
        put_in_place(reports / "build", site)
    tell(f"report site: {site / 'index.html'}")
    return site


def require_tools(reports: Path) -> None:
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise HavenError(f"{tool} is not installed", "Install Node.js 20 or newer with npm, then try again.")
    if not (reports / "node_modules/@evidence-dev/evidence").is_dir():
        raise HavenError("The report packages are not installed", "Run `npm ci` in reports/, then try again.")
    # Without the patch the next step would wait for a download for ever.
    if PATCH_SIGN not in (reports / PATCHED).read_text(errors="replace"):
        raise HavenError("The report packages are not patched", "Run `npm ci` in reports/, then try again.")


@contextmanager
def one_build_at_a_time(reports: Path) -> Iterator[None]:
    """Two builds would write into one working folder; the second waits for the first."""
    working = reports / ".evidence"
    working.mkdir(exist_ok=True)
    with (working / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def hand_over_tables(published: Path, target: Path) -> None:
    """Copy the tables that the pages read from the published folder to `target`, and nothing else."""
    missing = [
        f"{schema}/{table}.parquet"
        for schema, tables in TABLES.items()
        for table in tables
        if not (published / schema / f"{table}.parquet").is_file()
    ]
    if missing:
        raise HavenError(
            f"{published} does not hold {missing[0]}" + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
            "Run `haven run` to publish first.",
        )
    shutil.rmtree(target, ignore_errors=True)
    for schema, tables in TABLES.items():
        (target / schema).mkdir(parents=True)
        for table in tables:
            shutil.copyfile(published / schema / f"{table}.parquet", target / schema / f"{table}.parquet")


def compiled_from(reports: Path) -> str:
    """A fingerprint of everything that goes into the compiled pages."""
    digest = hashlib.sha256()
    for part in COMPILED:
        root = reports / part
        for path in [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(reports)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def compile_pages(reports: Path, tell: Progress) -> None:
    """Compile the pages unless the compiled ones were made from the same files."""
    stamp = reports / ".evidence/compiled-from"
    fingerprint = compiled_from(reports)
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return
    tell("report site: compiling the pages (they changed, or this is the first time)")
    stamp.unlink(missing_ok=True)
    run(reports, "bundle", {"EVIDENCE_DATA_DIR": "./static/data"})
    stamp.write_text(fingerprint)


def run(reports: Path, script: str, env: dict[str, str]) -> None:
    """Run one script of reports/package.json within its time limit."""
    run_step(script, ["npm", "run", "--silent", script], reports, LIMIT_SECONDS[script], env)


def put_in_place(built: Path, site: Path) -> None:
    """Replace the folder `site` by `built`; a reader finds the old site or the new one, never half of one."""
    site.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, fresh)
    if site.exists():
        site.replace(old)
    fresh.replace(site)
    shutil.rmtree(old, ignore_errors=True)
