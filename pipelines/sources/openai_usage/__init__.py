"""OpenAI organization: what the company's own AI used and what that cost, by day.

Auth        `Authorization: Bearer <admin key>`, SOURCES__OPENAI_USAGE__API_KEY; a project key is refused. [documented]
Where       SOURCES__OPENAI_USAGE__BASE_URL (`https://api.openai.com/v1`), from SOURCES__OPENAI_USAGE__START_DATE;
            SOURCES__OPENAI_USAGE__END_DATE reads no further (default: now).
Paging      `next_page`, passed on as `page`, until `has_more` is false; a page holds whole days (`limit`, else 7).
            [documented]

resource   endpoint                         grouped by                      -> table
usage      organization/usage/completions   project_id, api_key_id, model   usage
costs      organization/costs               project_id, line_item           costs

Key         The day's start and what it is grouped by.
Cursor      None: days are read again from 7 days before the newest one that held something, and a changed day is a new
            version. [inferred: how long a day's cost still moves is not documented]
Deletions   Every day of the window is read completely, so a line that left its day (a cost booked on another project)
            gets a tombstone.
Guards      The answer has one bucket for every day asked for, empty ones included. A list of days with a gap, or with a
            day twice, stops the load: what is missing must not look as if it had cost nothing. [observed, inferred]
Not known   The conversation, and which population an amount worked for: costs are per project and day. Give each AI its
            own project.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.openai_usage.paging import days_between
from pipelines.sources.raw import Run, Window, field_text
from pipelines.sources.times import DAY

LOOK_BACK_SECONDS = 7 * DAY
USAGE = ("organization/usage/completions", ("project_id", "api_key_id", "model"))
COSTS = ("organization/costs", ("project_id", "line_item"))


@dlt.source(name="openai_usage", section="openai_usage", max_table_nesting=0)
def openai_usage(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One OpenAI organization."""
    account = Account.opened(
        "openai_usage",
        base_url,
        FixedAuth.bearer(api_key),
        "API_KEY",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    # Days are read whole: what the last one holds so far is a version of it.
    end = -(-account.end // DAY) * DAY

    def usage() -> Iterator[pa.Table]:
        yield from _by_day("usage", *USAGE)

    def costs() -> Iterator[pa.Table]:
        yield from _by_day("costs", *COSTS)

    def _by_day(name: str, path: str, groups: tuple[str, ...]) -> Iterator[pa.Table]:
        def since(moment: int) -> Iterator[Any]:
            """The results of every day, each with the bounds of its day."""
            opened = moment // DAY * DAY
            for bucket in days_between(account.client, f"/{path}", groups, opened, end):
                times = {"start_time": bucket["start_time"], "end_time": bucket["end_time"]}
                yield from ({**result, **times} for result in bucket["results"])
            fields = ("start_time", "end_time", *groups)
            account.run.windows.append(Window(name, fields, "start_time", opened, end))

        yield from account.news(
            name,
            since,
            back=LOOK_BACK_SECONDS,
            key=lambda record: _key(record, groups),
            cursor=field_text("start_time"),
        )

    account.run.sees_deletions.update(("usage", "costs"))
    yield from account.resources(usage, costs)


def _key(record: dict[str, Any], groups: tuple[str, ...]) -> str:
    return ":".join(str(record.get(name) or "") for name in ("start_time", *groups))
