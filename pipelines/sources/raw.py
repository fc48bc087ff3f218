"""The flat raw row that every source yields: key, change marker, hash and the whole record as text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import dlt
import orjson
import pyarrow as pa

from pipelines.sources.shapes import Shapes

RAW_SCHEMA = pa.schema(
    [
        pa.field("record_key", pa.string(), nullable=False),
        pa.field("record", pa.string()),
        pa.field("cursor_value", pa.string()),
        pa.field("record_hash", pa.string()),
        pa.field("known_at", pa.timestamp("us")),
        pa.field("_row_id", pa.string()),
    ]
)
BATCH_ROWS = 20_000

Text = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Window:
    """A part of a resource that was read completely, so that what is missing from it is gone at the source.

    `position` is the record's field (unix seconds) that says whether a record lies in [start, end);
    without one the window is the whole resource. `key_fields` are kept in the tombstone of a vanished record.
    """

    resource: str
    key_fields: tuple[str, ...]
    position: str | None = None
    start: int = 0
    end: int = 0


@dataclass
class Tally:
    """Records of the lists of one resource that say how many they have: what they said, and what came of it."""

    said: int = 0
    came: int = 0

    def add(self, said: int, came: int) -> None:
        """One list more. What came beyond its count makes up for nothing that another list lacks."""
        self.said += said
        self.came += min(said, came)

    @property
    def missing(self) -> int:
        return self.said - self.came


@dataclass
class Run:
    """One run of one source: the moment it began, and what the resources noticed on the way."""

    known_at: datetime
    rejected: list[tuple[str, str, str]] = field(default_factory=list)  # resource, reason, raw text
    shapes: dict[str, Shapes] = field(default_factory=dict)  # by resource: what its records look like
    tallies: dict[str, Tally] = field(default_factory=dict)  # by resource, of those that the source counts
    windows: list[Window] = field(default_factory=list)
    sees_deletions: set[str] = field(default_factory=set)  # resources that report completely read windows

    @classmethod
    def begin(cls) -> Run:
        return cls(known_at=datetime.now(UTC).replace(tzinfo=None))

    @property
    def run_id(self) -> str:
        return self.known_at.strftime("%Y%m%dT%H%M%S%fZ")

    def reject(self, resource: str, reason: str, raw_text: str) -> None:
        """Set one record aside; it goes to the quarantine table, the rest of the load goes on."""
        self.rejected.append((resource, reason, raw_text))

    def looked_at(self, resource: str) -> Shapes:
        return self.shapes.setdefault(resource, Shapes())

    def count(self, resource: str, said: Any, came: int) -> None:
        """One list was read: it says that it has `said` records (no number: it does not say), and `came` came.

        What may go while it is being read is no loss: `said` is the lower of what it said first and last.
        """
        if isinstance(said, int):
            self.tallies.setdefault(resource, Tally()).add(said, came)

    def is_short(self, resource: str) -> bool:
        """Whether less came than the source says it has; its place must then stay where it was."""
        return resource in self.tallies and self.tallies[resource].missing > 0

    def row_ids(self, resource: str, first: int, count: int) -> list[str]:
        """Ids of `count` rows: a row that is appended twice by an interrupted load carries the same id twice."""
        stem = f"{self.run_id}-{resource}-"
        return [stem + str(number) for number in range(first, first + count)]


def noting_keys(records: Iterable[Any], known: set[str], field: str = "id") -> Iterator[Any]:
    """The records as they are; `known` holds in the end how many different ones there were."""
    for record in records:
        known.add(str(record.get(field)) if isinstance(record, dict) else repr(record))
        yield record


def to_text(record: Any) -> str:
    """One record as compact JSON with sorted keys, so that the same content always gives the same text."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def field_text(name: str) -> Text:
    """Reads one field of a record."""
    return lambda record: record.get(name)


def raw_batches(
    run: Run, resource: str, records: Iterable[Any], *, key: Text, cursor: Text, batch_rows: int = BATCH_ROWS
) -> Iterator[pa.Table]:
    """Raw tables of at most `batch_rows` rows from parsed records.

    A record that is not an object, or whose key is null or empty, is rejected with its text.
    """
    columns: tuple[list[Any], ...] = ([], [], [], [])
    keys, texts, cursors, hashes = columns
    appended, shapes = 0, run.looked_at(resource)
    # One record at a time: thousands of parsed records kept alive would keep the garbage collector busy.
    for record in records:
        text = orjson.dumps(record, None, orjson.OPT_SORT_KEYS)
        record_key = key(record) if isinstance(record, dict) else None
        if record_key is None or record_key == "":
            run.reject(resource, "the record has no key", text.decode())
            continue
        if shapes.is_due():
            shapes.note(record, record_key)
        cursor_value = cursor(record)
        keys.append(str(record_key))
        texts.append(text)
        cursors.append(None if cursor_value is None else str(cursor_value))
        hashes.append(hashlib.sha256(text).hexdigest())
        if len(keys) == batch_rows:
            yield raw_table(run, resource, appended, keys, texts, cursors, hashes)
            appended += batch_rows
            for column in columns:
                column.clear()
    if keys:
        yield raw_table(run, resource, appended, keys, texts, cursors, hashes)


def raw_table(
    run: Run,
    resource: str,
    first: int,
    keys: list[str],
    texts: Sequence[str | bytes],
    cursors: list[str | None],
    hashes: list[str],
) -> pa.Table:
    """One raw table; `first` is the number of the run's rows of this resource that came before."""
    text = pa.string()
    return pa.Table.from_arrays(
        [
            pa.array(keys, text),
            pa.array(texts, text),
            pa.array(cursors, text),
            pa.array(hashes, text),
            pa.repeat(pa.scalar(run.known_at, pa.timestamp("us")), len(keys)),
            pa.array(run.row_ids(resource, first, len(keys)), text),
        ],
        schema=RAW_SCHEMA,
    )


def quarantine_rows(run: Run) -> Iterator[pa.Table]:
    """The run's rejected records as raw rows; the key holds what was rejected, so that it is set aside once."""
    for first in range(0, len(run.rejected), BATCH_ROWS):
        chunk = run.rejected[first : first + BATCH_ROWS]
        texts = [to_text({"resource": r, "reason": why, "raw_text": raw}) for r, why, raw in chunk]
        hashes = [sha256(text) for text in texts]
        keys = [f"{r}:{digest}" for (r, _, _), digest in zip(chunk, hashes, strict=True)]
        yield raw_table(run, "quarantine", first, keys, texts, [None] * len(keys), hashes)


def raw_resource(
    name: str, rows: Callable[[], Iterator[pa.Table]], *, table: str | None = None, parallelized: bool = True
) -> Any:
    """A dlt resource of raw rows: appended as they are, never unpacked into child tables.

    `parallelized` resources are fetched beside each other, in threads.
    """

    def fetch() -> Iterator[pa.Table]:
        yield from rows()

    return dlt.resource(
        fetch,
        name=name,
        table_name=table or name,
        write_disposition="append",
        max_table_nesting=0,
        parallelized=parallelized,
    )


def quarantine_resource(run: Run) -> Any:
    """What the other resources rejected; extract it after them."""
    return raw_resource("quarantine", lambda: quarantine_rows(run), parallelized=False)
