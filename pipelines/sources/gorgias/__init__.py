"""Gorgias: tickets with every message and event, customers, users, teams, surveys, macros, tags, custom fields.

Auth        HTTP Basic, a user's address and key: SOURCES__GORGIAS__EMAIL, SOURCES__GORGIAS__API_KEY. [documented]
Where       SOURCES__GORGIAS__BASE_URL (`https://<subdomain>.gorgias.com/api`), from SOURCES__GORGIAS__START_DATE.
Paging      `limit` and `cursor` until `meta.next_cursor` is null. A cursor expires: none is kept from load to load, and
            a walk whose cursor is refused begins again. [documented]

resource               endpoint                          read                                         place kept
tickets                tickets                           back to the newest change known              updated_datetime
messages               the same, then messages           each changed ticket's, whole                 updated_datetime
ticket_custom_fields   the same, tickets/N/custom-fields each changed ticket's, one record a ticket   updated_datetime
customers              customers                         back to the newest change known              updated_datetime
events                 events                            an hour before the newest                    created_datetime
merged_tickets         events, then tickets/N            each `ticket-merged`: where it leads         created_datetime
satisfaction_surveys   satisfaction-surveys              60 days back from the newest                 created_datetime
users, teams, tags, macros, custom_fields                whole                                        none

Key         `id`; of a ticket's custom fields the ticket's.
Cursor      Tickets have no filter by date: they are walked newest change first, to a page that reaches five minutes
            behind the newest change of the last load; one that changes meanwhile moves to the front and is met by the
            next. [documented, observed]
Late        A survey is scored days after it was made and has no time of change, hence its 60 days. [documented]
            A message that is deleted keeps its row, with `deleted_datetime`. [documented]
Guards      Messages come 30 a page unless asked; a ticket states how many it has (`messages_count`), and one with fewer
            is asked again by the next load. [observed]
            A time without an offset is UTC, whatever the record. [documented examples, observed]
            A date in the future moves no place beyond now. [observed on `created_datetime`]
            A ticket that was merged into another answers 301; its address there names the survivor. [documented]
Deletions   A trashed ticket stays in the list, with `trashed_datetime`; a purged one leaves a `ticket-deleted` event.
Inferred    The words and data of ticket events (`ticket-team-assigned`, `assignee_user_id`, `tags_added`, ...) are what
            the vendor's own web client reads; the reference calls `data` free-form and lists no types for good.
Left out    HTML twins of a message's text, its headers and attachments; shop orders of a customer.
Not known   Since when a tag is on a ticket but by its event; handle time and service levels of a ticket; what an
            automated interaction is billed at; who of several people was rated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.gorgias.paging import moments, pages, pages_back_to
from pipelines.sources.http import FixedAuth, Patience, Refused
from pipelines.sources.raw import Run, field_text, noting_keys, raw_batches, raw_resource
from pipelines.sources.times import DAY, iso_to_unix, look_back, noting_newest, to_iso

OVERLAP_SECONDS = 300
EVENTS_BACK_SECONDS = 3600
SURVEYS_BACK_SECONDS = 60 * DAY
UPDATED, CREATED = "updated_datetime", "created_datetime"
WHOLE = {"users": {}, "teams": {}, "tags": {}, "macros": {}, "custom_fields": {"object_type": "Ticket"}}
GONE = (301, 404)
HEAVY = ("body_html", "stripped_html", "stripped_signature", "headers", "attachments", "excerpt", "integrations")


@dlt.source(name="gorgias", section="gorgias", max_table_nesting=0)
def gorgias(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    email: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Gorgias account."""
    account = Account.opened(
        "gorgias",
        base_url,
        FixedAuth.basic(email, api_key),
        "EMAIL",
        "API_KEY",
        start_date=start_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    client = account.client

    def tickets() -> Iterator[pa.Table]:
        yield from _rows("tickets", _back("tickets", "/tickets"), UPDATED)

    def messages() -> Iterator[pa.Table]:
        yield from _rows("messages", chain.from_iterable(map(_messages_of, _changed("messages"))), CREATED)

    def ticket_custom_fields() -> Iterator[pa.Table]:
        fields = chain.from_iterable(map(_fields_of, _changed("ticket_custom_fields")))
        yield from account.whole("ticket_custom_fields", fields, key=field_text("ticket_id"))

    def customers() -> Iterator[pa.Table]:
        # Whoever writes now may not have changed for years: customers are read from the first.
        yield from _rows("customers", _back("customers", "/customers", start=0), UPDATED)

    def satisfaction_surveys() -> Iterator[pa.Table]:
        surveys = _back("satisfaction_surveys", "/satisfaction-surveys", field=CREATED, overlap=SURVEYS_BACK_SECONDS)
        yield from _rows("satisfaction_surveys", surveys, "scored_datetime")

    def events() -> Iterator[pa.Table]:
        yield from account.news("events", _events, back=EVENTS_BACK_SECONDS, cursor=field_text(CREATED))

    def merged_tickets() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("merged_tickets")
        told = _events(look_back(state, account.start, EVENTS_BACK_SECONDS), "ticket-merged")
        noted = noting_newest(told, state, lambda event: iso_to_unix(event.get(CREATED)))
        yield from _rows("merged_tickets", chain.from_iterable(map(_merger, noted)), "merged_datetime")

    def _back(
        resource: str, path: str, *, field: str = UPDATED, overlap: int = OVERLAP_SECONDS, start: int | None = None
    ) -> Iterator[Any]:
        """Records back to where the resource was read to; its place is kept once all are through."""
        state = dlt.current.resource_state(resource)
        since, newest = look_back(state, account.start if start is None else start, overlap), None
        for page in pages_back_to(client, path, field, since):
            newest = max(moments(page, field), default=None) if newest is None else newest
            yield from (row for row in page if all(at >= since for at in moments([row], field)))
        if newest is not None and not account.run.is_short(resource):
            state["newest"] = int(min(newest, account.end))

    def _changed(resource: str) -> Iterator[dict[str, Any]]:
        """Tickets to be asked about each; what is none, `tickets` sets aside."""
        rows = _back(resource, "/tickets")
        return (row for row in rows if isinstance(row, dict) and row.get("id"))

    def _messages_of(ticket: dict[str, Any]) -> Iterator[Any]:
        known: set[str] = set()
        asked = {"ticket_id": ticket["id"], "order_by": f"{CREATED}:asc"}
        yield from noting_keys(chain.from_iterable(pages(client, "/messages", asked)), known)
        said = ticket.get("messages_count")
        if isinstance(said, int) and len(known) < said:
            # It may have lost some since it was listed, or be gone by now.
            said = (_unless_gone(f"/tickets/{ticket['id']}", key="id") or {}).get("messages_count")
        account.run.count("messages", said, len(known))

    def _fields_of(ticket: dict[str, Any]) -> Iterator[Any]:
        values = _unless_gone(f"/tickets/{ticket['id']}/custom-fields")
        if values is not None:
            yield {"ticket_id": ticket["id"], "data": values["data"]}

    def _merger(event: dict[str, Any]) -> Iterator[Any]:
        number = event.get("object_id")
        try:
            client.get(f"/tickets/{number}", key="id")
        except Refused as refused:
            survivor = re.search(r"/tickets/(\d+)", refused.location or "")
            if refused.status not in GONE:
                raise
            if survivor:
                yield {"id": number, "merged_into_id": int(survivor[1]), "merged_datetime": event.get(CREATED)}

    def _unless_gone(path: str, key: str = "data") -> dict[str, Any] | None:
        try:
            return client.get(path, key=key)
        except Refused as refused:
            if refused.status not in GONE:
                raise
            return None

    def _events(since: int, *types: str) -> Iterator[Any]:
        asked = {
            f"{CREATED}[gte]": to_iso(since),
            "order_by": f"{CREATED}:asc",
            **({"types[]": types} if types else {}),
        }
        return chain.from_iterable(pages(client, "/events", asked))

    def _whole(name: str) -> Callable[[], Iterator[pa.Table]]:
        def rows() -> Iterator[pa.Table]:
            path = f"/{name.replace('_', '-')}"
            yield from account.whole(name, chain.from_iterable(pages(client, path, dict(WHOLE[name]))))

        return rows

    def _rows(name: str, records: Iterator[Any], cursor: str) -> Iterator[pa.Table]:
        light = map(_light, records)
        return raw_batches(account.run, name, light, key=field_text("id"), cursor=field_text(cursor))

    for name in WHOLE:
        yield raw_resource(name, _whole(name))
    yield from account.resources(
        tickets, messages, ticket_custom_fields, customers, events, merged_tickets, satisfaction_surveys
    )


def _light(record: Any) -> Any:
    """The record without what no model reads and what weighs most."""
    return {name: value for name, value in record.items() if name not in HEAVY} if isinstance(record, dict) else record
