"""Pre-rendered records on disk: one text file, each record followed by a comma, and sorted number columns beside it.

A page of consecutive records is then one slice of a memory-mapped file, whatever its size.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
BATCH = 50_000


def write_pages(con: duckdb.DuckDBPyConnection, sql: str, folder: Path, name: str) -> int:
    """Run `sql` and keep its rows in order; returns how many there were.

    The first column is the record's JSON text, every other column a number kept for look-ups under its own name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reader = con.execute(f"select record || ',' as record, * exclude (record) from ({sql})").to_arrow_reader(BATCH)
    names = reader.schema.names[1:]
    lengths: list[Ints] = []
    columns: dict[str, list[Ints]] = {key: [] for key in names}
    with (folder / f"{name}.text").open("wb") as out:
        for batch in reader:
            text = batch.column(0).cast(pa.large_string())
            if text.null_count:
                raise ValueError(f"a record of {name} is null")
            offsets = np.frombuffer(text.buffers()[1], dtype=np.int64)[text.offset : text.offset + len(text) + 1]
            out.write(memoryview(text.buffers()[2])[int(offsets[0]) : int(offsets[-1])] if len(text) else b"")
            lengths.append(np.diff(offsets))
            for position, key in enumerate(names, start=1):
                columns[key].append(batch.column(position).cast(pa.int64()).to_numpy(zero_copy_only=False))
    size = np.concatenate(lengths) if lengths else np.zeros(0, dtype=np.int64)
    np.save(folder / f"{name}.offsets.npy", np.concatenate([[0], np.cumsum(size)]).astype(np.int64))
    for key in names:
        joined = np.concatenate(columns[key]) if columns[key] else np.zeros(0)
        np.save(folder / f"{name}.{key}.npy", joined.astype(np.int64))
    return len(size)


def write_records(
    con: duckdb.DuckDBPyConnection,
    records: Iterable[tuple[Any, int]],
    folder: Path,
    name: str,
    order: str = "updated_at, record",
    at: str = "updated_at",
) -> int:
    """Keep records made in Python, each with the unix second of its last change (column `at`); returns how many."""
    pairs = list(records)
    columns = {
        "record": pa.array([json.dumps(record) for record, _ in pairs], pa.string()),
        at: pa.array([moment for _, moment in pairs], pa.int64()),
    }
    con.register("rows_told", pa.table(columns))
    written = write_pages(con, f"select record, {at} from rows_told order by {order}", folder, name)
    con.unregister("rows_told")
    return written


@dataclass(frozen=True)
class Pages:
    """Records of one endpoint, opened for reading."""

    text: NDArray[np.uint8]
    offsets: Ints
    columns: dict[str, Ints]

    @classmethod
    def open(cls, folder: Path, name: str) -> Pages:
        path = folder / f"{name}.text"
        text = np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else np.zeros(0, dtype=np.uint8)
        columns = {
            file.name[len(name) + 1 : -4]: np.load(file, mmap_mode="r")
            for file in sorted(folder.glob(f"{name}.*.npy"))
            if file.name != f"{name}.offsets.npy"
        }
        return cls(text, np.load(folder / f"{name}.offsets.npy", mmap_mode="r"), columns)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def slice(self, first: int, last: int) -> bytes:
        """Records `first` up to but not including `last`, joined by commas."""
        if last <= first:
            return b""
        return self.text[int(self.offsets[first]) : int(self.offsets[last]) - 1].tobytes()

    def rows(self, rows: Ints) -> bytes:
        """The given records, joined by commas; runs of neighbours are copied at once."""
        if not len(rows):
            return b""
        cuts = np.nonzero(np.diff(rows) != 1)[0] + 1
        starts, ends = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(rows)]])
        return b",".join(self.slice(int(rows[a]), int(rows[b - 1]) + 1) for a, b in zip(starts, ends, strict=True))
