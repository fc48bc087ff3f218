"""Forethought Solve: conversations of the vendor's AI agent, as its analytics tell them.

Auth        `Authorization: Bearer <token>`, SOURCES__FORETHOUGHT__ACCESS_TOKEN, issued by the vendor. [documented]
Where       SOURCES__FORETHOUGHT__BASE_URL (`https://dashboard-api.forethought.ai`), from
            SOURCES__FORETHOUGHT__START_DATE; SOURCES__FORETHOUGHT__END_DATE reads no further (default: now).
Paging      `cursor`, alone, until it is null; 100 a page, which both editions of the documentation allow. [documented]
Limit       Not published; 429.

resource       endpoint                           window                          place kept             -> table
conversations  analytics/solve/v0/conversations   start_timestamp, end_timestamp  newest                 conversations
                                                  (unix), by chat_start_time      chat_start_time - 3 d.

Key         `conversation_id`.
Cursor      `chat_start_time`: there is no filter on changes. Days are read again from
            SOURCES__FORETHOUGHT__LOOK_BACK_DAYS (3) before the newest conversation, and a changed one is a new version.
            [inferred]
Late        The analytics are computed anew every one to two hours. [documented] A verdict on an e-mail may turn until
            its ticket is closed: where e-mail is answered, look back as long as tickets stay open.
Documented  conversation_id, channel, chat_start_time, last_executed_intent, last_non_handoff_intent,
            last_executed_intent_user_query, deflected, generative_ai_used, chat_handoff, chat_duration,
            helpdesk_ticket_id, context_variables_used, chat_transcript, csat_score, csat_feedback, csat_resolve.
Inferred    That a time without a zone is UTC, chat_duration in seconds and a score of 1 to 5; that a line of the
            transcript begins with `User: ` or `Bot: `, as in the one example.
The claim   Deflected: in the widget, not passed to a person by the end of the chat; by e-mail, answered without an
            answer back. Silence counts. It is the vendor's word, kept as its claim; `csat_resolve` is the customer's
            own yes, and makes the claim a confirmed one.
Not known   The customer, but through the ticket; when anything was said, passed on or rated; testers; the language;
            the version of the agent.
Left out    `metadata`, the names of context variables: nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.cursors import rows_by_cursor
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY

PATH = "/analytics/solve/v0/conversations"
PAGE_SIZE = 100


@dlt.source(name="forethought", section="forethought", max_table_nesting=0)
def forethought(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    end_date: str | None = None,
    look_back_days: float = 3.0,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Forethought account."""
    account = Account.opened(
        "forethought",
        base_url,
        FixedAuth.bearer(access_token),
        "ACCESS_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def _begun(since: int) -> Iterator[Any]:
        window = {"start_timestamp": since, "end_timestamp": account.end, "page_size": PAGE_SIZE}
        return rows_by_cursor(account.client, "forethought", PATH, window, rows="conversations", keeps_params=False)

    def conversations() -> Iterator[pa.Table]:
        yield from account.news(
            "conversations",
            _begun,
            back=int(look_back_days * DAY),
            key=field_text("conversation_id"),
            cursor=field_text("chat_start_time"),
        )

    yield from account.resources(conversations)
