"""Lessonly (Seismic Learning): which lessons people were assigned, and what came of it.

Auth        HTTP Basic, the subdomain as user name, the API key as password: SOURCES__LESSONLY__SUBDOMAIN,
            SOURCES__LESSONLY__API_KEY. [documented, 2021]
Where       SOURCES__LESSONLY__BASE_URL (`https://api.lessonly.com/api`), from SOURCES__LESSONLY__START_DATE.
Paging      `page` and `per_page` (1000 at most) until `total_pages`. [documented]

resource      endpoint            read                                            -> table
users         v1/users            whole                                           users
lessons       v1.1/lessons        whole, for their tags                           lessons
assignments   v1/assignments      updated since 2 days before the newest          assignments

Key         `id`.
Cursor      `updated_at` of assignments, last_updated_at of lessons; users have none.
Limits      Asking too often is answered with 403 and the words `Rate Limit Exceeded`, not with 429. [documented]
Guards      Assignments come in no order, so a page may repeat what another held: a list that holds fewer records than
            the total it states stops the load.
Inferred    That `score` is a percentage; that a lesson's tag names an intent where it is one of the intents' ids.
Not known   Assignments that were taken back: there is no list of them, so theirs stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.http import Client, FixedAuth, Patience
from pipelines.sources.lessonly.paging import rows_of_pages
from pipelines.sources.raw import Run, field_text, quarantine_resource, raw_batches, raw_resource
from pipelines.sources.times import DAY, iso_to_unix, look_back, noting_newest, to_iso, to_unix

LOOK_BACK_SECONDS = 2 * DAY


@dlt.source(name="lessonly", section="lessonly", max_table_nesting=0)
def lessonly(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    subdomain: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Lessonly company."""
    run = run or Run.begin()
    patience = Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds)
    auth = FixedAuth.basic(subdomain, api_key)
    settings = "SOURCES__LESSONLY__SUBDOMAIN and SOURCES__LESSONLY__API_KEY"
    client = Client("lessonly", base_url, auth, credentials=settings, patience=patience)
    start = to_unix(start_date, "SOURCES__LESSONLY__START_DATE")

    def users() -> Iterator[pa.Table]:
        rows = rows_of_pages(client, "/v1/users", "users", {}, run)
        yield from raw_batches(run, "users", rows, key=field_text("id"), cursor=lambda row: None)

    def lessons() -> Iterator[pa.Table]:
        rows = rows_of_pages(client, "/v1.1/lessons", "lessons", {}, run)
        yield from raw_batches(run, "lessons", rows, key=field_text("id"), cursor=field_text("last_updated_at"))

    def assignments() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("assignments")
        since = {"gt[updated_at]": to_iso(look_back(state, start, LOOK_BACK_SECONDS))}
        rows = rows_of_pages(client, "/v1/assignments", "assignments", since, run)
        records = noting_newest(rows, state, lambda record: iso_to_unix(record.get("updated_at")))
        yield from raw_batches(run, "assignments", records, key=field_text("id"), cursor=field_text("updated_at"))

    for resource in (users, lessons, assignments):
        yield raw_resource(resource.__name__, resource)
    yield quarantine_resource(run)
