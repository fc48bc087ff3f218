"""Guru: the cards that people answer from, and what people do with them.

Auth        HTTP Basic, a user's address and token: SOURCES__GURU__EMAIL, SOURCES__GURU__API_TOKEN. [documented]
Where       SOURCES__GURU__BASE_URL (`https://api.getguru.com/api/v1`), the team SOURCES__GURU__TEAM_ID; events from
            SOURCES__GURU__START_DATE; SOURCES__GURU__END_DATE reads no further (default: now).
Paging      The `Link` header's `next-page`, asked in the way of the first page, until there is none; the server
            chooses how many rows a page has. [documented, observed]

resource   endpoint                  read                                                    -> table
cards      search/cardmgr            whole, archived cards as a second list                  cards
events     teams/{id}/analytics      2 days before the newest, both ends included            events

Key         `id`. An event that has none: its type, time, user and card. [observed, inferred]
Cursor      `eventDate`. Cards could be asked for by `LASTMODIFIED`; but whether confirming a card moves that is not
            documented, and when a card was last confirmed is what is read, so they are read whole.
Deletions   An archived card comes in the archived list. One that was deleted for good leaves both, and stays here.
Guards      The same page twice, or a page that links to itself, stops the load.
Inferred    That a card's tag names an intent where it is one of the intents' ids; `card-viewed` as a view,
            `card-copied` and `card-link-copied` as sharing. Other events are kept, and counted nowhere.
Left out    The words of a card: no model reads them.
Not known   The conversation in which a card was used, and searches that found none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.linked import linked_rows
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY, to_iso

LOOK_BACK_SECONDS = 2 * DAY
NEXT_PAGE = "next-page"
IN_USE, ARCHIVED = None, "archived"


@dlt.source(name="guru", section="guru", max_table_nesting=0)
def guru(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    team_id: str = dlt.config.value,
    email: str = dlt.config.value,
    api_token: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Guru team."""
    account = Account.opened(
        "guru",
        base_url,
        FixedAuth.basic(email, api_token),
        "EMAIL",
        "API_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def cards() -> Iterator[pa.Table]:
        yield from account.whole("cards", _cards(), cursor=field_text("lastModified"))

    def _cards() -> Iterator[Any]:
        for kind in (IN_USE, ARCHIVED):
            asked = {"queryType": kind, "sorts": [{"type": "lastModified", "dir": "ASC"}]}
            for card in linked_rows(account.client, "guru", "/search/cardmgr", body=asked, relation=NEXT_PAGE):
                yield {name: value for name, value in card.items() if name != "content"}

    def events() -> Iterator[pa.Table]:
        def since(moment: int) -> Iterator[Any]:
            window = {"fromDate": _dated(moment), "toDate": _dated(account.end)}
            path = f"/teams/{team_id}/analytics"
            return linked_rows(account.client, "guru", path, window, relation=NEXT_PAGE)

        yield from account.news("events", since, back=LOOK_BACK_SECONDS, key=_event, cursor=field_text("eventDate"))

    yield from account.resources(cards, events)


def _dated(unix: int) -> str:
    """As the API documents its dates: with an offset, not with a Z."""
    return to_iso(unix).replace("Z", "+00:00")


def _event(record: dict[str, Any]) -> str | None:
    if record.get("id"):
        return str(record["id"])
    card = (record.get("properties") or {}).get("cardId")
    parts = [record.get("eventType"), record.get("eventDate"), record.get("user"), card or ""]
    return None if parts[0] is None or parts[1] is None else ":".join(str(part or "") for part in parts)
