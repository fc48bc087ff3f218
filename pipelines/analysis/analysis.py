"""What an analysis is: a pure function from tables to tables, with the columns of both written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

SCHEMA = "analysis"
Tables = Mapping[str, pa.Table]
Row = dict[str, Any]


@dataclass(frozen=True)
class Analysis:
    """One computation between two layers of models.

    Attributes:
        name: in the imperative, as the progress line says it.
        reads: `schema.table` of a model -> the columns it needs. Every engine's table is cast to them and its rows are
            put in one order, so that a result never depends on where it was computed.
        writes: table of the schema `analysis`, declared as a dbt source -> its columns.
        compute: from the tables it reads, by name, to the rows of each table it writes. It knows no engine and no
            orchestrator, draws only from seeded generators, and asks for aggregates rather than contacts.
    """

    name: str
    reads: Mapping[str, pa.Schema]
    writes: Mapping[str, pa.Schema]
    compute: Callable[[Tables], Mapping[str, Iterable[Row]]]


def schema(**columns: pa.DataType) -> pa.Schema:
    """Columns in order, each of which may be null."""
    return pa.schema(list(columns.items()))


TEXT, WHOLE, REAL, FLAG = pa.string(), pa.int64(), pa.float64(), pa.bool_()
DAY, MOMENT = pa.date32(), pa.timestamp("us")
