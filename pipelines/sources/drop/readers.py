"""Reading a dropped file in batches: each batch is one Arrow table of text lines (JSONL) or of columns."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from pipelines.errors import HavenError
from pipelines.sources.drop.files import DropFile

BATCH_ROWS = 50_000
LINE = "__line"  # the one column of a JSONL batch

Reject = Callable[[str, str], None]  # reason, raw text


def read_batches(file: DropFile, reject: Reject) -> Iterator[pa.Table]:
    """Tables of at most a few ten thousand rows; rows that cannot even be split are rejected."""
    try:
        if file.format == ".jsonl":
            yield from _read_jsonl(file, reject)
        elif file.format == ".csv":
            yield from _read_csv(file, reject)
        else:
            yield from _read_parquet(file)
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError) as error:
        raise HavenError(
            f"{file.name} of the drop cannot be read as {file.format.lstrip('.')}: {str(error).splitlines()[0]}",
            "Write the file again (UTF-8 text, or Parquet), then load again; nothing of it was kept.",
        ) from error


def _read_jsonl(file: DropFile, reject: Reject) -> Iterator[pa.Table]:
    with file.path.open("rb") as handle:
        while chunk := list(islice(handle, BATCH_ROWS)):
            lines = []
            for line in chunk:
                try:
                    text = line.decode("utf-8-sig").strip()
                except UnicodeDecodeError:
                    reject("the line is not UTF-8", line.decode("utf-8", errors="replace").strip())
                    continue
                if text:
                    lines.append(text)
            if lines:
                yield pa.table({LINE: pa.array(lines, pa.string())})


def _read_csv(file: DropFile, reject: Reject) -> Iterator[pa.Table]:
    with file.path.open(newline="", encoding="utf-8-sig") as handle:
        header = next(csv.reader(handle), [])
    if not header or len(header) != len(set(header)):
        raise HavenError(
            f"{file.name} of the drop has no header line, or names a column twice",
            "Put one line of distinct column names first.",
        )

    def skip(row: pacsv.InvalidRow) -> str:
        reject(f"the line has {row.actual_columns} values, the header has {row.expected_columns}", row.text or "")
        return "skip"

    reader = pacsv.open_csv(
        file.path,
        read_options=pacsv.ReadOptions(use_threads=False, block_size=16 << 20),
        parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pacsv.ConvertOptions(
            column_types={name: pa.string() for name in header},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
    for batch in reader:
        if batch.num_rows:
            yield pa.Table.from_batches([batch])


def _read_parquet(file: DropFile) -> Iterator[pa.Table]:
    for batch in pq.ParquetFile(file.path).iter_batches(BATCH_ROWS):
        if batch.num_rows:
            yield pa.Table.from_batches([batch])
