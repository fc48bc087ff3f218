"""Zendesk: tickets and what happened to them, people, groups, satisfaction, opening hours, promises, articles.

Auth        OAuth client credentials (SOURCES__ZENDESK__CLIENT_ID, _CLIENT_SECRET): `POST /oauth/tokens`, a refused
            token is renewed once; or e-mail with API token (SOURCES__ZENDESK__EMAIL, _API_TOKEN), which Zendesk
            switches off by April 2027. Exports and ratings need an admin. [documented]
Where       SOURCES__ZENDESK__BASE_URL (`https://<subdomain>.zendesk.com`), history from SOURCES__ZENDESK__START_DATE.

resource (= table)    endpoint                               paging ends     place kept
tickets               incremental/tickets/cursor             end_of_stream   after_cursor
users                 incremental/users/cursor               end_of_stream   after_cursor
ticket_events         incremental/ticket_events              end_of_stream   end_time
ticket_metric_events  incremental/ticket_metric_events       page not full   end_time
organizations         incremental/organizations              end_of_stream   end_time
articles              help_center/incremental/articles       end_of_stream   end_time
satisfaction_ratings  satisfaction_ratings                   meta.has_more   newest created, less 29 days
survey_responses      guide/survey_responses                 meta.has_more   newest sent, less 29 days
holidays              business_hours/schedules/{id}/holidays one answer      none, read whole, of each schedule
every one of LISTS    its `path`, deleted groups too         meta.has_more   none, read whole (`zendesk/lists.py`)

Key         `id` everywhere, `name` of tags.
Cursor      `generated_timestamp` of tickets (it also moves on changes that leave `updated_at` alone), `timestamp` of
            ticket events, `time` of metric events, else `updated_at`. That of an article moves with votes too; when its
            words were changed is `edited_at`. [documented]
Late        Deleted tickets come again with status `deleted`; the last minute is held back by the server; survey
            answers may be given or edited for 28 days and the list filters by the time of sending, in milliseconds,
            hence the 29 days. [documented, observed]
Counts      Exports by time say how many rows each page holds; lists say how many there are when asked by page
            number. A page that holds fewer is asked for again by the next load. [documented]
Guards      Tickets handled by an AI agent alone are left out by the server unless `support_type_scope=all` is sent.
            `links.next` and `after_cursor` are filled on the last page too [observed]. The boundary second of an
            export by time comes twice [documented]; the load appends it once. A list that stands still stops the load.
            A cursor that the server has forgotten is dropped and everything read again.
            Ratings, surveys, articles, forms, service levels and schedules are bound to the plan: 403 or 404 there
            means the account has none. [observed]
Kept        The record as sent, but without `fields`, an exact copy of `custom_fields`, and without the words of an
            article; a holiday with its schedule's id.
            A redaction arrives as an event that names the comment: `pipelines/redaction.py` then takes the words out
            of the versions that were loaded before.
Left out    The conversation log, one request a ticket: what an AI agent said comes from its own vendor. Audits, which
            cannot be followed. The search, which gives no more than 1,000 results and repeats rows. [documented]
Not known   Who voted for an article and when (it carries sums only), what was searched for in the help centre, which
            macro was used on which ticket (a macro carries its uses of 30 days), what was said in a side conversation.
Inferred    That a page that is not full is the end of an export that does not say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

import dlt
import pyarrow as pa
from dlt.common import logger

from pipelines.sources.http import Client, Patience, Refused
from pipelines.sources.raw import (
    Run,
    Text,
    Window,
    field_text,
    noting_keys,
    quarantine_resource,
    raw_batches,
    raw_resource,
)
from pipelines.sources.times import DAY, iso_to_unix, look_back, noting_newest, to_iso, to_unix
from pipelines.sources.zendesk.auth import choose_auth
from pipelines.sources.zendesk.lists import LISTS, Whole
from pipelines.sources.zendesk.paging import cursor_export, cursor_list, stated_count, time_export, unpaged

LATE_ANSWERS_SECONDS = 29 * DAY
SURVEY_OPEN_SECONDS = 28 * DAY
ALL_TICKETS = {"support_type_scope": "all"}
SCHEDULES = "/api/v2/business_hours/schedules"


@dlt.source(name="zendesk", section="zendesk", max_table_nesting=0)
def zendesk(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    client_id: str | None = None,
    client_secret: dlt.TSecretStrValue | None = None,
    email: str | None = None,
    api_token: dlt.TSecretStrValue | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Zendesk account."""
    run = run or Run.begin()
    patience = Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds)
    auth, settings = choose_auth(base_url, patience, client_id, client_secret, email, api_token)
    client = Client("zendesk", base_url, auth, credentials=settings, patience=patience)
    start = to_unix(start_date, "SOURCES__ZENDESK__START_DATE")

    def tickets() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("tickets")
        params = {**ALL_TICKETS, "include": "metric_sets"}
        pages = cursor_export(client, "/api/v2/incremental/tickets/cursor", "tickets", params, state, start)
        yield from _rows("tickets", chain.from_iterable(map(_tickets_of, pages)), cursor="generated_timestamp")

    def users() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("users")
        pages = cursor_export(client, "/api/v2/incremental/users/cursor", "users", {}, state, start)
        yield from _rows("users", chain.from_iterable(rows for rows, _ in pages))

    def ticket_events() -> Iterator[pa.Table]:
        params = {**ALL_TICKETS, "include": "comment_events"}
        yield from _by_time("ticket_events", params, cursor="timestamp")

    def ticket_metric_events() -> Iterator[pa.Table]:
        yield from _by_time("ticket_metric_events", {}, cursor="time")

    def organizations() -> Iterator[pa.Table]:
        yield from _by_time("organizations", {})

    def articles() -> Iterator[pa.Table]:
        yield from _by_time("articles", {}, under="help_center/incremental", without="body")

    def holidays() -> Iterator[pa.Table]:
        known = set[str]()
        try:
            yield from _rows("holidays", noting_keys(_holidays(), known))
        except Refused as refused:
            _if_planned(refused)
            return
        run.windows.append(Window("holidays", key_fields=("id",)))

    def _holidays() -> Iterator[Any]:
        for schedule in unpaged(client, SCHEDULES, "schedules", {}):
            path = f"{SCHEDULES}/{schedule['id']}/holidays"
            for holiday in unpaged(client, path, "holidays", {}, partial(run.count, "holidays")):
                yield {**holiday, "schedule_id": schedule["id"]} if isinstance(holiday, dict) else holiday

    def satisfaction_ratings() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("satisfaction_ratings")
        since = look_back(state, start, LATE_ANSWERS_SECONDS)
        pages = cursor_list(client, "/api/v2/satisfaction_ratings", "satisfaction_ratings", {"start_time": since})
        records = noting_newest(_if_offered(pages), state, lambda rating: iso_to_unix(rating.get("created_at")))
        yield from _rows("satisfaction_ratings", records)

    def survey_responses() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("survey_responses")
        since = look_back(state, start, LATE_ANSWERS_SECONDS)
        pages = cursor_list(
            client,
            "/api/v2/guide/survey_responses",
            "survey_responses",
            {"filter[created_at_start]": since * 1000},
            page_size=50,
        )
        yield from _rows("survey_responses", noting_newest(_if_offered(pages), state, _sent_at), cursor=_answered_at)

    def _by_time(
        name: str, params: dict[str, Any], cursor: str = "updated_at", under: str = "incremental", without: str = ""
    ) -> Iterator[pa.Table]:
        state = dlt.current.resource_state(name)
        count = partial(run.count, name)
        pages = time_export(client, f"/api/v2/{under}/{name}", name, params, state, start, count)
        records = _without(without, _if_offered(pages)) if without else chain.from_iterable(pages)
        yield from _rows(name, records, cursor=cursor)

    def _whole(name: str) -> Iterator[pa.Table]:
        listed, known = LISTS[name], set[str]()
        path, rows = f"/api/v2/{listed.path}", listed.rows or name
        try:
            if listed.is_unpaged:
                records = unpaged(client, path, rows, listed.params, partial(run.count, name))
                yield from _rows(name, noting_keys(records, known), key=listed.key)
            else:
                yield from _counted(name, listed, path, known)
        except Refused as refused:
            if not listed.is_planned:
                raise
            _if_planned(refused)
            return
        if not listed.keeps:
            run.windows.append(Window(name, key_fields=(listed.key,)))

    def _counted(name: str, listed: Whole, path: str, known: set[str]) -> Iterator[pa.Table]:
        said = stated_count(client, path, name, listed.params)
        records = chain.from_iterable(cursor_list(client, path, name, listed.params))
        yield from _rows(name, noting_keys(records, known, listed.key), key=listed.key)
        if said is not None and len(known) < said:
            # What was deleted while the list was read is not missing.
            said = min(said, stated_count(client, path, name, listed.params) or 0)
        run.count(name, said, len(known))

    def _rows(
        name: str, records: Iterator[Any], cursor: str | Text = "updated_at", key: str = "id"
    ) -> Iterator[pa.Table]:
        read = field_text(cursor) if isinstance(cursor, str) else cursor
        return raw_batches(run, name, records, key=field_text(key), cursor=read)

    run.sees_deletions.update(("holidays", *(name for name, listed in LISTS.items() if not listed.keeps)))
    for rows in (
        tickets,
        ticket_events,
        ticket_metric_events,
        users,
        organizations,
        articles,
        holidays,
        satisfaction_ratings,
        survey_responses,
    ):
        yield raw_resource(rows.__name__, rows)
    for name in LISTS:
        yield raw_resource(name, partial(_whole, name))
    yield quarantine_resource(run)


def _tickets_of(page: tuple[list[Any], dict[str, Any]]) -> Iterator[Any]:
    """The page's tickets, each with its metric set, which some answers carry beside the tickets only."""
    rows, answer = page
    sets = {metric_set.get("ticket_id"): metric_set for metric_set in answer.get("metric_sets") or ()}
    for ticket in rows:
        if isinstance(ticket, dict):
            ticket.pop("fields", None)
            if not ticket.get("metric_set") and ticket.get("id") in sets:
                ticket["metric_set"] = sets[ticket["id"]]
        yield ticket


def _if_offered(pages: Iterator[list[Any]]) -> Iterator[Any]:
    """The records, or none where the account's plan does not have them."""
    try:
        yield from chain.from_iterable(pages)
    except Refused as refused:
        _if_planned(refused)


def _without(field: str, records: Iterator[Any]) -> Iterator[Any]:
    for record in records:
        if isinstance(record, dict):
            record.pop(field, None)
        yield record


def _if_planned(refused: Refused) -> None:
    """Passes over what the account's plan does not have; any other refusal is raised."""
    if refused.status not in (403, 404):
        raise refused
    logger.warning(f"left out: {refused.cause}")


def _sent_at(response: dict[str, Any]) -> float | None:
    expires_at = iso_to_unix(response.get("expires_at"))
    return None if expires_at is None else expires_at - SURVEY_OPEN_SECONDS


def _answered_at(response: dict[str, Any]) -> str | None:
    """The newest change of any answer; of a survey without answers, the time it was sent."""
    changed = [answer.get("updated_at") for answer in response.get("answers") or () if answer.get("updated_at")]
    sent_at = _sent_at(response)
    return max(changed, default=None if sent_at is None else to_iso(sent_at))
