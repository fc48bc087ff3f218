"""Loading one source: extract, leave out what is stored, load, and account for every row."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import dlt
import duckdb
import pyarrow as pa
from dlt.common.configuration.exceptions import ConfigFieldMissingException, ConfigValueCannotBeCoercedException

from pipelines.errors import HavenError
from pipelines.loading.delivery import one_load_at_a_time, prepare_pipeline
from pipelines.loading.fields import remember_fields
from pipelines.loading.raw_tables import LOAD_AUDIT, QUARANTINE, RAW_TABLES, create_raw_tables, schema_name
from pipelines.loading.registry import check_name, make_source, variable
from pipelines.loading.unchanged import UnchangedFilter
from pipelines.loading.warehouse import open_warehouse
from pipelines.settings import Settings
from pipelines.sources.raw import Run, raw_resource, raw_table, sha256, to_text
from pipelines.staged import remember_sources

Say = Callable[[str], None]


@dataclass(frozen=True)
class ResourceCounts:
    """Rows of one resource in one run: `fetched` are the `appended`, the `unchanged` and the `quarantined` together.

    `reported_by_api` is what the source says it has, where it says so, and `counted` what came of just that; a record
    may be fetched more often than it is counted. `vanished` are those that a list read whole no longer has.
    """

    resource: str
    fetched: int
    appended: int
    unchanged: int
    quarantined: int
    vanished: int
    reported_by_api: int | None
    counted: int | None

    @property
    def missing(self) -> int:
        return (self.reported_by_api or 0) - (self.counted or 0)


@dataclass(frozen=True)
class LoadSummary:
    """What one run of one source did."""

    source: str
    run_id: str
    resources: tuple[ResourceCounts, ...]

    @property
    def appended(self) -> int:
        return sum(r.appended + r.vanished for r in self.resources)

    @property
    def quarantined(self) -> int:
        return sum(r.quarantined for r in self.resources)


def load_source(
    name: str, settings: Settings, *, resources: list[str] | None = None, progress: Say | None = None
) -> LoadSummary:
    """Bring the warehouse up to date with one source (or some of its resources).

    Appends only versions of records that are not there already; a second load of the same state appends nothing
    but its audit rows. Killed at any point, the next call finishes without loss and without doubles.

    Raises:
        HavenError: an unknown or wrongly set up source, an unreachable or refusing server, a locked warehouse.
    """
    check_name(name)
    return load_from(partial(make_source, name), name, settings, _wanted(name, resources), progress or (lambda _: None))


def load_from(
    make: Callable[[Run], Any], name: str, settings: Settings, wanted: tuple[str, ...], say: Say
) -> LoadSummary:
    """The same for any dlt source that `make` builds and that yields raw rows for tables of the source `name`."""
    with (
        one_load_at_a_time(settings, name),
        open_warehouse(settings.warehouse) as connection,
        rare_garbage_collection(),
    ):
        remember_sources(settings.data_dir, [name])
        create_raw_tables(connection, [name])
        try:
            return _load(make, name, settings, connection, wanted, say)
        except HavenError:
            raise
        except Exception as error:
            if (known := _known_cause(error, name)) is not None:
                raise known from error
            raise


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Pages of parsed records are many objects without cycles: looking for cycles took a seventh of a load's time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _wanted(name: str, resources: list[str] | None) -> tuple[str, ...]:
    for resource in resources or ():
        if resource not in RAW_TABLES[name]:
            raise HavenError(
                f"the source {name} has no resource {resource}", f"Choose among {', '.join(RAW_TABLES[name])}."
            )
    return tuple(resources or RAW_TABLES[name])


def _load(
    make: Callable[[Run], Any],
    name: str,
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    wanted: tuple[str, ...],
    say: Say,
) -> LoadSummary:
    pipeline = prepare_pipeline(settings, connection, name, say)
    run = _begin(connection, name)
    try:
        with closing(UnchangedFilter(connection, name, run)) as rows:
            # One extraction of several sources is one package: what was rejected, what vanished and the audit are
            # known only when the data is through, and must be committed with it.
            pipeline.extract(_parts(make(run), name, run, rows, wanted, say))
            say(f"{name}: writing {sum(rows.appended.values()):,} rows to the warehouse")
            pipeline.normalize()
            pipeline.load(raise_on_failed_jobs=True)
            remember_fields(connection, name, run)
            return LoadSummary(name, run.run_id, tuple(_counts(run, rows, resource) for resource in wanted))
    finally:
        # Another source that is made in this process must not find this one's state.
        pipeline.deactivate()


def _parts(source: Any, name: str, run: Run, rows: UnchangedFilter, wanted: tuple[str, ...], say: Say) -> list[Any]:
    """What is extracted one after the other: the data, what it left behind, the audit."""
    data = source.with_resources(*wanted)
    for resource in wanted:
        data.resources[resource].add_map(_passing(rows, name, resource, say))
    rest = source.with_resources(QUARANTINE)
    rest.resources[QUARANTINE].add_map(lambda batch: rows.changed(QUARANTINE, batch))
    for resource in sorted(run.sees_deletions.intersection(wanted)):
        vanished = partial(rows.tombstones, resource)
        rest.resources.add(raw_resource(f"{resource}_vanished", vanished, table=resource, parallelized=False))
    audit_rows = raw_resource(LOAD_AUDIT, partial(_audit, run, rows, wanted), parallelized=False)
    audit = dlt.source(lambda: audit_rows, name=name, section=name)
    return [data, rest, audit()]


def _begin(connection: duckdb.DuckDBPyConnection, name: str) -> Run:
    """A run that is later than every earlier one, even if the clock was set back in between."""
    run = Run.begin()
    row = connection.execute(f"select max(known_at) from {schema_name(name)}.{LOAD_AUDIT}").fetchone()
    if row and row[0] is not None and row[0] >= run.known_at:
        run.known_at = row[0] + timedelta(microseconds=1)
    return run


def _passing(rows: UnchangedFilter, name: str, resource: str, say: Say) -> Callable[[pa.Table], pa.Table | None]:
    def step(batch: pa.Table) -> pa.Table | None:
        kept = rows.changed(resource, batch)
        say(f"{name}.{resource}: {rows.fetched[resource]:,} fetched, {rows.appended[resource]:,} new")
        return kept

    return step


def _counts(run: Run, rows: UnchangedFilter, resource: str) -> ResourceCounts:
    tally = run.tallies.get(resource)
    quarantined, vanished = sum(1 for rejected, _, _ in run.rejected if rejected == resource), rows.vanished[resource]
    return ResourceCounts(
        resource,
        fetched=rows.fetched[resource] - rows.gone[resource] + quarantined,
        appended=rows.appended[resource] - vanished,
        unchanged=rows.unchanged[resource] - (rows.gone[resource] - vanished),
        quarantined=quarantined,
        vanished=vanished,
        reported_by_api=tally.said if tally else None,
        counted=tally.came if tally else None,
    )


def _audit(run: Run, rows: UnchangedFilter, wanted: tuple[str, ...]) -> Iterator[pa.Table]:
    finished_at = datetime.now(UTC).replace(tzinfo=None).isoformat()
    records = []
    for resource in wanted:
        counts = _counts(run, rows, resource)
        times = {"run_id": run.run_id, "started_at": run.known_at.isoformat(), "finished_at": finished_at}
        records.append(times | vars(counts))
    keys = [f"{run.run_id}:{record['resource']}" for record in records]
    texts = [to_text(record) for record in records]
    yield raw_table(run, LOAD_AUDIT, 0, keys, texts, [finished_at] * len(keys), [sha256(text) for text in texts])


def _known_cause(error: BaseException, name: str) -> HavenError | None:
    """The error a user can act on, dug out of what dlt wrapped around it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, HavenError):
            return seen
        if isinstance(seen, ConfigFieldMissingException):
            names = ", ".join(variable(name, field) for field in seen.fields)
            return HavenError(
                f"the source {name} is not set up completely: {names} is missing",
                "Set it in the environment, in .dlt/config.toml or (secrets) in .dlt/secrets.toml.",
            )
        if isinstance(seen, ConfigValueCannotBeCoercedException):
            return HavenError(
                f"the setting {variable(name, seen.field_name)} is not of the right kind",
                f"It is a {getattr(seen.hint, '__name__', seen.hint)}.",
            )
        seen = seen.__cause__ or seen.__context__
    return None
