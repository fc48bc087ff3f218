"""MaestroQA (now Rippit): what graders say of conversations, answer by answer, and coaching sessions.

Auth        `apitoken: <token>`, SOURCES__MAESTROQA__API_TOKEN; it expires after 90 days. [documented]
Where       SOURCES__MAESTROQA__BASE_URL (`https://app.rippit.com/api/v1`), from SOURCES__MAESTROQA__START_DATE;
            SOURCES__MAESTROQA__END_DATE reads no further (default: now).
Exports     POST request-raw-export, then GET export-data/{id} until `status` is `complete` and `dataUrl` leads to the
            file, which opens by its signature: the token does not go there. One file for each table
            (`singleFileExport`), which is CSV; a ZIP file with that one CSV is read, too. A file without rows has no
            link. [documented; the answers' names are observed]
Headers     Not published. SOURCES__MAESTROQA__COLUMN_HEADERS says which header means what, as a JSON object of our
            names: `{"points": "Question Score", "helpdesk": null}`, null where the files have none. Defaults and their
            origin: `columns.py`. A header that is not there stops the load, which then names those that are.

resource             read by                                    place kept               -> table
individual_answers   export of grades updated in the window     end of reading - 1 day   individual_answers
section_scores       likewise                                   likewise                 section_scores
total_scores         likewise                                   likewise                 total_scores
coaching_sessions    POST coaching-sessions, by `createdAt`     newest - 90 days         coaching_sessions

Windows     30 days of grades; 90 days of sessions, as many as one request may ask for. [documented]
Key         Of a grade: ticket, agent, rubric, grader and kind of grade; with it the question or the section. [inferred]
            A session's `_id`. [documented]
Guards      A line that does not fit its header is quarantined; two different rows with one key stop the load.
Limits      10 requests a second and 100 a minute, exports one and 30; waited for at 429. [documented]
Calibration Asked for by `includeCalibrations`, which the vendor's pages do not name. [observed]
Left out    Of a coaching session what coach and agent wrote, and addresses of devices: no model reads them, and
            customers are quoted there. Annotations, CSAT, groups and the audit log.
Not known   When a session took place: one that coach or agent confirmed did, when it was to be. How long it was, why it
            was dropped, and changes of one that was created more than 90 days before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.http import Patience
from pipelines.sources.maestroqa.columns import KEYS, headers, key_of, rows_of
from pipelines.sources.maestroqa.exports import exported
from pipelines.sources.raw import Run, field_text, raw_batches
from pipelines.sources.times import DAY, to_iso, windows

EXPORT_SECONDS, LATE_SECONDS = 30 * DAY, DAY
COACHING_SECONDS = 90 * DAY
WORDS = ("coachNotes", "agentNotes")
ACTIVITY, POINT = ("userId", "userEmail", "actionType", "timestamp"), ("_id", "type", "classification", "ticketId")


@dlt.source(name="maestroqa", section="maestroqa", max_table_nesting=0)
def maestroqa(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    api_token: dlt.TSecretStrValue = dlt.secrets.value,
    column_headers: dict[str, str | None] | None = None,
    end_date: str | None = None,
    poll_seconds: float = 2.0,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One MaestroQA account."""
    account = Account.opened(
        "maestroqa",
        base_url,
        None,
        "API_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        headers={"apitoken": str(api_token)},
        run=run,
    )
    named = headers(column_headers)

    def _reading(table: str) -> Callable[[], Iterator[pa.Table]]:
        def records(start: int) -> Iterator[Any]:
            def reject(reason: str, text: str) -> None:
                account.run.reject(table, reason, text)

            for first, last in windows(start, account.end, EXPORT_SECONDS):
                yield from rows_of(table, exported(account.client, table, first, last, poll_seconds), named, reject)

        def rows() -> Iterator[pa.Table]:
            state = dlt.current.resource_state(table)
            start = max(account.start, int(state.get("until", 0)) - LATE_SECONDS)
            yield from raw_batches(
                account.run, table, records(start), key=key_of(table), cursor=lambda row: row.get("graded_at")
            )
            state["until"] = max(account.end, int(state.get("until", 0)))

        rows.__name__ = table
        return rows

    def coaching_sessions() -> Iterator[pa.Table]:
        def since(start: int) -> Iterator[Any]:
            for first, last in windows(start, account.end, COACHING_SECONDS):
                asked = {"startDate": to_iso(first), "endDate": to_iso(last), "timeAxis": "createdAt"}
                sessions, _ = account.client.linked("/coaching-sessions", body=asked)
                yield from map(_session, sessions)

        updated, key = field_text("updatedAt"), field_text("_id")
        yield from account.news("coaching_sessions", since, back=COACHING_SECONDS, cursor=updated, key=key)

    yield from account.resources(*map(_reading, KEYS), coaching_sessions)


def _session(record: Any) -> Any:
    """A session without what people wrote in it."""
    if not isinstance(record, dict):
        return record
    kept = {name: value for name, value in record.items() if name not in WORDS}
    return kept | {
        "activityLog": [_only(done, ACTIVITY) for done in record.get("activityLog") or ()],
        "coachingPoints": [_only(point, POINT) for point in record.get("coachingPoints") or ()],
    }


def _only(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: record.get(name) for name in names}
