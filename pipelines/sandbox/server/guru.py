"""The knowledge tool's API: bare lists, the next page in a `Link` header, as many rows a page as the server likes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from pipelines.sandbox.pages import Ints, Pages
from pipelines.sandbox.render.guru import TEAM
from pipelines.sandbox.server import access
from pipelines.sandbox.server.answers import answer, document, link, whole

PREFIX = "/guru/api/v1"
CARDS, EVENTS = "/search/cardmgr", f"/teams/{TEAM}/analytics"
CARDS_A_PAGE, EVENTS_A_PAGE = 5, 25


class Guru:
    """Everything below `/guru/api/v1`."""

    def __init__(self, served: Path, now: int, window: float) -> None:
        self.data = {name: Pages.open(served / "guru", name) for name in ("cards", "archived_cards", "events")}

    async def handle(self, request: Request) -> Response:
        if access.basic(request) != (access.EMAIL, access.GURU_TOKEN):
            return document({"error": "Unauthorized"}, 401)
        path = request.url.path.removeprefix(PREFIX)
        try:
            if (request.method, path) == ("POST", CARDS):
                return self.cards(request, await request.json())
            if (request.method, path) == ("GET", EVENTS):
                return self.events(request)
        except ValueError as error:
            return document({"description": str(error)}, 400)
        return document({"description": "Not Found"}, 404)

    def cards(self, request: Request, body: dict[str, Any]) -> Response:
        if body.get("query") is not None and not body["query"].get("nestedExpressions"):
            raise ValueError("grouping expression requires one or more nestedExpressions")
        name = "archived_cards" if body.get("queryType") == "archived" else "cards"
        return self.paged(request, name, np.arange(len(self.data[name])), CARDS_A_PAGE)

    def events(self, request: Request) -> Response:
        asked, at = request.query_params, self.data["events"].columns["updated_at"]
        first = np.searchsorted(at, _unix(asked["fromDate"])) if "fromDate" in asked else 0
        last = np.searchsorted(at, _unix(asked["toDate"]), side="right") if "toDate" in asked else len(at)
        return self.paged(request, "events", np.arange(first, last), EVENTS_A_PAGE)

    def paged(self, request: Request, name: str, rows: Ints, size: int) -> Response:
        first = whole(request.query_params.get("token"), 0)
        headers = {}
        if first + size < len(rows):
            following = link(request, request.url.path, {**request.query_params, "token": first + size})
            headers = {"Link": f'<{following}>; rel="next-page"'}
        return answer(b"[" + self.data[name].rows(rows[first : first + size]) + b"]", headers)


def _unix(text: str) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or text.endswith("Z"):
        raise ValueError("dates are ISO 8601 with an offset")
    return moment.timestamp()


Server = Guru


def settings(base: str, start: str, end: str) -> dict[str, str]:
    """What a loader needs to read this world."""
    return {
        "BASE_URL": base,
        "START_DATE": start,
        "END_DATE": end,
        "TEAM_ID": TEAM,
        "EMAIL": access.EMAIL,
        "API_TOKEN": access.GURU_TOKEN,
    }
