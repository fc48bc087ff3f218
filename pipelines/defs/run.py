"""Run one of the jobs inside this process, as the `haven` command does."""

from __future__ import annotations

import dagster as dg

from pipelines.definitions import assemble
from pipelines.defs.instance import instance
from pipelines.errors import HavenError
from pipelines.settings import Settings

SILENT = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_job(settings: Settings, name: str) -> None:
    """Run a job to its end.

    Raises:
        HavenError: a step failed; the first one's cause and remedy.
    """
    with instance(settings) as store:
        job = assemble(settings).resolve_job_def(name)
        result = job.execute_in_process(run_config=SILENT, instance=store, raise_on_error=False)
    if not result.success:
        raise failure_of(result)


def failure_of(result: dg.ExecuteInProcessResult) -> HavenError:
    """The first failed step as an error a reader can act on."""
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        data = event.step_failure_data
        told = data.user_failure_data.metadata if data.user_failure_data else {}
        if "cause" in told:
            return HavenError(str(told["cause"].value), str(told["remedy"].value))
        error = data.error.cause or data.error if data.error else None
        text = error.message.strip() if error else "no reason given"
        return HavenError(f"the step {event.step_key} failed: {text}", "Run again with --debug to see where.")
    return HavenError("the run did not finish", "Run again with --debug to see where.")
