"""Build the models from what has been loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.building.arguments import as_of_timestamp, build_arguments
from pipelines.building.record import BuildRecord, forget_builds, record_build, utc_now
from pipelines.building.runner import DbtRun, NodeResult, run_dbt
from pipelines.errors import HavenError
from pipelines.settings import Settings


def build(
    settings: Settings, on_result: Callable[[NodeResult], None] | None = None, select: Sequence[str] = ()
) -> BuildRecord:
    """Run dbt over the whole project (or what `select` names) and record what was built.

    `settings.as_of` builds what had been loaded by then. A build that fails leaves no record, so nothing of it can be
    published.

    Raises:
        HavenError: a model or a test failed, or dbt could not run.
    """
    as_of = as_of_timestamp(settings.as_of) if settings.as_of else None
    started_at = utc_now()
    forget_builds(settings)
    run = run_dbt(settings, build_arguments(settings, as_of=as_of, select=select), on_result)
    if not run.succeeded:
        raise build_error(run)
    models = sum(result.unique_id.startswith("model.") for result in run.results)
    return record_build(settings, started_at, as_of, models)


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
