"""Which side does better on the same work, or why that cannot be said."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from pipelines.analysis.analysis import REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.comparison import Cell, fair_comparisons

CELLS = "intermediate.int_comparison_cells"


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    found = fair_comparisons({"verified_resolution_7d": _cells(tables[CELLS])}) if tables[CELLS].num_rows else {}
    return {
        "fair_comparisons": [
            {
                "comparison": "population",
                "measure": measure,
                "verdict": result.verdict,
                "sentence": result.statement,
                "difference": result.difference,
                "low": result.low,
                "high": result.high,
            }
            for measure, result in found.items()
        ]
    }


def _cells(table: pa.Table) -> list[Cell]:
    return [
        Cell(
            f"{row['intent_id']} / {row['band']} / {row['channel']}",
            row["population"],
            row["cluster_id"],
            row["n"],
            row["events"],
        )
        for row in table.to_pylist()
    ]


ANALYSIS = Analysis(
    name="compare on the same work",
    reads={
        CELLS: schema(
            measure=TEXT,
            population=TEXT,
            intent_id=TEXT,
            band=TEXT,
            channel=TEXT,
            cluster_id=TEXT,
            n=WHOLE,
            events=WHOLE,
        )
    },
    writes={
        "fair_comparisons": schema(
            comparison=TEXT, measure=TEXT, verdict=TEXT, sentence=TEXT, difference=REAL, low=REAL, high=REAL
        )
    },
    compute=compute,
)
