"""Checking a batch of dropped rows against their entity, set-wise: good rows become raw rows, the rest is rejected."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import orjson
import pyarrow as pa

from pipelines.errors import HavenError
from pipelines.sources.drop.entities import Entity
from pipelines.sources.drop.files import DropFile
from pipelines.sources.drop.readers import LINE, read_batches
from pipelines.sources.raw import RAW_SCHEMA, Run

# SQL that is true when the text {t} of a value can be read as the type.
READABLE = {
    "timestamp": "try_cast({t} as timestamptz) is not null",
    "date": "try_cast({t} as date) is not null",
    "bigint": "try_cast({t} as double) = floor(try_cast({t} as double)) and try_cast({t} as bigint) is not null",
    "double": "isfinite(try_cast({t} as double))",
    "boolean": "try_cast({t} as boolean) is not null",
    "decimal(18,6)": "try_cast({t} as decimal(18,6)) is not null",
}
# Types that JSON writes without quotes; text of these types (all values of a CSV file) is rewritten, because
# engines differ in whether they read a quoted number.
UNQUOTED = ("bigint", "double", "boolean")
FLOATING = (pa.float16(), pa.float32(), pa.float64())


def checked_batches(run: Run, entity: Entity, files: list[DropFile]) -> Iterator[pa.Table]:
    """Raw tables of all rows of the entity's files that pass; the others go to `run.rejected`.

    Raises:
        HavenError: a file lacks a required column, or is not of the format that its name says.
    """
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("set timezone = 'UTC'")
    appended = 0
    try:
        for file in files:
            is_first = True
            for batch in read_batches(file, lambda reason, raw: run.reject(entity.name, reason, raw)):
                _check_columns(connection, entity, file, batch, is_first)
                is_first = False
                good, bad = _check_batch(connection, run, entity, batch, appended)
                for reason, raw_text in bad:
                    run.reject(entity.name, reason, raw_text)
                _note_shapes(run, entity, good)
                if good.num_rows:
                    appended += good.num_rows
                    yield good
    finally:
        connection.close()


def _note_shapes(run: Run, entity: Entity, rows: pa.Table) -> None:
    shapes = run.looked_at(entity.name)
    # Typed, because no place at all would be of no kind: every row may be quarantined.
    due = pa.array((number for number in range(rows.num_rows) if shapes.is_due()), pa.int64())
    for key, text in zip(*(rows[name].take(due).to_pylist() for name in ("record_key", "record")), strict=True):
        shapes.note(orjson.loads(text), key)


def _check_columns(
    connection: duckdb.DuckDBPyConnection, entity: Entity, file: DropFile, batch: pa.Table, is_first: bool
) -> None:
    if not is_first:
        return
    if batch.column_names == [LINE]:
        rows = connection.execute(
            f"""select distinct unnest(json_keys({LINE})) from batch
                where case when json_valid({LINE}) then json_type({LINE}) = 'OBJECT' end"""
        ).fetchall()
        present = {name for (name,) in rows}
        if not present:
            raise HavenError(
                f"{file.name} of the drop holds no JSON object in its first lines",
                "Write one JSON object per line; a JSON array is not read.",
            )
    else:
        present = set(batch.column_names)
    missing = [column for column in entity.required if column not in present]
    if missing:
        raise HavenError(
            f"{file.name} of the drop lacks the required column {', '.join(missing)}",
            f"Add it to every row of {entity.name}; the required columns are {', '.join(entity.required)}.",
        )


def _check_batch(
    connection: duckdb.DuckDBPyConnection, run: Run, entity: Entity, batch: pa.Table, first: int
) -> tuple[pa.Table, list[tuple[str, str]]]:
    connection.register("batch", batch)
    connection.execute(f"create or replace temp table checked as {_check_sql(entity, batch)}")
    connection.unregister("batch")
    good = connection.execute(
        """select record_key, record, cursor_value, sha256(record) as record_hash, ? as known_at,
                ? || (? + row_number() over (order by row_number) - 1) as _row_id
            from checked where reason is null order by row_number""",
        [run.known_at, f"{run.run_id}-{entity.name}-", first],
    ).to_arrow_table()
    bad = connection.execute("select reason, record from checked where reason is not null order by row_number")
    return good.cast(RAW_SCHEMA), bad.fetchall()


def _check_sql(entity: Entity, batch: pa.Table) -> str:
    """One row per row of the batch: number, record as JSON text, key, change marker, reason to reject it or null."""
    if batch.column_names == [LINE]:
        record = LINE
        is_object = f"coalesce(case when json_valid({LINE}) then json_type({LINE}) = 'OBJECT' end, false)"
    else:
        record = f"cast(to_json({{{', '.join(_column(f) for f in batch.schema)}}}) as varchar)"
        is_object = "true"
    typed = {c: t for c, t in entity.columns.items() if t in READABLE}
    read = dict.fromkeys((*entity.required, *typed, "source_updated_at"))
    shape = ", ".join(f'"{column}": "JSON"' for column in read)
    texts = ", ".join(f'case when json_type(r."{c}") <> \'NULL\' then r."{c}" ->> \'$\' end as "{c}"' for c in read)
    reasons = [f"""case when coalesce("{c}", '') = '' then '{c} is missing' end""" for c in entity.required]
    reasons += [
        f"""case when "{c}" is not null and not coalesce({READABLE[t].format(t=f'"{c}"')}, false)
            then '{c} cannot be read as {t}: ' || "{c}" end"""
        for c, t in typed.items()
    ]
    unquoted = {c: t for c, t in typed.items() if t in UNQUOTED}
    quoted = " or ".join(f"""json_type(r."{c}") in ('VARCHAR', 'OBJECT', 'ARRAY')""" for c in unquoted) or "false"
    patch = "to_json({" + ", ".join(f""" "{c}": try_cast("{c}" as {t})""" for c, t in unquoted.items()) + "})"
    rewritten = f"case when is_quoted then cast(json_merge_patch(record, {patch}) as varchar) else record end"
    return f"""
        with records as (
            select row_number() over () as row_number, {record} as record, {is_object} as is_object from batch
        ),
        parsed as (
            select *, json_transform(case when is_object then record else '{{}}' end, '{{{shape}}}') as r from records
        ),
        texts as (select row_number, record, is_object, {quoted} as is_quoted, {texts} from parsed),
        reasons as (
            select *, case when not is_object then 'the line is not a JSON object'
                else nullif(concat_ws('; ', {", ".join(reasons)}), '') end as reason
            from texts
        )
        select row_number, "{entity.key}" as record_key, source_updated_at as cursor_value, reason,
            {f"case when reason is null then {rewritten} else record end" if unquoted else "record"} as record
        from reasons"""


def _column(field: pa.Field) -> str:
    """One member of the struct that becomes the record; NaN is how data frames write null."""
    name = '"' + field.name.replace('"', '""') + '"'
    return f"{name}: case when isfinite({name}) then {name} end" if field.type in FLOATING else f"{name}: {name}"
