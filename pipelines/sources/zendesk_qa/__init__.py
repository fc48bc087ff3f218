"""Zendesk QA: what reviewers and the automatic grader say of the work of people and of bots (Public Export API).

Auth        `Authorization: Bearer <token>`, SOURCES__ZENDESK_QA__API_TOKEN. [documented]
Where       SOURCES__ZENDESK_QA__BASE_URL (`https://<subdomain>.zendesk.com/qa`), from SOURCES__ZENDESK_QA__START_DATE;
            SOURCES__ZENDESK_QA__END_DATE reads no further (default: now).
Paging      `page` and `pageSize` until the list's `total` is reached; automatic scores by `cursor` until
            `nextCursor` is empty. [documented]

resource               endpoint                                   read                    -> table
workspaces             workspaces                                 whole                   workspaces
users                  users                                      whole                   users
scorecards             workspace/{id}/scorecards                  whole, each workspace   scorecards
reviews                reviews                                    7 days before newest    reviews
calibration_sessions   workspace/{id}/calibration-sessions        7 days before newest    calibration_sessions
autoqa_reviews         autoqa/reviews                             7 days before newest    autoqa_reviews
autoqa_ratings         autoqa/ratings                             7 days before newest    autoqa_ratings

Key         `id`; of a review its own id: conversations come with those reviews that lie in the window, so each review
            is kept with its conversation's fields as one record.
Cursor      `updatedISO` or `updatedAt`. `fromDate` is mandatory and selects by time of update. [documented, inferred]
Guards      Every int64 (ids, counts, durations) is text, and stays so. A list that ends before its `total`, or a cursor
            that stands still, stops the load. An account without automatic scores (403, 404) has none: an article of
            the vendor's says that they cannot be exported, the newer interface description says how. [documented]
Left out    What reviewers wrote, and a conversation's own fields: no model reads them, and customers are quoted there.
Not known   In a review by a person: whether who was reviewed is a bot, and any id of theirs; the address, or for bots
            the name, leads to the agent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, Text, field_text
from pipelines.sources.times import DAY, to_iso
from pipelines.sources.zendesk_qa.paging import cursor_rows, listed, numbered_rows

LOOK_BACK_SECONDS = 7 * DAY


@dlt.source(name="zendesk_qa", section="zendesk_qa", max_table_nesting=0)
def zendesk_qa(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_token: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Zendesk QA account."""
    account = Account.opened(
        "zendesk_qa",
        base_url,
        FixedAuth.bearer(api_token),
        "API_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    client = account.client
    updated = field_text("updatedAt")

    def workspaces() -> Iterator[pa.Table]:
        yield from account.whole("workspaces", _workspaces())

    def users() -> Iterator[pa.Table]:
        yield from account.whole("users", listed(client, "/api/export/users", "users"))

    def scorecards() -> Iterator[pa.Table]:
        rows = (row for path in _of_workspaces("scorecards") for row in listed(client, path, "data"))
        yield from account.whole("scorecards", rows, cursor=updated)

    def reviews() -> Iterator[pa.Table]:
        yield from _news("reviews", _reviews, lambda row: row["review"].get("id"), _review_updated)

    def calibration_sessions() -> Iterator[pa.Table]:
        def rows(window: dict[str, str]) -> Iterator[Any]:
            for path in _of_workspaces("calibration-sessions"):
                yield from numbered_rows(
                    client, path, "calibrationSessions", window, partial(account.run.count, "calibration_sessions")
                )

        yield from _news("calibration_sessions", rows, field_text("id"), updated)

    def autoqa_reviews() -> Iterator[pa.Table]:
        yield from _automatic("autoqa_reviews", "/api/export/autoqa/reviews", "autoqaReviewId")

    def autoqa_ratings() -> Iterator[pa.Table]:
        yield from _automatic("autoqa_ratings", "/api/export/autoqa/ratings", "autoqaRatingId")

    def _automatic(name: str, path: str, key: str) -> Iterator[pa.Table]:
        count = partial(account.run.count, name)
        rows = partial(cursor_rows, client, path, "rows", count=count)
        yield from _news(name, rows, field_text(key), updated)

    def _news(
        name: str, rows: Callable[[dict[str, str]], Iterator[Any]], key: Text, moment: Text
    ) -> Iterator[pa.Table]:
        """The rows updated since a week before the newest one known."""

        def since(start: int) -> Iterator[Any]:
            return rows({"fromDate": to_iso(start), "toDate": to_iso(account.end)})

        yield from account.news(name, since, back=LOOK_BACK_SECONDS, key=key, cursor=moment)

    def _reviews(window: dict[str, str]) -> Iterator[Any]:
        for conversation in numbered_rows(client, "/api/export/reviews", "conversations", window):
            fields = _without(conversation, "reviews", "comments", "externalFields")
            for review in conversation.get("reviews") or ():
                yield {"conversation": fields, "review": _without(review, "comment", "thread")}

    def _workspaces() -> Iterator[Any]:
        yield from listed(client, "/api/export/workspaces", "workspaces")

    def _of_workspaces(what: str) -> list[str]:
        return [f"/api/export/workspace/{workspace['id']}/{what}" for workspace in _workspaces()]

    yield from account.resources(
        workspaces, users, scorecards, reviews, calibration_sessions, autoqa_reviews, autoqa_ratings
    )


def _without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _review_updated(record: dict[str, Any]) -> Any:
    return record["review"].get("updatedISO") or record["review"].get("createdISO")
