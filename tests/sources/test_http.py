from __future__ import annotations

import time
from typing import Any

import pytest

from pipelines.errors import HavenError
from pipelines.sources.http import Client, FixedAuth, Patience, Refused
from tests.vendors import SECRET, Vendors

PATH = "/api/v2/export/conversations"
NAME = f"ada{PATH}"
WINDOW = {"updated_since": "2026-05-01T00:00:00Z", "updated_to": "2026-05-15T00:00:00Z"}


def client(vendors: Vendors, *, retry_seconds: float = 3.0, key: str = SECRET, port: int | None = None) -> Client:
    base = f"http://127.0.0.1:{port or vendors.port}/ada"
    patience = Patience(retry_seconds=retry_seconds, timeout_seconds=1.0)
    return Client("ada", base, FixedAuth.bearer(key), credentials="SOURCES__ADA__API_KEY", patience=patience)


@pytest.mark.parametrize("fault", [429, "limit", 500, 503, 408, "reset", "truncated", "malformed", "html"])
def test_a_passing_fault_is_outlasted(fault: Any, vendors: Vendors) -> None:
    vendors.faults[NAME] = [fault, fault]
    assert len(client(vendors).get(PATH, WINDOW, key="data")["data"]) == 3
    assert vendors.hits[NAME] == 3


@pytest.mark.parametrize(
    ("fault", "words"),
    [(500, "answered 500"), ("malformed", "broken JSON"), ("truncated", "broke off"), ("reset", "cannot be reached")],
)
def test_a_fault_that_stays_ends_in_bounded_time_and_names_the_path(fault: Any, words: str, vendors: Vendors) -> None:
    vendors.faults[NAME] = [fault] * 100
    began = time.monotonic()
    with pytest.raises(HavenError, match=words) as caught:
        client(vendors, retry_seconds=1.0).get(PATH, WINDOW)
    assert time.monotonic() - began < 3
    assert f"127.0.0.1:{vendors.port}/ada/api/v2/export/conversations" in caught.value.cause
    assert "SOURCES__ADA__BASE_URL" in caught.value.remedy
    assert "updated_since" not in str(caught.value)


def test_an_unreachable_host_ends_in_bounded_time(vendors: Vendors) -> None:
    began = time.monotonic()
    with pytest.raises(HavenError, match=r"127\.0\.0\.1:1/ada/.* cannot be reached"):
        client(vendors, retry_seconds=0.5, port=1).get(PATH)
    assert time.monotonic() - began < 3


def test_a_silent_server_is_given_up(vendors: Vendors) -> None:
    vendors.pause = 1.5
    with pytest.raises(HavenError, match="did not answer in time"):
        client(vendors, retry_seconds=0.1).get(PATH)


def test_a_wrong_key_is_refused_at_once_without_showing_it(vendors: Vendors) -> None:
    with pytest.raises(Refused, match="answered 401") as caught:
        client(vendors, key="wr0ng-key").get(PATH, WINDOW)
    assert "SOURCES__ADA__API_KEY" in caught.value.remedy
    assert "wr0ng-key" not in str(caught.value)
    assert vendors.hits[NAME] == 1


def test_a_refused_request_carries_the_servers_reason(vendors: Vendors) -> None:
    far = WINDOW | {"updated_to": "2026-12-31T00:00:00Z"}
    with pytest.raises(Refused, match="span above 60 days"):
        client(vendors).get(PATH, far)


def test_a_base_url_that_is_none_is_named() -> None:
    with pytest.raises(HavenError, match="SOURCES__ADA__BASE_URL"):
        Client("ada", "acme.ada.support", None, credentials="")


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("http://127.0.0.1/ada/api/v2/export/messages?page=2", "/api/v2/export/messages?page=2"),
        ("https://elsewhere.example/ada/api/v2/export/messages?page=2", "/api/v2/export/messages?page=2"),
        ("/ada/api/v2/export/messages?page=2", "/api/v2/export/messages?page=2"),
        ("/api/v2/export/messages?page=2", "/api/v2/export/messages?page=2"),
        ("messages?page=2", "/api/v2/export/messages?page=2"),
    ],
)
def test_links_are_followed_at_the_base_url_only(link: str, path: str) -> None:
    at = Client("ada", "http://127.0.0.1/ada", None, credentials="")
    assert at.path_of(link, PATH) == path
