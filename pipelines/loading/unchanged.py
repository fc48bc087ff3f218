"""Leaving out what the warehouse holds already, set-wise: one query per batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb
import pyarrow as pa

from pipelines.errors import HavenError
from pipelines.loading.raw_tables import schema_name
from pipelines.sources.raw import RAW_SCHEMA, Run, Window

# How staging orders the versions of a record, too.
NEWEST_FIRST = "known_at desc, cursor_value desc, record_hash desc"


class UnchangedFilter:
    """Passes on only those versions of records that differ from the newest stored one.

    Rows passed on earlier in the run count as stored, so that a record that a source delivers twice (the boundary
    second of a page, an overlapping window) is appended once. Counts rows per resource: `fetched`, `appended` and
    `unchanged`, tombstones among the first two: `gone` were made, `vanished` of them are new.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, source: str, run: Run) -> None:
        self._connection = connection.cursor()
        self._source = source
        self._run = run
        self._is_stored: dict[str, bool] = {}
        self.fetched: Counter[str] = Counter()
        self.appended: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.vanished: Counter[str] = Counter()

    def close(self) -> None:
        self._connection.close()

    def changed(self, resource: str, batch: pa.Table) -> pa.Table | None:
        """The rows of `batch` (raw rows of one resource in order of arrival) that are new; None if none is."""
        self._prepare(resource)
        narrow = batch.select(["record_key", "record_hash"])
        narrow = narrow.append_column("arrival", pa.array(range(batch.num_rows), pa.int64()))
        self._connection.register("arrived", narrow)
        new = self._connection.execute(self._changed_sql(resource)).to_arrow_table()["arrival"]
        kept = batch if len(new) == batch.num_rows else batch.take(new)
        if resource in self._run.sees_deletions:
            self._connection.execute(f"insert into seen_{resource} select record_key from arrived")
        self._connection.register("kept", narrow.take(new))
        self._connection.execute(
            f"""insert into passed_{resource}
                select record_key, record_hash, {self.fetched[resource]} + arrival from kept"""
        )
        self._connection.unregister("arrived")
        self._connection.unregister("kept")
        self.fetched[resource] += batch.num_rows
        self.appended[resource] += kept.num_rows
        self.unchanged[resource] += batch.num_rows - kept.num_rows
        return kept if kept.num_rows else None

    def tombstones(self, resource: str) -> Iterator[pa.Table]:
        """One raw row for each stored record that a completely read window no longer holds.

        The record becomes `{"_deleted": true}` with the key fields it had; if it comes back, it is a new version.
        Where the source says that it has more than came, what is missing is not gone.
        """
        if self._run.is_short(resource):
            return
        for window in (w for w in self._run.windows if w.resource == resource):
            self._prepare(resource)
            self._refuse_an_empty_list(window)
            gone = self._connection.execute(self._vanished_sql(window)).to_arrow_table().cast(RAW_SCHEMA)
            new = self.changed(resource, gone) if gone.num_rows else None
            self.gone[resource] += gone.num_rows
            if new is not None:
                self.vanished[resource] += new.num_rows
                yield new

    def _refuse_an_empty_list(self, window: Window) -> None:
        """An empty list of what cannot all have gone at once is a fault of the server, not news."""
        if window.position is None and self._is_stored[window.resource] and not self.fetched[window.resource]:
            raise HavenError(
                f"{self._source} sent no {window.resource} at all, though the warehouse holds some",
                "Load again later. If they are really gone, remove the rows of "
                f"{schema_name(self._source)}.{window.resource} from the warehouse first.",
            )

    def _prepare(self, resource: str) -> None:
        if resource in self._is_stored:
            return
        table = f"{schema_name(self._source)}.{resource}"
        self._is_stored[resource] = bool(self._connection.execute(f"select 1 from {table} limit 1").fetchall())
        self._connection.execute(
            f"create temp table passed_{resource} (record_key varchar, record_hash varchar, number bigint)"
        )
        self._connection.execute(f"create temp table seen_{resource} (record_key varchar)")

    def _changed_sql(self, resource: str) -> str:
        stored = f"""
            select record_key, record_hash from {schema_name(self._source)}.{resource}
            where record_key in (select record_key from arrived)
            qualify row_number() over (partition by record_key order by {NEWEST_FIRST}) = 1"""
        nothing = "select null::varchar as record_key, null::varchar as record_hash where false"
        return f"""
            with stored as ({stored if self._is_stored[resource] else nothing}),
            passed as (
                select record_key, arg_max(record_hash, number) as record_hash
                from passed_{resource}
                where record_key in (select record_key from arrived)
                group by record_key
            ),
            compared as (
                select arrived.arrival, arrived.record_hash, coalesce(
                    lag(arrived.record_hash) over (partition by arrived.record_key order by arrived.arrival),
                    passed.record_hash,
                    stored.record_hash
                ) as previous_hash
                from arrived
                left join passed on passed.record_key = arrived.record_key
                left join stored on stored.record_key = arrived.record_key
            )
            select arrival from compared where record_hash is distinct from previous_hash order by arrival"""

    def _vanished_sql(self, window: Window) -> str:
        fields = ", ".join(f"'{name}': r.record -> '$.{name}'" for name in window.key_fields)
        position = f"try_cast(r.record ->> '$.{window.position}' as double)"
        inside = f"{position} >= {window.start} and {position} < {window.end}" if window.position else "true"
        first_id = self.fetched[window.resource] + 1
        stem = f"{self._run.run_id}-{window.resource}-gone-"
        # The position is part of the key wherever there is one, so that all versions of a record lie in the window.
        return f"""
            with newest as (
                select r.record_key, r.record from {schema_name(self._source)}.{window.resource} as r
                where {inside}
                qualify row_number() over (partition by record_key order by {NEWEST_FIRST}) = 1
            ),
            gone as (
                select r.record_key, cast(to_json({{'_deleted': true, {fields}}}) as varchar) as record
                from newest as r
                where coalesce(r.record ->> '$._deleted', 'false') <> 'true'
                    and not exists (select 1 from seen_{window.resource} as s where s.record_key = r.record_key)
            )
            select record_key, record, null::varchar as cursor_value, sha256(record) as record_hash,
                timestamp '{self._run.known_at.isoformat()}' as known_at,
                '{stem}' || ({first_id} + row_number() over (order by record_key)) as _row_id
            from gone order by record_key"""
