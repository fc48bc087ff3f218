"""Salesforce Agentforce: sessions of the vendor's AI agent, as session tracing keeps them in Data 360.

Auth        `Authorization: Bearer <token>`, SOURCES__AGENTFORCE__ACCESS_TOKEN. [documented]
Where       SOURCES__AGENTFORCE__BASE_URL (your instance, `https://<name>.my.salesforce.com`), from
            SOURCES__AGENTFORCE__START_DATE; SOURCES__AGENTFORCE__END_DATE reads no further (default: now).
Asking      POST services/data/v66.0/ssot/query with `{"sql": ...}`, answered with `{"data": [rows]}`. [documented]
Paging      By the SQL itself, each page from behind the last row, in order of time and id; before that its rows are
            counted, and fewer that come stop the load. [inferred]

resource           table                                   read by             place kept        -> table
sessions           ssot__AIAgentSession__dlm               StartTimestamp      newest - 3 days   sessions
participants       ssot__AiAgentSessionParticipant__dlm    StartTimestamp      newest - 3 days   participants
interactions       ssot__AIAgentInteraction__dlm           StartTimestamp      newest - 3 days   interactions
messages           ssot__AiAgentInteractionMessage__dlm    MessageSentTimest.  newest - 3 days   messages
tag_associations   ssot__AiAgentTagAssociation__dlm        CreatedDate         newest - 3 days   tag_associations
tags               ssot__AiAgentTag__dlm                   whole               -                 tags
tag_definitions    ssot__AiAgentTagDefinition__dlm         whole               -                 tag_definitions

Names       Where your org calls a table otherwise (newer pages show `std__`), SOURCES__AGENTFORCE__TABLE_NAMES gives
            its name by resource, like `{"sessions": "std__AIAgentSession__dlm"}`.
Key         `ssot__Id__c`.
Late        Interactions, messages and verdicts come hours to days after their session. [documented]
Documented  The columns; `NOT_SET` for what is missing, text blobs as HTML-escaped JSON, session ends in three
            vocabularies that contradict each other: they are mapped in the seed `session_end_mapping`.
Inferred    That a session in the `Builder` is a test; that the verdict's tags are called `Deflection` (1 to 5) and
            `Abandonment` (TRUE, FALSE, UNSURE); and, of the variables that your own agent keeps, `ticket_id` and
            `email`.
The claim   Deflected, by the vendor's own judge at the end of the session: not escalated, not abandoned, a score of 4
            or 5. Nobody waits for the customer to come back. It is the vendor's word, kept as its claim.
Not known   When a session was passed on; ratings; the language.
Left out    Steps, moments, traces, and the gateway's tokens: nothing here reads them yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.account import Account
from pipelines.sources.agentforce.tables import ID, TABLES, Table, pages
from pipelines.sources.counted import counted_rows
from pipelines.sources.http import FixedAuth, Patience
from pipelines.sources.raw import Run, field_text
from pipelines.sources.times import DAY

LOOK_BACK_SECONDS = 3 * DAY


@dlt.source(name="agentforce", section="agentforce", max_table_nesting=0)
def agentforce(
    base_url: str = dlt.config.value,
    start_date: str = dlt.config.value,
    access_token: dlt.TSecretStrValue = dlt.secrets.value,
    table_names: dict[str, str] | None = None,
    end_date: str | None = None,
    retry_seconds: float = 15.0,
    timeout_seconds: float = 60.0,
    run: Run | None = None,
) -> Any:
    """One Salesforce org."""
    account = Account.opened(
        "agentforce",
        base_url,
        FixedAuth.bearer(access_token),
        "ACCESS_TOKEN",
        start_date=start_date,
        end_date=end_date,
        patience=Patience(retry_seconds=retry_seconds, timeout_seconds=timeout_seconds),
        run=run,
    )

    def _reading(resource: str, table: Table) -> Callable[[], Iterator[pa.Table]]:
        key = field_text(ID)

        def since(moment: int) -> Iterator[Any]:
            found = pages(account.client, table, moment, account.end)
            return counted_rows(account.run, "agentforce", resource, table.name, key, found)

        def rows() -> Iterator[pa.Table]:
            if table.clock is None:
                yield from account.whole(resource, since(0), key=key)
            else:
                yield from account.news(
                    resource, since, back=LOOK_BACK_SECONDS, key=key, cursor=field_text(table.clock)
                )

        rows.__name__ = resource
        return rows

    names = table_names or {}
    tables = {name: table._replace(name=names.get(name, table.name)) for name, table in TABLES.items()}
    yield from account.resources(*(_reading(resource, table) for resource, table in tables.items()))
