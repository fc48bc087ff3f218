"""One account of a vendor, as sources with an API begin and end: a client, the time to read, what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.http import Auth, Client, Patience
from pipelines.sources.raw import Run, Text, field_text, quarantine_resource, raw_batches, raw_resource
from pipelines.sources.times import iso_to_unix, look_back, noting_newest, now_or, to_unix

ID = field_text("id")
Rows = Callable[[], Iterator[pa.Table]]


@dataclass(frozen=True)
class Account:
    """Who is asked, in which run, for what happened from `start` to `end` (unix seconds)."""

    run: Run
    client: Client
    start: int
    end: int

    @classmethod
    def opened(
        cls,
        source: str,
        base_url: str,
        auth: Auth | None,
        *settings: str,
        start_date: str,
        end_date: str | None = None,
        patience: Patience,
        headers: Mapping[str, str] | None = None,
        run: Run | None = None,
    ) -> Account:
        """`settings` name what opens the account, like `API_KEY`: they are to be checked when it is refused.

        Raises:
            HavenError: the base URL or a date is none.
        """
        prefix = f"SOURCES__{source.upper()}__"
        named = " and ".join(prefix + name for name in settings)
        client = Client(source, base_url, auth, credentials=named, patience=patience, headers=dict(headers or {}))
        start, end = to_unix(start_date, f"{prefix}START_DATE"), now_or(end_date, f"{prefix}END_DATE")
        return cls(run or Run.begin(), client, start, end)

    def whole(
        self, resource: str, records: Iterable[Any], *, key: Text = ID, cursor: Text | None = None
    ) -> Iterator[pa.Table]:
        """A list that is read from its beginning every time."""
        yield from raw_batches(self.run, resource, records, key=key, cursor=cursor or (lambda record: None))

    def news(
        self,
        resource: str,
        since: Callable[[int], Iterator[Any]],
        *,
        back: int,
        cursor: Text,
        key: Text = ID,
    ) -> Iterator[pa.Table]:
        """What `since(unix)` gives from `back` seconds before the newest record that is known, by its `cursor`."""
        state = dlt.current.resource_state(resource)
        records = since(look_back(state, self.start, back))
        noted = noting_newest(records, state, lambda record: iso_to_unix(cursor(record)))
        yield from raw_batches(self.run, resource, noted, key=key, cursor=cursor)

    def resources(self, *rows: Rows) -> Iterator[Any]:
        """A dlt resource of each function's name, and what they reject."""
        for resource in rows:
            yield raw_resource(resource.__name__, resource)
        yield quarantine_resource(self.run)
