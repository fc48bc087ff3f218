"""A few written-down records behind one of the sandbox's own servers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import uvicorn
from starlette.applications import Starlette

from pipelines.loading import load_source
from pipelines.loading.load import LoadSummary
from pipelines.sandbox.pages import write_pages
from pipelines.settings import Settings
from tests.loading.warehouses import ask

Record = dict[str, Any]
Told = Mapping[str, Sequence[tuple[Record, dict[str, int]]]]  # resource -> records, each with its numbers for look-ups


@dataclass
class Kept:
    """A server that is made anew only when the records behind it changed."""

    records: str = ""
    server: Any = None

    def over(self, records: Any, make: Callable[[], Any]) -> Any:
        now = json.dumps(records)
        if self.server is None or now != self.records:
            self.records, self.server = now, make()
        return self.server


def keep(folder: Path, told: Told, numbers: Sequence[str]) -> None:
    """Put the records where a server reads them; an empty resource has all of the `numbers`."""
    with duckdb.connect() as con:
        for name, rows in told.items():
            names = list(rows[0][1]) if rows else numbers
            table = pa.table({"record": pa.array([json.dumps(record) for record, _ in rows], pa.string())})
            for key in names:
                table = table.append_column(key, pa.array([own[key] for _, own in rows], pa.int64()))
            con.register("told", table)
            write_pages(con, "select * from told", folder, name)


@contextmanager
def listening(application: Starlette) -> Iterator[int]:
    """Serves on a free loopback port, which it gives, in a thread until the block ends."""
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def reached(served: AbstractContextManager[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What is served, with the settings by which a loader finds it."""
    with served as here:
        for name, value in here.env.items():
            monkeypatch.setenv(name, value)
        yield here


def loader(source: str) -> Callable[..., LoadSummary]:
    """`load(settings, *resources)` of a source; without resources, of all."""

    def load(settings: Settings, *resources: str) -> LoadSummary:
        return load_source(source, settings, resources=list(resources) or None)

    return load


def reader(source: str, order: str = "known_at, record_key") -> Callable[[Settings, str], list[Record]]:
    """`records(settings, table)` of a source: every version, in the order in which it became known."""

    def records(settings: Settings, table: str) -> list[Record]:
        rows = ask(settings, f"select record from raw_{source}.{table} order by {order}")
        return [json.loads(text) for (text,) in rows]

    return records
