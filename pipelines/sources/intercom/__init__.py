"""Intercom: conversations of people and of the AI agent Fin with every part, contacts, admins, teams, tags, articles.

Auth        `Authorization: Bearer <token>`, SOURCES__INTERCOM__ACCESS_TOKEN. [documented]
Where       SOURCES__INTERCOM__BASE_URL (`https://api.intercom.io`, or the region's), from
            SOURCES__INTERCOM__START_DATE.
Version     `Intercom-Version: 2.16` with every request: without it the app's own version answers, and older ones use
            other words for the same state of a resolution. [documented]

resource (= table)     endpoint                        paging               place kept
conversations          POST conversations/search       starting_after       newest updated_at, less 5 minutes
conversation_parts     the same, then conversations/N  one request each     newest updated_at, less 5 minutes
deleted_conversations  conversations/deleted           page, total_pages    none, read whole
contacts               POST contacts/search            starting_after       newest updated_at, less 5 minutes
companies              companies/scroll                scroll_param         none, read whole
admins, teams, tags    admins, teams, tags             none                 none, read whole
articles               articles                        page, total_pages    none, read whole

Key         `id` everywhere. A part carries the `conversation_id` it came with.
Cursor      `updated_at`; `deleted_at` of what was deleted. Unix seconds.
Late        A rating, the state of Fin's resolution, tags, attributes and the SLA's status come later and move the
            conversation's `updated_at`: it is then read again, and a resolution may be taken back. [documented]
Scorecards  Reviews of people's and of Fin's work, on each conversation because `include_scorecards` asks for them.
            [documented]
Guards      Only the newest 500 parts of a conversation are to be had: all parts of a changed one are sent on (the load
            appends what is new), and one that has more than came is named in the quarantine. [documented]
            Contacts are searched by whole days: asked from the day before, older ones are left out here. [documented]
            `pages.next` is an object, a URL, null or not there. [documented] A list that ends before the count it
            states is read again, at most three times, and then stops the load.
            Companies: their list leaves out those without users and ends at 10,000, hence the scroll, of which there is
            one at a time and which dies after a minute's rest. [documented]
            A conversation with fewer parts than it states is read again by the next load. [documented: `total_count`]
            A conversation that is deleted between search and retrieval is left out: the list of deletions has it.
            A search does not always tell how Fin's part ended: such a conversation is retrieved alone. [observed]
            429 says when to come back in `X-RateLimit-Reset`, not in `Retry-After`. [documented]
Inferred    Whether `>` includes its own second is not settled: the second is asked for again. That a redaction and a
            review move `updated_at`: a review that does not comes with the conversation's next change. Admins, teams
            and tags that vanish stay as they were known: old conversations name them.
Not known   What an evaluator of a scorecard is called, what its label is worth, and who reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import Any

import dlt
import pyarrow as pa
from dlt.common import logger

from pipelines.sources.http import Client, FixedAuth, Patience, Refused
from pipelines.sources.intercom.paging import numbered_pages, scrolled_pages, search_pages
from pipelines.sources.raw import Run, field_text, quarantine_resource, raw_batches, raw_resource, to_text
from pipelines.sources.times import DAY, look_back, to_unix

VERSION = "2.16"
LOOK_BACK_SECONDS = 300
READERS = 8
MOST_PARTS = 500
REVIEWED = "?include_scorecards=true"
LISTS = {"admins": "admins", "teams": "teams", "tags": "data"}


@dlt.source(name="intercom", section="intercom", max_table_nesting=0)
def intercom(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Intercom workspace."""
    run = run or Run.begin()
    client = Client(
        "intercom",
        base_url,
        FixedAuth.bearer(access_token),
        credentials="SOURCES__INTERCOM__ACCESS_TOKEN",
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        headers={"Intercom-Version": VERSION},
    )
    start = to_unix(start_date, "SOURCES__INTERCOM__START_DATE")

    def conversations() -> Iterator[pa.Table]:
        yield from _rows("conversations", _with_ends(_changed("conversations", "conversations", REVIEWED)))

    def conversation_parts() -> Iterator[pa.Table]:
        yield from _rows("conversation_parts", _parts_of(_changed("conversation_parts", "conversations")))

    def deleted_conversations() -> Iterator[pa.Table]:
        count = partial(run.count, "deleted_conversations")
        pages = numbered_pages(client, "/conversations/deleted", "conversations", count)
        yield from _rows("deleted_conversations", _if_offered(pages), cursor="deleted_at")

    def contacts() -> Iterator[pa.Table]:
        yield from _rows("contacts", chain.from_iterable(_changed("contacts", "contacts", by_day=True)))

    def companies() -> Iterator[pa.Table]:
        yield from _rows("companies", _if_offered(scrolled_pages(client, "/companies/scroll", "data")))

    def articles() -> Iterator[pa.Table]:
        pages = numbered_pages(client, "/articles", "data", partial(run.count, "articles"))
        yield from _rows("articles", _if_offered(pages))

    def _whole(name: str) -> Any:
        def rows() -> Iterator[pa.Table]:
            yield from _rows(name, iter(client.get(f"/{name}", key=LISTS[name])[LISTS[name]]))

        return rows

    def _changed(resource: str, kind: str, asking: str = "", *, by_day: bool = False) -> Iterator[list[Any]]:
        """Pages of the records that changed since the resource was read, its place kept once all are through.

        `asking` is a query for more than records carry by themselves.
        """
        state = dlt.current.resource_state(resource)
        since = look_back(state, start, LOOK_BACK_SECONDS)
        newest = int(state.get("newest", 0))
        older = set[str]()

        def count(said: Any, came: int) -> None:
            if resource == kind and isinstance(said, int):
                run.count(resource, said - len(older), came - len(older))

        key, after = "data" if by_day else kind, since - (DAY if by_day else 1)
        for page in search_pages(client, f"/{kind}/search{asking}", key, after, count):
            kept = [row for row in page if not isinstance(row, dict) or (row.get("updated_at") or since) >= since]
            if len(kept) < len(page):
                older.update(str(row["id"]) for row in page if isinstance(row, dict) and row not in kept)
            yield kept
            newest = max(newest, *(row.get("updated_at") or 0 for row in kept if isinstance(row, dict)), 0)
        if not run.is_short(resource):
            state["newest"] = newest

    def _with_ends(pages: Iterator[list[Any]]) -> Iterator[Any]:
        """The conversations, and of those in which Fin took part how it ended: a search does not always tell."""
        with ThreadPoolExecutor(READERS) as readers:
            for page in pages:
                untold = [row["id"] for row in page if isinstance(row, dict) and row.get("id") and _lacks_end(row)]
                told = dict(zip(untold, readers.map(_retrieved, untold), strict=True))
                for row in page:
                    alone = told.get(row.get("id")) if isinstance(row, dict) else None
                    yield {**row, "ai_agent": alone["ai_agent"]} if alone and alone.get("ai_agent") else row

    def _parts_of(pages: Iterator[list[Any]]) -> Iterator[Any]:
        """Every part of every conversation on the pages, a few conversations being retrieved at a time."""
        with ThreadPoolExecutor(READERS) as readers:
            for page in pages:
                ids = [str(row["id"]) for row in page if isinstance(row, dict) and row.get("id")]
                for number, answer in zip(ids, readers.map(_retrieved, ids), strict=True):
                    yield from _told_parts(number, answer)

    def _retrieved(number: str) -> dict[str, Any] | None:
        try:
            return client.get(f"/conversations/{number}", {"display_as": "plaintext"}, key="conversation_parts")
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    def _told_parts(number: str, answer: dict[str, Any] | None) -> Iterator[Any]:
        found = (answer or {}).get("conversation_parts") or {}
        parts = found.get("conversation_parts") or []
        said = found.get("total_count")
        # The count of a list that is cut off may be that of what is left of it.
        counted = ((answer or {}).get("statistics") or {}).get("count_conversation_parts") or 0
        total = max(int(said or len(parts)), counted if len(parts) >= MOST_PARTS else 0)
        run.count("conversation_parts", min(total, MOST_PARTS) if isinstance(said, int) else None, len(parts))
        if total > len(parts) >= MOST_PARTS:
            lost = {"id": number, "parts": total, "parts_sent": len(parts)}
            run.reject("conversation_parts", "only the newest parts are to be had", to_text(lost))
        for part in parts:
            yield {**part, "conversation_id": number} if isinstance(part, dict) else part

    def _rows(name: str, records: Iterator[Any], cursor: str = "updated_at") -> Iterator[pa.Table]:
        return raw_batches(run, name, records, key=field_text("id"), cursor=field_text(cursor))

    for rows in (conversations, conversation_parts, deleted_conversations, contacts, companies, articles):
        yield raw_resource(rows.__name__, rows)
    for name in LISTS:
        yield raw_resource(name, _whole(name))
    yield quarantine_resource(run)


def _lacks_end(conversation: dict[str, Any]) -> bool:
    return bool(
        conversation.get("ai_agent_participated") and not (conversation.get("ai_agent") or {}).get("resolution_state")
    )


def _if_offered(pages: Iterator[list[Any]]) -> Iterator[Any]:
    """The records, or none where the workspace does not have them."""
    try:
        yield from chain.from_iterable(pages)
    except Refused as refused:
        if refused.status not in (403, 404):
            raise
        logger.warning(f"left out: {refused.cause}")
