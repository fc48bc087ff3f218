"""Every published and cross-checked value, through the function, macro or model that the pipeline uses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.verification import failure
from tests.real_data.source_files import FOLDER

VALUES = FOLDER.parent / "reference_values.json"
pytestmark = pytest.mark.skipif(not VALUES.is_file(), reason="published values in a file that a clone need not have")


def entries() -> list[dict[str, Any]]:
    return list(json.loads(VALUES.read_text())["values"]) if VALUES.is_file() else []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["id"])
def test_the_value_agrees(entry: dict[str, Any]) -> None:
    assert failure(entry) is None
