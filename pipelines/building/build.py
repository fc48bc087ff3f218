"""Build what has been loaded: models, what is computed from them, and the models of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.analysis import Analysis, WarehouseStore, declared, run_analyses
from pipelines.analysis.analysis import SCHEMA
from pipelines.building.arguments import as_of_timestamp, build_arguments
from pipelines.building.inputs import build_inputs
from pipelines.building.manifest import Manifest, dbt_manifest, load_manifest
from pipelines.building.record import (
    BuildRecord,
    begin_build,
    count_models,
    finish_build,
    finished_build,
    reopen_build,
)
from pipelines.building.runner import DbtRun, NodeResult, run_dbt
from pipelines.errors import HavenError
from pipelines.progress import Progress, quiet, step
from pipelines.settings import Settings

OnResult = Callable[[NodeResult], None]
# Models that come after what is computed: dbt has no step for Python beside the warehouse, so it builds in two parts.
FINDINGS = "source:analysis+"


def build(
    settings: Settings,
    on_result: OnResult | None = None,
    progress: Progress = quiet,
    marts: Sequence[str] = (),
    tests: bool = True,
) -> BuildRecord:
    """Everything, or what `marts` need, from what had been loaded by `settings.as_of` if that is set.

    A build that fails leaves no record, so nothing of it can be published.

    Raises:
        HavenError: a model, a test or an analysis failed, or dbt could not run.
    """
    manifest = load_manifest(settings)
    analyses = needed(manifest, marts)
    reads = {tuple(table.split(".")) for analysis in analyses for table in analysis.reads}
    inputs = {table for schema, table in reads if schema != SCHEMA}
    with step("build the models", progress):
        before = [f"+{name}" for name in sorted({*marts, *inputs})] if marts else []
        build_models(settings, on_result, before, is_whole=not analyses, tests=tests)
    if analyses:
        compute(settings, analyses, progress)
        with step("build the findings", progress):
            build_findings(settings, on_result, [f"+{mart},{FINDINGS}" for mart in marts], tests=tests)
    return finished_build(settings)


def needed(manifest: Manifest, marts: Sequence[str] = ()) -> list[Analysis]:
    """The analyses whose tables the marts read, directly or not; without marts, all that the project declares."""
    if not marts:
        return declared(manifest)
    found = {f"model.{manifest['metadata']['project_name']}.{mart}" for mart in marts}
    waiting = list(found)
    while waiting:
        fresh = set(manifest["parent_map"].get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    tables = {manifest["sources"][name]["name"] for name in found if name in manifest["sources"]}
    wanted: list[Analysis] = []
    # Backwards, because an analysis may read what one before it wrote.
    for analysis in reversed(declared(manifest)):
        if tables & set(analysis.writes):
            wanted.insert(0, analysis)
            tables |= {name.split(".")[1] for name in analysis.reads if name.startswith(f"{SCHEMA}.")}
    return wanted


def build_models(
    settings: Settings,
    on_result: OnResult | None = None,
    select: Sequence[str] = (),
    is_whole: bool = False,
    tests: bool = True,
) -> None:
    """Every model that needs no analysis, or those that `select` names; `is_whole` when nothing comes after them."""
    begin_build(settings, as_of(settings), build_inputs(settings) if tests and not select else None)
    _run(settings, on_result, select, (FINDINGS,), tests)
    if is_whole:
        finish_build(settings)


def build_findings(
    settings: Settings, on_result: OnResult | None = None, select: Sequence[str] = (), tests: bool = True
) -> None:
    """Every model that needs an analysis, or those that `select` names, and the note that the build is finished."""
    reopen_build(settings, build_inputs(settings))
    _run(settings, on_result, select or (FINDINGS,), (), tests)
    finish_build(settings)


def compute(settings: Settings, wanted: Sequence[Analysis], progress: Progress = quiet) -> dict[str, int]:
    """Run analyses on the warehouse; returns rows by table."""
    reopen_build(settings, build_inputs(settings))
    with WarehouseStore(settings.warehouse) as store:
        return run_analyses(store, wanted, progress)


def as_of(settings: Settings) -> str | None:
    return as_of_timestamp(settings.as_of) if settings.as_of else None


def _run(
    settings: Settings, on_result: OnResult | None, select: Sequence[str], exclude: Sequence[str], tests: bool
) -> None:
    arguments = build_arguments(settings, as_of=as_of(settings), select=select, exclude=exclude, tests=tests)
    run = run_dbt(settings, arguments, on_result, dbt_manifest(settings))
    if not run.succeeded:
        raise build_error(run)
    count_models(settings, sum(result.unique_id.startswith("model.") for result in run.results))


def build_error(run: DbtRun) -> HavenError:
    """One line for a failed dbt run: the first node that failed, how many others, and what to do."""
    failed = run.failed_nodes
    if not failed:
        return HavenError(
            f"dbt could not run: {run.error or 'no reason given'}", "Correct what it names, then `haven build`."
        )
    first = failed[0]
    kind = first.unique_id.split(".")[0]
    reason = " ".join(first.message.split()).split(" > in macro")[0] or f"{first.failures} rows"
    others = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    remedy = (
        "Look at the rows it returns: the data breaks a promise of the model."
        if kind == "test"
        else "Correct the model, then `haven build`."
    )
    return HavenError(f"dbt {kind} {first.name} failed{others}: {reason}", remedy + " What was published is untouched.")
