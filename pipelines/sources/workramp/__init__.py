"""WorkRamp: which courses (guides) people were assigned, and what came of it.

Auth        `Authorization: Bearer <api key>`, SOURCES__WORKRAMP__API_KEY. [documented]
Where       SOURCES__WORKRAMP__BASE_URL (`https://app.workramp.com/api/v1`, in Europe `https://app.eu.workramp.com/api/v1`),
            from SOURCES__WORKRAMP__START_DATE; SOURCES__WORKRAMP__END_DATE reads no further (default: now).
Paging      `page` and `per_page` (200 at most) while `has_more`. [documented]

resource            endpoint            read                                        -> table
guides              guides              whole                                       guides
guide_assignments   assignments/guide   created or updated since 2 days before the  guide_assignments
                                        newest, deleted ones included

Key         The guide's `id`; the assignment's `id`, whether it stands in `guide_assignment` or `guideAssignment`.
Cursor      `updated_at`. Filters take ISO 8601, rows hold unix milliseconds, some with a fraction. [documented]
Deletions   An assignment that was taken back comes again, with `is_deleted`. [documented]
Guards      An empty page that says that more follows, and a page that comes twice, stop the load. Keys come in snake
            case and in camel case: the two published examples disagree; records are kept as sent.
Inferred    That `score` is a percentage, and that a guide's tag names an intent where it is one of the intents' ids.
Not loaded  Users: each assignment names its own with address. Paths: their guides are assigned one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY, to_iso
from pipelines.sources.workramp.paging import rows_of_pages

LOOK_BACK_SECONDS = 2 * DAY


@dlt.source(name="workramp", section="workramp", max_table_nesting=0)
def workramp(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One WorkRamp academy."""
    account = Account.opened(
        "workramp",
        base_url,
        FixedAuth.bearer(api_key),
        "API_KEY",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def guides() -> Iterator[pa.Table]:
        rows = rows_of_pages(account.client, "/guides", "guides", {})
        yield from account.whole("guides", rows, cursor=field_text("updated_at"))

    def guide_assignments() -> Iterator[pa.Table]:
        def since(moment: int) -> Iterator[Any]:
            window = {"start_time": to_iso(moment), "end_time": to_iso(account.end), "include_deleted": "true"}
            return rows_of_pages(account.client, "/assignments/guide", "assignments", window)

        yield from account.news(
            "guide_assignments",
            since,
            back=LOOK_BACK_SECONDS,
            key=lambda record: _assignment(record).get("id"),
            cursor=_updated_at,
        )

    yield from account.resources(guides, guide_assignments)


def _assignment(record: dict[str, Any]) -> dict[str, Any]:
    return record.get("guide_assignment") or record.get("guideAssignment") or {}


def _updated_at(record: dict[str, Any]) -> Any:
    assignment = _assignment(record)
    return assignment.get("updated_at") or assignment.get("updatedAt")
