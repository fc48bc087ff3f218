"""What the staging models read from the raw records: each field with the kind that they take it for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import yaml

Readings = dict[tuple[str, str], dict[str, str]]  # (source, resource) -> field -> text, number, ..., object or list


def read_fields(project: Path) -> Readings:
    """Which fields the staging models read from which raw table, and as what; elements of lists are left out."""
    variables = dict(yaml.safe_load((project / "dbt_project.yml").read_text()).get("vars") or {})
    readings: Readings = defaultdict(dict)

    class Nothing(jinja2.Undefined):
        """What a model calls beside: its text does not matter here."""

        def __call__(self, *args: Any, **kwargs: Any) -> str:  # type: ignore[override]
            return ""

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(name)

    def latest_records(relation: tuple[str, str], fields: Mapping[str, Any], containing: str | None = None) -> str:
        schema, table = relation
        readings[schema.removeprefix("raw_"), table] |= dict(_leaves(fields))
        return ""

    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=Nothing)
    environment.globals |= {
        "source": lambda schema, table: (schema, table),
        "latest_records": latest_records,
        "var": lambda name, default=None: variables.get(name, default),
        "ref": lambda name: name,
    }
    for path in sorted((project / "models" / "staging").rglob("*.sql")):
        text = path.read_text()
        if "latest_records(" in text:
            environment.from_string(text).render()
    return dict(readings)


def _leaves(fields: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    found = []
    for name, node in fields.items():
        inner = f"{path}.{name}" if path else name
        if isinstance(node, Mapping):
            found += [(inner, "object"), *_leaves(node, inner)]
        else:
            found.append((inner, node if isinstance(node, str) else "list"))
    return found
