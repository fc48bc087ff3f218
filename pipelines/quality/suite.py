"""A suite: what is promised of one table at one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Suite:
    """`expectations` are Great Expectations objects; each carries its severity and a plain description."""

    name: str
    schema_name: str
    table_name: str
    expectations: Sequence[Any]

    @property
    def table(self) -> str:
        return f"{self.schema_name}.{self.table_name}"
