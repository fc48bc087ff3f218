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

from pipelines.sources.account import Account
from pipelines.sources.counted import counted_rows
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.lessonly.paging import pages_of
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY, to_iso

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
    account = Account.opened(
        "lessonly",
        base_url,
        FixedAuth.basic(subdomain, api_key),
        "SUBDOMAIN",
        "API_KEY",
        start_date=start_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def _listed(path: str, name: str, **params: str) -> Iterator[Any]:
        pages = pages_of(account.client, path, name, params)
        return counted_rows(account.run, "lessonly", name, path, field_text("id"), pages)

    def users() -> Iterator[pa.Table]:
        yield from account.whole("users", _listed("/v1/users", "users"))

    def lessons() -> Iterator[pa.Table]:
        yield from account.whole("lessons", _listed("/v1.1/lessons", "lessons"), cursor=field_text("last_updated_at"))

    def assignments() -> Iterator[pa.Table]:
        def since(moment: int) -> Iterator[Any]:
            return _listed("/v1/assignments", "assignments", **{"gt[updated_at]": to_iso(moment)})

        yield from account.news("assignments", since, back=LOOK_BACK_SECONDS, cursor=field_text("updated_at"))

    yield from account.resources(users, lessons, assignments)
