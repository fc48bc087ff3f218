"""Words of a source that the standard has no word for: which, in which column, in how many rows of the last build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from pipelines.sources.drop.entities import STANDARD_MODELS
from pipelines.warehouse import quoted, tables

MARK = "unknown:"  # dbt_project/macros/enumerations.sql


@dataclass(frozen=True)
class UnknownWord:
    """One word of one source in a column that has its own words in the standard."""

    entity: str
    column: str
    source: str
    word: str
    rows: int

    @property
    def line(self) -> str:
        return f"{self.entity}.{self.column}: {self.source} says {self.word} ({self.rows:,} rows)"


def worded_columns(models: Path = STANDARD_MODELS) -> dict[str, tuple[str, ...]]:
    """Model of a standard entity -> the columns for which it lists the words of the standard."""
    found = {}
    for model in yaml.safe_load(models.read_text())["models"]:
        worded = [c["name"] for c in model["columns"] if c.get("config", {}).get("meta", {}).get("values")]
        if worded:
            found[model["name"]] = tuple(worded)
    return found


def unknown_words(connection: duckdb.DuckDBPyConnection) -> list[UnknownWord]:
    """The commonest first; none where nothing was built."""
    built = tables(connection, "intermediate")
    found = []
    for model, columns in worded_columns().items():
        for column in columns if model in built else ():
            rows = connection.execute(
                f"""select source, substr({quoted(column)}, {len(MARK) + 1}), count(*)
                    from {quoted("intermediate", model)} where {quoted(column)} like '{MARK}%' group by all"""
            ).fetchall()
            entity = model.removeprefix("int_").removesuffix("_unioned")
            found += [UnknownWord(entity, column, *row) for row in rows]
    return sorted(found, key=lambda word: (-word.rows, word.line))
