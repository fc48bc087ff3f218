"""Invented credentials of the invented company. They open nothing but this sandbox."""

from __future__ import annotations

import base64
import binascii
import secrets
import time

from starlette.requests import Request

CLIENT_ID = "haven-sandbox"
CLIENT_SECRET = "sandbox-client-secret"
EMAIL = "loader@northlight.example"
API_TOKEN = "sandbox-api-token"
# The user and password that the API token is sent as.
ZENDESK_BASIC = (f"{EMAIL}/token", API_TOKEN)
ASSEMBLED_KEY = "sk_live_sandbox"
ADA_KEY = "sandbox-ada-key"
INTERCOM_TOKEN = "sandbox-intercom-token"
OPENAI_ADMIN_KEY = "sk-admin-sandbox"
OPENAI_PROJECT_KEY = "sk-proj-sandbox"
ZENDESK_QA_TOKEN = "sandbox-zendesk-qa-token"
WORKRAMP_KEY = "sandbox-workramp-key"
LESSONLY_SUBDOMAIN, LESSONLY_KEY = "northlight", "sandbox-lessonly-key"
DOCEBO_TOKEN = "sandbox-docebo-token"
CALABRIO_TOKEN = "sandbox-calabrio-token"
FRESHDESK_KEY = "sandbox-freshdesk-key"
ZENDESK_WFM_TOKEN = "sandbox-zendesk-wfm-token"
GURU_TOKEN = "sandbox-guru-token"
GORGIAS_KEY = "sandbox-gorgias-key"
DECAGON_KEY = "sandbox-decagon-key"
FORETHOUGHT_TOKEN = "sandbox-forethought-token"
AGENTFORCE_TOKEN = "sandbox-agentforce-token"
AI_AGENTS_KEY, AI_AGENTS_ORGANIZATION = "sandbox-ai-agents-key", "northlight"
MAESTROQA_TOKEN = "sandbox-maestroqa-token"


def basic(request: Request) -> tuple[str, str] | None:
    """User and password of a Basic header, or None."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user, password


def bearer(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value if scheme.lower() == "bearer" else None


class Tokens:
    """Access tokens handed out by this server, with the time (monotonic seconds) at which each dies."""

    def __init__(self) -> None:
        self._dies_at: dict[str, float] = {}

    def issue(self, seconds: int) -> str:
        token = secrets.token_hex(16)
        self._dies_at[token] = time.monotonic() + seconds
        return token

    def knows(self, token: str | None) -> bool:
        return token is not None and self._dies_at.get(token, 0.0) > time.monotonic()
