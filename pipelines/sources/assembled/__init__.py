"""Assembled: who works when on what, what they really did, and what was expected to come in.

Auth        HTTP Basic, the API key as user name, empty password: SOURCES__ASSEMBLED__API_KEY. [documented]
Where       SOURCES__ASSEMBLED__BASE_URL (`https://api.assembledhq.com/v0`), from SOURCES__ASSEMBLED__START_DATE;
            SOURCES__ASSEMBLED__END_DATE takes the place of the present (windows reach beyond it where plans do).
Paging      `limit` and `offset`; a page that is not full is the last. [observed]

resource         endpoint                         read                                 -> table
people           people                           whole                                people
teams            teams                            whole                                teams
queues           queues                           whole                                queues
activity_types   activity_types                   whole                                activity_types
activities       activities                       7 days before the newest to +28 days activities
agent_states     agents/state/condensed_timeline  3 days before the newest to now      agent_states
forecasts        forecasted_vs_actuals            7 days before the newest to +14 days forecasts

Key         `id`; activities: `id_with_timestamps` (`id` repeats for recurring events); agent_states: agent, platform,
            start and ticket (several chats may begin in one second); forecasts: channel, start and queue.
            [observed, inferred]
Cursor      `updated_at` or `modified_at`; there is no change cursor to read by. [observed]
Deletions   Every list and every window is read completely, so a record that is no longer in it is gone: it gets a
            tombstone. People, teams, queues and activity types: an empty list where there were rows stops the load.
Guards      `priority_order` is mandatory for the condensed timeline, which resolves platforms that overlap; windows of
            forecasts must be multiples of the interval (SOURCES__ASSEMBLED__FORECAST_INTERVAL_SECONDS, 1800);
            forecasts ask for a channel: the channels people have, or SOURCES__ASSEMBLED__CHANNELS. [observed]
Inferred    That rows of a channel without `queue` are the whole channel; that 1800 is accepted by every account.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.assembled.paging import list_pages
from pipelines.sources.http import Client, FixedAuth, Patience
from pipelines.sources.raw import Run, Text, Window, field_text, quarantine_resource, raw_batches, raw_resource
from pipelines.sources.times import DAY, iso_to_unix, look_back, noting_newest, now_or, to_unix, windows

WHOLE = ("people", "teams", "queues", "activity_types")
PIECE_SECONDS = 7 * DAY
ACTIVITIES_BACK, ACTIVITIES_AHEAD = 7 * DAY, 28 * DAY
STATES_BACK = 3 * DAY
FORECASTS_BACK, FORECASTS_AHEAD = 7 * DAY, 14 * DAY


@dlt.source(name="assembled", section="assembled", max_table_nesting=0)
def assembled(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_key: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    priority_order: str = "zendesk",
    forecast_interval_seconds: int = 1800,
    channels: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Assembled account. `channels` and `priority_order` are comma-separated."""
    run = run or Run.begin()
    patience = Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds)
    auth = FixedAuth.basic(api_key, "")
    client = Client("assembled", base_url, auth, credentials="SOURCES__ASSEMBLED__API_KEY", patience=patience)
    start = to_unix(start_date, "SOURCES__ASSEMBLED__START_DATE")
    now = now_or(end_date, "SOURCES__ASSEMBLED__END_DATE")

    def whole(name: str) -> Iterator[pa.Table]:
        yield from raw_batches(
            run, name, _listed(name), key=field_text("id"), cursor=lambda r: r.get("updated_at") or r.get("created_at")
        )
        run.windows.append(Window(name, key_fields=("id",)))

    def activities() -> Iterator[pa.Table]:
        yield from _in_windows(
            "activities",
            "/activities",
            "activities",
            {},
            span=(ACTIVITIES_BACK, ACTIVITIES_AHEAD, 1),
            key=lambda row: row.get("id_with_timestamps"),
            cursor=field_text("updated_at"),
            key_fields=("id", "id_with_timestamps", "agent_id", "start_time", "end_time"),
        )

    def agent_states() -> Iterator[pa.Table]:
        yield from _in_windows(
            "agent_states",
            "/agents/state/condensed_timeline",
            "agent_states",
            {"priority_order": priority_order},
            span=(STATES_BACK, 0, 1),
            key=lambda row: _joined(row, "agent_id", "platform", "start_time", optional="ticket_id"),
            cursor=field_text("modified_at"),
            key_fields=("agent_id", "platform", "start_time", "ticket_id"),
        )

    def forecasts() -> Iterator[pa.Table]:
        asked = [name.strip() for name in channels.split(",")] if channels else _channels_of_people()
        yield from _in_windows(
            "forecasts",
            "/forecasted_vs_actuals",
            "forecasts_vs_actuals",
            *({"channel": channel, "interval": forecast_interval_seconds} for channel in asked),
            span=(FORECASTS_BACK, FORECASTS_AHEAD, forecast_interval_seconds),
            key=lambda row: _joined(row, "channel", "start_time", optional="queue"),
            cursor=lambda row: None,
            key_fields=("channel", "queue", "start_time"),
        )

    def _in_windows(
        name: str,
        path: str,
        rows_key: str,
        *params: dict[str, Any],
        span: tuple[int, int, int],
        key: Text,
        cursor: Text,
        key_fields: tuple[str, ...],
    ) -> Iterator[pa.Table]:
        """All rows from `span[0]` seconds before the newest past row to `span[1]` after now, in whole `span[2]`s.

        The place is the newest row that has begun, not the clock, so that a gap at the source is read again.
        """
        back, ahead, step = span
        state = dlt.current.resource_state(name)
        opened = look_back(state, start, back) // step * step
        closed = -(-(now + ahead) // step) * step

        def rows() -> Iterator[Any]:
            for first, last in windows(opened, closed, PIECE_SECONDS):
                for param in params:
                    window = {**param, "start_time": first, "end_time": last}
                    pages = list_pages(client, path, rows_key, window, partial(run.count, name))
                    yield from chain.from_iterable(pages)

        records = noting_newest(rows(), state, _begun_at)
        yield from raw_batches(run, name, records, key=key, cursor=cursor)
        run.windows.append(Window(name, key_fields, "start_time", opened, closed))

    def _begun_at(row: dict[str, Any]) -> float | None:
        begun = iso_to_unix(row.get("start_time"))
        return begun if begun is not None and begun <= now else None

    def _listed(name: str) -> Iterator[Any]:
        yield from chain.from_iterable(list_pages(client, f"/{name}", name, count=partial(run.count, name)))

    def _channels_of_people() -> list[str]:
        people = chain.from_iterable(list_pages(client, "/people", "people"))
        return sorted({channel for person in people for channel in person.get("channels") or ()})

    for name in WHOLE:
        yield raw_resource(name, partial(whole, name))
    for rows in (activities, agent_states, forecasts):
        yield raw_resource(rows.__name__, rows)
    run.sees_deletions.update((*WHOLE, "activities", "agent_states", "forecasts"))
    yield quarantine_resource(run)


def _joined(row: dict[str, Any], *fields: str, optional: str | None = None) -> str | None:
    """A key made of several fields; None when one of them is missing."""
    values = [row.get(field) for field in fields]
    if any(value is None or value == "" for value in values):
        return None
    return ":".join(str(value) for value in (*values, *([row.get(optional) or ""] if optional else [])))
