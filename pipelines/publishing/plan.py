"""Which tables are published, in which order of rows, and without which columns. Pure decisions over dbt's manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMAS = ("core", "marts")
NOT_STORED = ("ephemeral", "view")
KEYS = ("unique", "primary_key", "unique_together")
# A second line of defence behind the models' own `is_private`: these are personal data under any model.
PRIVATE_NAME = re.compile(
    r"(^|_)(email|email_hash|identity_hash|person_hash|phone|display_name|full_name|first_name|last_name"
    r"|raw_text|message_text|body|subject|text|text_hash|query_hash|ip_address)$"
)


@dataclass(frozen=True)
class TablePlan:
    """One table to publish. `key` orders the rows; empty means every column, in their order."""

    schema_name: str
    table_name: str
    key: tuple[str, ...] = ()
    private: frozenset[str] = frozenset()
    descriptions: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.schema_name}.{self.table_name}"

    def published_columns(self, columns: Sequence[str]) -> list[str]:
        return [name for name in columns if name not in self.private and not PRIVATE_NAME.search(name.lower())]

    def order(self, columns: Sequence[str]) -> list[str]:
        """The columns that order the rows totally: a key that lost a column to privacy orders nothing."""
        kept = self.published_columns(columns)
        return list(self.key) if self.key and set(self.key) <= set(kept) else kept


def plan(manifest: dict[str, Any]) -> list[TablePlan]:
    """Every core and mart table of the project, by name; models marked `is_private` as a whole stay at home."""
    keys = _unique_keys(manifest)
    plans = []
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] != "model" or node["schema"] not in SCHEMAS or _is_private(node):
            continue
        if node["config"].get("materialized") in NOT_STORED:
            continue
        columns = node["columns"]
        plans.append(
            TablePlan(
                schema_name=node["schema"],
                table_name=node.get("alias") or node["name"],
                key=keys.get(unique_id, ()),
                private=frozenset(name for name, column in columns.items() if _is_private(column)),
                descriptions=(
                    ("", " ".join(node["description"].split())),
                    *((name, " ".join(column["description"].split())) for name, column in columns.items()),
                ),
            )
        )
    return sorted(plans, key=lambda plan: plan.name)


def _is_private(node: dict[str, Any]) -> bool:
    meta = {**(node.get("meta") or {}), **((node.get("config") or {}).get("meta") or {})}
    return bool(meta.get("is_private"))


def _unique_keys(manifest: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Model -> its declared key: a primary key or unique constraint, else a uniqueness test. The shortest wins."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for unique_id, key in [*_constraint_keys(manifest), *_tested_keys(manifest)]:
        found.setdefault(unique_id, []).append(key)
    return {unique_id: min(keys, key=lambda key: (len(key), key)) for unique_id, keys in found.items()}


def _constraint_keys(manifest: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unique_id, node in manifest["nodes"].items():
        for constraint in node.get("constraints") or []:
            if constraint["type"] in ("primary_key", "unique") and constraint.get("columns"):
                yield unique_id, tuple(constraint["columns"])


def _tested_keys(manifest: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A uniqueness test counts when it looks at every row (no `where`) and fails the build (severity error)."""
    for node in manifest["nodes"].values():
        test = node.get("test_metadata")
        if not test or test["name"] not in KEYS or not node.get("attached_node"):
            continue
        if node["config"].get("where") or str(node["config"].get("severity", "error")).lower() != "error":
            continue
        arguments = test["kwargs"]
        columns = next((arguments[name] for name in ("columns", "combination_of_columns") if name in arguments), None)
        if columns is None and arguments.get("column_name"):
            columns = [arguments["column_name"]]
        if columns and all(re.fullmatch(r"\w+", column) for column in columns):
            yield node["attached_node"], tuple(columns)
