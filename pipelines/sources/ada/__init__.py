"""Ada: conversations and messages of the vendor's AI agent (Data Export API v2).

Auth        `Authorization: Bearer <key>`, SOURCES__ADA__API_KEY. [documented]
Where       SOURCES__ADA__BASE_URL (`https://<handle>.ada.support`), from SOURCES__ADA__START_DATE, at most 12 months
            back; SOURCES__ADA__END_DATE reads no further (default: now).
Paging      `meta.next_page_uri` (or `next_page_uri`), absolute or relative; null ends it. [documented, observed]

resource        endpoint                                window            place kept                      -> table
conversations   api/v2/export/conversations             updated_since/to  newest date_updated - 48 hours  conversations
messages        api/v2/export/messages                  created_since/to  newest date_created - 48 hours  messages

Key         `_id`.
Cursor      `date_updated` of conversations, `record_last_updated` of messages.
Windows     at most 60 days per request; without an end the server stops after 7 days, so the end is always sent.
            [documented]
Late        The resolution label arrives about a day after the conversation, and rows reach the export with a delay:
            both are read again from 48 hours before the newest row. A conversation labelled later comes with a new
            `date_updated`. [documented]
Guards      Rows are read from `data`, else from `items` (two public clients disagree) [observed]. The key is only
            ever sent to the base URL's host, whatever host a next-page link names.
Inferred    Messages have no update filter: a message that changes (a rating of an answer) more than 48 hours after
            the newest message was read keeps its older version.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.ada.paging import export_pages
from pipelines.sources.http import Client, FixedAuth, Patience
from pipelines.sources.raw import Run, Text, field_text, quarantine_resource, raw_batches, raw_resource
from pipelines.sources.times import DAY, iso_to_unix, look_back, noting_newest, now_or, to_unix, windows

LONGEST_WINDOW_SECONDS = 60 * DAY - 1
LOOK_BACK_SECONDS = 2 * DAY


@dlt.source(name="ada", section="ada", max_table_nesting=0)
def ada(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Ada bot."""
    run = run or Run.begin()
    patience = Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds)
    client = Client("ada", base_url, FixedAuth.bearer(api_key), credentials="SOURCES__ADA__API_KEY", patience=patience)
    start = to_unix(start_date, "SOURCES__ADA__START_DATE")
    end = now_or(end_date, "SOURCES__ADA__END_DATE")

    def conversations() -> Iterator[pa.Table]:
        yield from _rows("conversations", "updated", "date_updated", field_text("date_updated"))

    def messages() -> Iterator[pa.Table]:
        yield from _rows(
            "messages", "created", "date_created", lambda m: m.get("record_last_updated") or m.get("date_created")
        )

    def _rows(name: str, what: str, moment: str, cursor: Text) -> Iterator[pa.Table]:
        state = dlt.current.resource_state(name)
        since = look_back(state, start, LOOK_BACK_SECONDS)
        records = noting_newest(_export(name, what, since), state, lambda record: iso_to_unix(record.get(moment)))
        yield from raw_batches(run, name, records, key=field_text("_id"), cursor=cursor)

    def _export(name: str, what: str, since: int) -> Iterator[Any]:
        for opened, closed in windows(since, end, LONGEST_WINDOW_SECONDS):
            # A second of overlap: whether the ends belong to a window is not documented.
            for page in export_pages(client, f"/api/v2/export/{name}", what, opened - 1, closed):
                yield from page

    for rows in (conversations, messages):
        yield raw_resource(rows.__name__, rows)
    yield quarantine_resource(run)
