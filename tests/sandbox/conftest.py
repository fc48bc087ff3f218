from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from pipelines.sandbox import DEFAULT_END, World, build_world, running


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory):
    """Build a world once per set of arguments."""
    built: dict[Any, World] = {}

    def world(
        *, seed: int = 7, days: int = 40, scale: float = 0.3, plants: tuple[str, ...] = (), end: date = DEFAULT_END
    ) -> World:
        key = (seed, days, scale, plants, end)
        if key not in built:
            folder = tmp_path_factory.mktemp("world")
            built[key] = build_world(folder, seed=seed, days=days, scale=scale, plants=plants, end=end)
        return built[key]

    return world


@pytest.fixture(scope="session")
def world(worlds) -> World:
    return worlds()


@dataclass
class Api:
    """A running server with a client that is let in."""

    env: dict[str, str]
    log: Path
    token: str

    @property
    def root(self) -> str:
        return self.env["SOURCES__ADA__BASE_URL"].removesuffix("/ada")

    def zendesk(self, path: str, **query: Any) -> requests.Response:
        url = path if path.startswith("http") else self.env["SOURCES__ZENDESK__BASE_URL"] + path
        return self.patient(
            lambda: requests.get(url, query, headers={"Authorization": f"Bearer {self.token}"}, timeout=20)
        )

    def assembled(self, path: str, **query: Any) -> requests.Response:
        key = (self.env["SOURCES__ASSEMBLED__API_KEY"], "")
        url = self.env["SOURCES__ASSEMBLED__BASE_URL"] + path
        return self.patient(lambda: requests.get(url, query, auth=key, timeout=20))

    def ada(self, path: str, **query: Any) -> requests.Response:
        key = {"Authorization": f"Bearer {self.env['SOURCES__ADA__API_KEY']}"}
        url = path if path.startswith("http") else f"{self.env['SOURCES__ADA__BASE_URL']}/api/v2/export/{path}"
        return self.patient(lambda: requests.get(url, query, headers=key, timeout=20))

    @staticmethod
    def patient(ask) -> requests.Response:
        """The first answer that is not about going too fast."""
        while True:
            response = ask()
            if response.status_code != 429:
                return response


def token(env: dict[str, str]) -> requests.Response:
    body = {
        "grant_type": "client_credentials",
        "client_id": env["SOURCES__ZENDESK__CLIENT_ID"],
        "client_secret": env["SOURCES__ZENDESK__CLIENT_SECRET"],
        "scope": "read",
        "expires_in": 1800,
    }
    return requests.post(env["SOURCES__ZENDESK__BASE_URL"] + "/oauth/tokens", json=body, timeout=20)


@pytest.fixture(scope="session")
def api(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    log = tmp_path_factory.mktemp("log") / "requests.jsonl"
    with running(world.folder, days=world.days, scale=world.scale, log=log, window=0.2) as env:
        yield Api(env, log, token(env).json()["access_token"])
