"""dbt, run inside this process.

In a process of its own dbt would outlive a killed run and go on writing the warehouse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.environment import environment
from pipelines.settings import Settings

FAILED = frozenset({"error", "fail", "runtime error"})
RESULT_EVENTS = frozenset({"LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult"})


@dataclass(frozen=True)
class NodeResult:
    """One finished node: `status` is dbt's (success, pass, warn, fail, error, skipped)."""

    unique_id: str
    status: str
    seconds: float
    failures: int | None = None
    message: str = ""

    @property
    def failed(self) -> bool:
        return self.status in FAILED

    @property
    def name(self) -> str:
        """The node's own name: `model.haven.fct_legs` -> fct_legs, a test without its trailing hash."""
        return self.unique_id.split(".")[2]


@dataclass(frozen=True)
class DbtRun:
    """What one dbt command did; `error` is dbt's own text when it could not run at all."""

    results: tuple[NodeResult, ...]
    succeeded: bool
    error: str = ""

    @property
    def failed_nodes(self) -> list[NodeResult]:
        return [result for result in self.results if result.failed]


def run_dbt(
    settings: Settings,
    arguments: Sequence[str],
    on_result: Callable[[NodeResult], None] | None = None,
    manifest: Any = None,
) -> DbtRun:
    """Run one dbt command and return what it did; `on_result` hears of every node as it finishes, on dbt's threads.

    With a `manifest` (`dbt_manifest`) the project is not parsed again.
    """
    from dbt.cli.main import dbtRunner

    def listen(event: Any) -> None:
        if on_result is not None and event.info.name in RESULT_EVENTS:
            on_result(_from_event(event))

    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    # dbt reads the warehouse's path from the environment.
    wanted = {"HAVEN_WAREHOUSE": str(settings.warehouse), "DBT_SEND_ANONYMOUS_USAGE_STATS": "0", "DO_NOT_TRACK": "1"}
    with environment(wanted):
        try:
            outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(["--log-level", "none", *arguments])
        finally:
            _release_warehouse()
    rows = getattr(outcome.result, "results", None) or []
    results = tuple(_from_result(row) for row in rows)
    return DbtRun(results=results, succeeded=outcome.success, error=str(outcome.exception or ""))


def _from_event(event: Any) -> NodeResult:
    data = event.data
    failures = getattr(data, "num_failures", None)
    return NodeResult(
        unique_id=data.node_info.unique_id,
        status=str(data.node_info.node_status or data.status).lower(),
        seconds=float(data.execution_time),
        failures=None if failures is None else int(failures),
    )


def _from_result(row: Any) -> NodeResult:
    return NodeResult(
        unique_id=row.node.unique_id,
        status=str(row.status),
        seconds=float(row.execution_time),
        failures=row.failures,
        message=row.message or "",
    )


def _release_warehouse() -> None:
    """Close the connection that dbt-duckdb keeps: DuckDB refuses a second one in another mode while it is open."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import reset_adapters

    DuckDBConnectionManager.close_all_connections()
    reset_adapters()
