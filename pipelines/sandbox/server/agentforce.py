"""A fourth AI vendor's tables: whatever SQL is posted is answered by a database that holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.render.agentforce import TABLES
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import document
from pipelines.sandbox.server.limits import Bucket

PREFIX = "/agentforce"
QUERY = f"{PREFIX}/services/data/v66.0/ssot/query"


def _error(code: str, message: str, status: int) -> Response:
    return document([{"errorCode": code, "message": message}], status)


class Agentforce:
    """Everything below `/agentforce`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.bucket = Bucket(60, window)
        self.database = duckdb.connect()
        self.database.execute("set enable_external_access = false")
        for resource, table in TABLES.items():
            data = Pages.open(served / "agentforce", resource)
            rows = json.loads(b"[" + data.slice(0, len(data)) + b"]")
            self.database.register("told", pa.Table.from_pylist(rows) if rows else pa.table({"ssot__Id__c": [""][:0]}))
            self.database.execute(f'create table "{table}" as from told')
            self.database.unregister("told")
        self.database.execute("set lock_configuration = true")

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.AGENTFORCE_TOKEN:
            return _error("INVALID_SESSION_ID", "Session expired or invalid", 401)
        if not self.bucket.take():
            return _error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded", 429)
        if (request.method, request.url.path) != ("POST", QUERY):
            return _error("NOT_FOUND", "The requested resource does not exist", 404)
        sql = str((await request.json()).get("sql", ""))
        if not sql.lower().startswith("select "):
            return _error("INVALID_ARGUMENT", "Only select is allowed", 400)
        try:
            return document({"data": self.rows(sql)})
        except duckdb.Error as error:
            return _error("INVALID_ARGUMENT", str(error).splitlines()[0], 400)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.database.execute(sql).to_arrow_table().to_pylist()


Server = Agentforce


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "ACCESS_TOKEN": access.AGENTFORCE_TOKEN}
