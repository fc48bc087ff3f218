"""Freshdesk: tickets, what was said and done in them, contacts, companies, people, groups, surveys, time and promises.

Auth        Basic, the API key as the user. [documented] The activities need an administrator's key. [documented]
Where       SOURCES__FRESHDESK__BASE_URL (`https://<domain>.freshdesk.com`, also where the help desk has its own name
            [inferred]), from SOURCES__FRESHDESK__START_DATE; activities of the days before
            SOURCES__FRESHDESK__END_DATE (default: now).

resource (= table)     endpoint                              read                                        key
tickets                tickets, also filter=deleted, =spam   place of each list's newest, less 5 minutes id
conversations          tickets/N/conversations               of each changed ticket of the three lists   id
ticket_activities      export/ticket_activities              one file a day, once                        made of the row
contacts               contacts, also state=deleted          whole, then changes less 5 minutes          id
satisfaction_ratings   surveys/satisfaction_ratings          14 days before the newest                   id
time_entries           time_entries                          14 days before the newest                   id
companies, agents, groups, surveys, sla_policies             whole                                       id

Paging      `page`, `per_page` of at most 100, the next page in `Link`. [documented] Tickets: see `paging.py`. They are
            not listed beyond 300 pages, without `updated_since` only those of 30 days, and never with those that were
            deleted or taken for spam, which have lists of their own. [documented]
Cursor      `updated_at` of tickets and contacts; ratings by creation, time by execution. [documented] Contacts are
            bounded by `_updated_since`, with the underscore. [documented]
Late        A rating may come days after the ticket's last change, which it need not move. [not confirmed]
            A day's file may appear late: 404 until then. It is waited for 14 days, then named in the quarantine.
Guards      A ticket's first words are its description, which comes only where it is included. [documented]
            The link to a day's file is signed: it is followed without the key, to an https host only. [inferred]
            Of the conversations in a ticket itself at most 10 come, so the list of each ticket is read. [documented]
            429 says in `Retry-After` when to come back; the limit is the account's, each include costs two more.
Inferred    That deleting a ticket, or taking it for spam, moves its `updated_at`; fields of an activity beside
            `status`, `group` and `automation`: `agent_id`, `added_tags`, `new_ticket`, `note`.
Not known   Whether an AI took part (no field says so), when a survey was sent, and into what a ticket was merged beside
            what its closing note says. People who left are no longer listed; who was read before stays known.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account, Rows
from pipelines.sources.freshdesk import paging
from pipelines.sources.freshdesk.activities import activities, performed_at
from pipelines.sources.freshdesk.paging import changed_tickets, updated_at
from pipelines.sources.http import FixedAuth, Patience, Refused
from pipelines.sources.linked import linked_rows
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY, look_back, noting_newest, to_iso

LOOK_BACK_SECONDS = 300
LATE_SECONDS = 14 * DAY
READERS, TICKETS_AT_ONCE = 8, 100
# Lists of tickets and of contacts that never hold each other's records, each with a place of its own.
TICKETS: dict[str, dict[str, str]] = {"kept": {}, "deleted": {"filter": "deleted"}, "spam": {"filter": "spam"}}
WHOLE = ("companies", "agents", "groups", "surveys", "sla_policies")
CONTACTS: dict[str, dict[str, str]] = {"kept": {}, "deleted": {"state": "deleted"}}


@dlt.source(name="freshdesk", section="freshdesk", max_table_nesting=0)
def freshdesk(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Freshdesk account."""
    account = Account.opened(
        "freshdesk",
        base_url,
        FixedAuth.basic(api_key, "X"),
        "API_KEY",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    client, changed = account.client, field_text("updated_at")

    def tickets() -> Iterator[pa.Table]:
        yield from account.whole("tickets", _changed("tickets"), cursor=changed)

    def conversations() -> Iterator[pa.Table]:
        yield from account.whole("conversations", _said_in(_changed("conversations")), cursor=changed)

    def ticket_activities() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("ticket_activities")
        rows = activities(account.run, client, state, account.start, account.end)
        yield from account.whole("ticket_activities", rows, cursor=performed_at)

    def contacts() -> Iterator[pa.Table]:
        yield from account.whole("contacts", _contacts(), cursor=changed)

    def satisfaction_ratings() -> Iterator[pa.Table]:
        yield from _since("satisfaction_ratings", "/surveys/satisfaction_ratings", "created_since", "created_at")

    def time_entries() -> Iterator[pa.Table]:
        yield from _since("time_entries", "/time_entries", "executed_after", "executed_at")

    def _whole(name: str) -> Rows:
        def rows() -> Iterator[pa.Table]:
            yield from account.whole(name, _listed(f"/{name}"), cursor=changed)

        rows.__name__ = name
        return rows

    def _listed(path: str, **asked: str) -> Iterator[Any]:
        return linked_rows(client, "freshdesk", f"/api/v2{path}", {**asked, "per_page": paging.PAGE_SIZE})

    def _since(name: str, path: str, parameter: str, moment: str) -> Iterator[pa.Table]:
        def rows(since: int) -> Iterator[Any]:
            return _listed(path, **{parameter: to_iso(since)})

        yield from account.news(name, rows, back=LATE_SECONDS, cursor=field_text(moment))

    def _changed(resource: str) -> Iterator[Any]:
        """Tickets of all three lists that changed since the resource was read."""
        for name, filters in TICKETS.items():
            place = dlt.current.resource_state(resource).setdefault(name, {})
            since = look_back(place, account.start, LOOK_BACK_SECONDS)
            yield from noting_newest(changed_tickets(client, filters, since), place, updated_at)

    def _contacts() -> Iterator[Any]:
        """Whom a ticket is about may have been known long before the first day: at first all are read."""
        for name, asked in CONTACTS.items():
            place = dlt.current.resource_state("contacts").setdefault(name, {})
            since = {"_updated_since": to_iso(look_back(place, 0, LOOK_BACK_SECONDS))} if place.get("newest") else {}
            yield from noting_newest(_listed("/contacts", **asked, **since), place, updated_at)

    def _said_in(rows: Iterator[Any]) -> Iterator[Any]:
        """Every message and note of the tickets, a few tickets being read at a time."""
        numbers = (row["id"] for row in rows if isinstance(row, dict) and row.get("id"))
        with ThreadPoolExecutor(READERS) as readers:
            while some := list(islice(numbers, TICKETS_AT_ONCE)):
                for said in readers.map(_of_ticket, some):
                    yield from said

    def _of_ticket(number: int) -> list[Any]:
        try:
            return list(_listed(f"/tickets/{number}/conversations"))
        except Refused as refused:
            # Deleted for good since it was listed.
            if refused.status != 404:
                raise
            return []

    changing = (tickets, conversations, ticket_activities, contacts, satisfaction_ratings, time_entries)
    yield from account.resources(*changing, *map(_whole, WHOLE))
