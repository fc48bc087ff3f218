"""Docebo: which courses people are enrolled in, and what came of it.

Auth        `Authorization: Bearer <OAuth2 access token>`, SOURCES__DOCEBO__ACCESS_TOKEN. [documented]
Where       SOURCES__DOCEBO__BASE_URL (`https://<tenant>.docebosaas.com`), every enrolment whatever
            SOURCES__DOCEBO__START_DATE says: there is no filter by time. [observed]
Paging      `page` and `page_size` (200 at most) while `has_more_data`; `total_count` says how many. [observed]

resource      endpoint               read                                                    -> table
users         manage/v1/user         whole                                                   users
courses       learn/v1/courses       whole, for their codes                                  courses
enrollments   learn/v1/enrollments   whole                                                   enrollments

Key         `user_id`; `id_course`; an enrolment's user, type and course: its `id` is the course's. [observed, inferred]
Cursor      None.
Deletions   Enrolments are read completely, so one that is no longer there was taken back: it gets a tombstone.
Guards      A list that holds fewer records than the total it states stops the load.
Inferred    That a user has an `email`, or an address as `username`; that times without a zone are UTC; that `score` is
            a percentage; that a course's code names an intent where it is one of the intents' ids; that a learning
            plan's courses are enrolments of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.counted import counted_rows
from pipelines.sources.docebo.paging import pages_of
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, Text, Window, field_text


@dlt.source(name="docebo", section="docebo", max_table_nesting=0)
def docebo(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Docebo tenant."""
    account = Account.opened(
        "docebo",
        base_url,
        FixedAuth.bearer(access_token),
        "ACCESS_TOKEN",
        start_date=start_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def _listed(name: str, path: str, key: Text) -> Iterator[pa.Table]:
        rows = counted_rows(account.run, "docebo", name, path, key, pages_of(account.client, path))
        yield from account.whole(name, rows, key=key)

    def users() -> Iterator[pa.Table]:
        yield from _listed("users", "/manage/v1/user", field_text("user_id"))

    def courses() -> Iterator[pa.Table]:
        yield from _listed("courses", "/learn/v1/courses", field_text("id_course"))

    def enrollments() -> Iterator[pa.Table]:
        yield from _listed("enrollments", "/learn/v1/enrollments", _enrollment)
        account.run.windows.append(Window("enrollments", key_fields=("user_id", "type", "id")))

    account.run.sees_deletions.add("enrollments")
    yield from account.resources(users, courses, enrollments)


def _enrollment(record: dict[str, Any]) -> str | None:
    parts = [record.get(name) for name in ("user_id", "type", "id")]
    return None if None in parts else ":".join(map(str, parts))
