"""Decagon: conversations of the vendor's AI agent, each with its messages.

Auth        `Authorization: Bearer <key>`, SOURCES__DECAGON__API_KEY. [documented]
Where       SOURCES__DECAGON__BASE_URL (`https://api.decagon.ai`, in the EU `https://eu.api.decagon.ai`), from
            SOURCES__DECAGON__START_DATE; SOURCES__DECAGON__END_DATE reads no further (default: now).
Paging      At most 100 a page; the next cursor is called `next_page_cursor`, `next_cursor` or
            `next_page_updated_after`, and passed on as `cursor` until there is none. [documented, observed]
Limit       One request a second over all endpoints; whoever asks faster is blocked by address. [documented] One list is
            read, one page after the other, with SOURCES__DECAGON__SECONDS_BETWEEN_REQUESTS (1) between them.

resource        endpoint               window                                place kept                   -> table
conversations   conversation/export    min_timestamp to max_timestamp, on    newest updated_at - 2 days   conversations
                                       `timestamp_filter=updated_at`

Key         `conversation_id`.
Cursor      `updated_at`: a conversation comes again when messages arrive. [documented]
Late        Whether a rating or a hand-over moves that clock is not documented: two days are read again. [inferred]
Documented  conversation_id, user_id, created_at, updated_at, destination, messages (role, text, created_at),
            csat_rating (on one page: csat), tags (name, level), metadata.
Observed    undeflected, summary.
Inferred    That a rating is of 1 to 5; that the tag of the deepest level says what it is about; and, of the metadata
            that your own widget sends, `ticket_id`, `email`, `channel`, `language` and `is_test` where it sends them.
The claim   Deflected: never passed to a person (`undeflected` is false). Silence counts, no window is published. It is
            the vendor's word, kept as its claim.
Not known   When it was passed to a person, when it was rated, how long the AI worked, its version, status.
Left out    `tag/all`, `article/all`, `article/usage`, agent assist and admin logs: nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.cursors import rows_by_cursor
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY

LOOK_BACK_SECONDS = 2 * DAY
# Two pages of the vendor's documentation and a public connector give it three names.
CURSORS = ("next_page_cursor", "next_cursor", "next_page_updated_after")


@dlt.source(name="decagon", section="decagon", max_table_nesting=0)
def decagon(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    seconds_between_requests: float = 1.0,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Decagon account."""
    account = Account.opened(
        "decagon",
        base_url,
        FixedAuth.bearer(api_key),
        "API_KEY",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def _changed(since: int) -> Iterator[Any]:
        return rows_by_cursor(
            account.client,
            "decagon",
            "/conversation/export",
            {
                "timestamp_filter": "updated_at",
                "order": "asc",
                "min_timestamp": since,
                "max_timestamp": account.end,
            },
            rows="conversations",
            cursors=CURSORS,
            pause=seconds_between_requests,
        )

    def conversations() -> Iterator[pa.Table]:
        yield from account.news(
            "conversations",
            _changed,
            back=LOOK_BACK_SECONDS,
            key=field_text("conversation_id"),
            cursor=field_text("updated_at"),
        )

    yield from account.resources(conversations)
