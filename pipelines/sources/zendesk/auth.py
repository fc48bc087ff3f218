"""Zendesk's two ways in: OAuth client credentials (short tokens), and the older e-mail with API token."""

from __future__ import annotations

import threading
import time

from pipelines.errors import HavenError
from pipelines.sources.http import Auth, Client, FixedAuth, Patience

TOKEN_PATH = "/oauth/tokens"
TOKEN_SECONDS = 1_800
# Ask for a new token this long before the old one ends, so that no request carries one that dies on the way.
EARLY_SECONDS = 30
OAUTH_SETTINGS = "SOURCES__ZENDESK__CLIENT_ID and SOURCES__ZENDESK__CLIENT_SECRET"
BASIC_SETTINGS = "SOURCES__ZENDESK__EMAIL and SOURCES__ZENDESK__API_TOKEN"


class OAuth:
    """A bearer token from client id and secret, fetched when first needed and once more when it is refused."""

    def __init__(self, base_url: str, client_id: str, client_secret: str, patience: Patience) -> None:
        self._client = Client("zendesk", base_url, None, credentials=OAUTH_SETTINGS, patience=patience)
        self._request = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": "read",
            # Older clients' tokens never end unless this is sent.
            "expires_in": TOKEN_SECONDS,
        }
        self._lock = threading.Lock()
        self._header: str | None = None
        self._good_until = 0.0

    def header(self) -> str:
        with self._lock:
            if self._header is None or time.monotonic() > self._good_until:
                answer = self._client.post(TOKEN_PATH, self._request, key="access_token")
                lifetime = float(answer.get("expires_in") or TOKEN_SECONDS)
                self._header = f"Bearer {answer['access_token']}"
                self._good_until = time.monotonic() + max(lifetime - EARLY_SECONDS, lifetime / 2)
            return self._header

    def renew(self, refused: str) -> bool:
        with self._lock:
            if self._header == refused:
                self._header = None
            return True


def choose_auth(
    base_url: str,
    patience: Patience,
    client_id: str | None,
    client_secret: str | None,
    email: str | None,
    api_token: str | None,
) -> tuple[Auth, str]:
    """The way in that is set up, OAuth first, and the names of its settings."""
    if client_id and client_secret:
        return OAuth(base_url, client_id, client_secret, patience), OAUTH_SETTINGS
    if email and api_token:
        return FixedAuth.basic(f"{email}/token", api_token), BASIC_SETTINGS
    raise HavenError("the source zendesk has no credentials", f"Set {OAUTH_SETTINGS}, or {BASIC_SETTINGS}.")
