"""A server of our own with a few records of every kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import invented
from tests.vendors import Vendors, serving


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    with serving(Vendors(tables=invented.everything())) as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        yield server
