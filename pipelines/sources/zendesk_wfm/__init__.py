"""Zendesk WFM (Tymeshift): teams, what people are to work on, what they worked on, when they are away.

Auth        `Authorization: Bearer <token>`, SOURCES__ZENDESK_WFM__ACCESS_TOKEN; or e-mail with API token
            (SOURCES__ZENDESK_WFM__EMAIL, _API_TOKEN). Which of them an account takes is not settled. [observed]
Where       SOURCES__ZENDESK_WFM__BASE_URL (`https://<subdomain>.zendesk.com`), history from
            SOURCES__ZENDESK_WFM__START_DATE; SOURCES__ZENDESK_WFM__END_DATE takes the place of the present.

resource (= table)  endpoint                            paging ends                      read
activities          GET  wfm/public/api/v1/activities   no link, fewer than 1,000 rows   2 days before the newest on
shifts              POST wfm/public/api/v1/shifts/fetch as many as `metadata.total`      15 days back to 28 ahead
time_off            GET  wfm/public/api/v2/timeOff      no `pagination.next`             15 days back to 28 ahead
teams               GET  wfm/l5/api/v2/teams            one answer, deleted ones too     whole

Key         `id`; of a shift also its `startTime`, of time off `timeOffRequestId`. Agents are the helpdesk's user
            ids. [observed]
Cursor      `startTime` of activities. Nothing says when it was changed: what may still change is read again.
Guards      Activities without a link go on from the last row's `startTime`, whose rows come twice; an empty page
            there stops the load, and so does one that brings nothing new. Only published shifts are asked for: without
            that word drafts come mixed among them. Shifts fewer than their total stop the load. [observed]
Deletions   A shift that its days no longer hold is gone; time off that was called off says so in its `status`.
            [inferred]
Left out    Reports: each needs a template of the account's own, and their columns follow it.
Not known   Forecasts and what they require: no list of the vendor's has them. Names and addresses: the helpdesk has
            them under the same ids. Of a deactivated agent some answers are a 500; the load then stops and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import dlt
import pyarrow as pa

from pipelines.errors import HavenError
from pipelines.sources.account import Account
from pipelines.sources.counted import counted_rows
from pipelines.sources.http import Auth, FixedAuth, Patience
from pipelines.sources.raw import Run, Window, field_text
from pipelines.sources.times import DAY, look_back, windows
from pipelines.sources.zendesk_wfm.paging import SHIFTS, TEAMS, activities_since, linked_rows, numbered_shifts

ACTIVITIES_BACK = 2 * DAY
PLANNED_BACK, PLANNED_AHEAD = 15 * DAY, 28 * DAY
# The most that one call for shifts may span is a month.
SHIFTS_SPAN = 28 * DAY
START = field_text("startTime")


@dlt.source(name="zendesk_wfm", section="zendesk_wfm", max_table_nesting=0)
def zendesk_wfm(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue | None = None,
    email: str | None = None,
    api_token: dlt.TSecretStrValue | None = None,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Zendesk account's workforce management."""
    auth, settings = _choose_auth(access_token, email, api_token)
    account = Account.opened(
        "zendesk_wfm",
        base_url,
        auth,
        *settings,
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )
    client, ahead = account.client, account.end + PLANNED_AHEAD

    def teams() -> Iterator[pa.Table]:
        yield from account.whole("teams", client.get(TEAMS, {"deleted": "true"}, key="teams")["teams"])

    def activities() -> Iterator[pa.Table]:
        def since(start: int) -> Iterator[Any]:
            return activities_since(client, start)

        yield from account.news("activities", since, back=ACTIVITIES_BACK, cursor=START)

    def shifts() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("shifts")
        since = look_back(state, account.start, PLANNED_BACK) // DAY * DAY
        until = ahead // DAY * DAY
        yield from account.whole("shifts", _shifts(since, until), key=_shift_key)
        # Which zone the days are of is not said: a day at either end may be told in part.
        edges = {"start": since + DAY, "end": until - DAY}
        account.run.windows.append(Window("shifts", ("id", "startTime"), "startTime", **edges))
        state["newest"] = account.end

    def _shifts(since: int, until: int) -> Iterator[Any]:
        for first, last in windows(since, until, SHIFTS_SPAN):
            pages = numbered_shifts(client, _day(first), _day(last - DAY))
            for row in counted_rows(account.run, "zendesk_wfm", "shifts", SHIFTS, _shift_key, pages):
                if row.get("published") is not False:
                    yield row

    def time_off() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("time_off")
        window = {"startTime": look_back(state, account.start, PLANNED_BACK), "endTime": ahead}
        yield from account.whole("time_off", linked_rows(client, window), key=field_text("timeOffRequestId"))
        state["newest"] = account.end

    account.run.sees_deletions.add("shifts")
    yield from account.resources(teams, activities, shifts, time_off)


def _choose_auth(access_token: str | None, email: str | None, api_token: str | None) -> tuple[Auth, tuple[str, ...]]:
    """The way in that is set up, and the names of its settings."""
    if access_token:
        return FixedAuth.bearer(access_token), ("ACCESS_TOKEN",)
    if email and api_token:
        return FixedAuth.basic(f"{email}/token", api_token), ("EMAIL", "API_TOKEN")
    names = "SOURCES__ZENDESK_WFM__ACCESS_TOKEN, or SOURCES__ZENDESK_WFM__EMAIL and SOURCES__ZENDESK_WFM__API_TOKEN"
    raise HavenError("the source zendesk_wfm has no credentials", f"Set {names}.")


def _shift_key(record: dict[str, Any]) -> str | None:
    shift, start = record.get("id"), record.get("startTime")
    return f"{shift}:{start}" if shift and start is not None else None


def _day(unix: int) -> str:
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%d")
