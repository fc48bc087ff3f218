"""Standard entities brought as files.

What        every standard entity, one file or folder of files each: `<entity>.jsonl`, `.csv`, `.parquet`,
            or `<entity>/*.jsonl` and so on. CSV: UTF-8, comma, header line, empty = null.
Where       SOURCES__DROP__PATH
Key         the first column of the entity; the columns of each entity and their types are those of
            `dbt_project/models/intermediate/standard/_standard__models.yml`. Unknown columns stay in the record.
Cursor      `source_updated_at`, where the file has it. A file that was loaded before (same name, same SHA-256)
            is not read again; what changed in a file is appended, and a row that left it stays.
Guards      `manifest.json` (`files: [{name, entity, rows, sha256}]`), when there is one, must match every file, or
            nothing is read. A file without a required column stops the load. A row without a required value, or
            with a value that cannot be read as its type, goes to quarantine with the reason; the rest is loaded.
Tables      `<entity>` -> raw_drop.<entity>
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.drop.checks import checked_batches
from pipelines.sources.drop.entities import Entity, standard_entities
from pipelines.sources.drop.files import DropFile, find_files
from pipelines.sources.raw import Run, quarantine_resource, raw_resource


@dlt.source(name="drop", section="drop", max_table_nesting=0)
def drop(path: str = dlt.config.value, run: Run | None = None) -> Any:
    """The files of one folder as one resource per entity."""
    run = run or Run.begin()
    files = find_files(Path(path).expanduser().resolve())
    for entity in standard_entities().values():
        yield _resource(run, entity, [file for file in files if file.entity == entity.name])
    yield quarantine_resource(run)


def _resource(run: Run, entity: Entity, files: list[DropFile]) -> Any:
    def rows() -> Iterator[pa.Table]:
        loaded: dict[str, str] = dlt.current.resource_state(entity.name).setdefault("files", {})
        fresh = [file for file in files if loaded.get(file.name) != file.sha256]
        came = 0
        for batch in checked_batches(run, entity, fresh):
            came += batch.num_rows
            yield batch
        came += sum(1 for rejected, _, _ in run.rejected if rejected == entity.name)
        listed = [file.rows for file in fresh if file.rows is not None]
        if fresh and len(listed) == len(fresh):
            run.count(entity.name, sum(listed), came)
        loaded.update({file.name: file.sha256 for file in fresh})

    return raw_resource(entity.name, rows)
