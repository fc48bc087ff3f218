"""The other workforce tool's API: every query is posted, every answer comes in an envelope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Pages
from pipelines.sandbox.render.assembled import TYPES
from pipelines.sandbox.render.calabrio import UNIT
from pipelines.sandbox.render.statements import SITE, TEAM, TYPE
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, json_bytes
from pipelines.sandbox.server.limits import Bucket
from pipelines.sandbox.world import catalogue as c

PREFIX = "/calabrio/api"
SITES = ("Berlin", "Lisbon")
ABSENCE = len(TYPES) - 1


class Calabrio:
    """Everything below `/calabrio/api`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "calabrio", name) for name in ("people", "schedules")}
        self.bucket, self.now = Bucket(500, window), now
        self.lists = {"Site/AllSites": _sites(), "Team/AllTeams": _teams(), "Activity/AllActivities": _activities()}
        self.lists["Absence/AllAbsences"] = [_absence()]

    async def handle(self, request: Request) -> Response:
        if access.bearer(request) != access.CALABRIO_TOKEN:
            return _failed("Unauthorized", 401)
        if not self.bucket.take():
            return _failed("Too many requests", 429)
        if request.method != "POST":
            return _failed("Method Not Allowed", 405)
        try:
            return self.told(request.url.path.removeprefix(f"{PREFIX}/query/"), await request.json())
        except (KeyError, ValueError) as error:
            return _failed(f"Invalid query: {error}", 400)

    def told(self, query: str, body: dict[str, Any]) -> Response:
        if query == "BusinessUnit/AllBusinessUnits":
            return document({"Result": [{"Id": UNIT, "Name": "Support"}], "Message": None})
        if query == "Person/PeopleByTeamId":
            return self.people(body)
        if query not in self.lists and query != "ScheduleChanges/SchedulesByChangeDate":
            return _failed("Not Found", 404)
        if body["BusinessUnitId"] != UNIT:
            raise ValueError("BusinessUnitId is not known")
        if query in self.lists:
            return document({"Result": self.lists[query], "Message": None})
        return self.changes(body)

    def people(self, body: dict[str, Any]) -> Response:
        """Those who are in the team on that day."""
        people, day = self.data["people"], _day(body["Date"])
        team = int(body["TeamId"].rsplit("-", 1)[1], 16)
        columns = people.columns
        here = (columns["team"] == team) & (columns["hired_on"] <= day) & (columns["left_on"] > day)
        return answer(b'{"Result":[' + people.rows(np.nonzero(here)[0]) + b'],"Message":null}')

    def changes(self, body: dict[str, Any]) -> Response:
        """Page 0 is everything, the first page is 1, and one behind the last is empty."""
        since, until = _unix(body["ChangesFrom"]), _unix(body["ChangesTo"]) if body.get("ChangesTo") else self.now
        until = self.now if until <= since else min(until, self.now)
        number, size = int(body.get("Page") or 0), int(body.get("PageSize") or 0)
        if number < 0 or (number and size <= 0):
            raise ValueError("Page must not be negative, and PageSize larger than 0 when paging")
        schedules, period = self.data["schedules"], body.get("Period") or {}
        changed, day = schedules.columns["changed_at"], schedules.columns["day"]
        wanted = (changed >= since) & (changed <= until)
        if period:
            wanted &= (day >= _day(period["StartDate"])) & (day <= _day(period["EndDate"]))
        rows = np.nonzero(wanted)[0]
        chosen = rows if number == 0 else rows[(number - 1) * size : number * size]
        told = {
            "Page": number,
            "TotalPages": -(-len(rows) // size) if number else 1,
            "TotalSchedules": len(rows),
            "ChangesUpTo": datetime.fromtimestamp(until, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        head = b'{"Result":[{"Schedules":[' + schedules.rows(chosen) + b"],"
        return answer(head + json_bytes(told)[1:] + b'],"Message":null}')


def _failed(words: str, status: int) -> Response:
    return document({"Result": [], "Message": None, "Errors": [{"Message": words}]}, status)


def _id(kind: int, number: int) -> str:
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


def _day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def _unix(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _sites() -> list[dict[str, Any]]:
    return [{"Id": _id(SITE, n), "Name": name} for n, name in enumerate(SITES)]


def _teams() -> list[dict[str, Any]]:
    return [
        {"Id": _id(TEAM, group * 2 + n), "Name": f"{SITES[n]}/{name} · {employer}"}
        for group, (name, _) in enumerate(c.GROUPS)
        for n, employer in enumerate((c.COMPANY, "Contactworks"))
    ]


def _activities() -> list[dict[str, Any]]:
    return [
        {
            "Id": _id(TYPE, n),
            "Name": name,
            "InReadyTime": productive,
            "RequiresSkill": productive,
            "InWorkTime": True,
            "InPaidTime": True,
            "ReportLevelDetail": "ShortBreak" if name == "Break" else "None",
            "RequiresSeat": False,
            "PayrollCode": None,
            "AllowOverwrite": True,
            "DisplayColor": "#00FF00FF",
        }
        for n, (name, _, productive, _) in enumerate(TYPES[:ABSENCE])
    ]


def _absence() -> dict[str, Any]:
    flags = {"Requestable": False, "InWorkTime": False, "InPaidTime": True, "Confidential": True}
    return {"Id": _id(TYPE, ABSENCE), "Priority": 100, "Name": "Sick", **flags, "PayrollCode": None}


Server = Calabrio


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {"BASE_URL": base, "START_DATE": start, "END_DATE": end, "ACCESS_TOKEN": access.CALABRIO_TOKEN}
