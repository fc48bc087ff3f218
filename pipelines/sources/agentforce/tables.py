"""Agentforce's tables in Data 360: asked for with SQL, some rows at a time, each page from behind the last row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipelines.sources.http import Client
from pipelines.sources.times import to_iso

QUERY = "/services/data/v66.0/ssot/query"
PAGE_ROWS = 2_000
ID = "ssot__Id__c"


class Table(NamedTuple):
    """Its name, which three tables spell `AIAgent` and all others `AiAgent`, and the time by which it is read."""

    name: str
    clock: str | None


TABLES = {
    "sessions": Table("ssot__AIAgentSession__dlm", "ssot__StartTimestamp__c"),
    "participants": Table("ssot__AiAgentSessionParticipant__dlm", "ssot__StartTimestamp__c"),
    "interactions": Table("ssot__AIAgentInteraction__dlm", "ssot__StartTimestamp__c"),
    "messages": Table("ssot__AiAgentInteractionMessage__dlm", "ssot__MessageSentTimestamp__c"),
    "tag_associations": Table("ssot__AiAgentTagAssociation__dlm", "ssot__CreatedDate__c"),
    "tags": Table("ssot__AiAgentTag__dlm", None),
    "tag_definitions": Table("ssot__AiAgentTagDefinition__dlm", None),
}


def pages(client: Client, table: Table, since: int, until: int) -> Iterator[tuple[list[Any], int | None]]:
    """Pages of the table's rows from `since` up to and including `until` (unix seconds), with how many there are."""
    clock = table.clock or ID
    window = f"{clock} >= '{_moment(since)}' and {clock} < '{_moment(until + 1)}'" if table.clock else f"{ID} >= ''"
    total = _rows(client, f"select count(*) as n from {table.name} where {window}")[0].get("n")
    behind = window
    while True:
        asked = f"select * from {table.name} where {behind} order by {clock}, {ID} limit {PAGE_ROWS}"
        rows = _rows(client, asked)
        yield rows, total
        if len(rows) < PAGE_ROWS:
            return
        at, key = (str(rows[-1][name]).replace("'", "''") for name in (clock, ID))
        behind = f"{window} and ({clock} > '{at}' or ({clock} = '{at}' and {ID} > '{key}'))"


def _rows(client: Client, sql: str) -> list[Any]:
    rows: list[Any] = client.post(QUERY, {"sql": sql}, key="data")["data"]
    return rows


def _moment(unix: int) -> str:
    return to_iso(unix).replace("Z", ".000Z")
