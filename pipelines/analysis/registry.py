"""Every analysis, in the order in which they run."""

from __future__ import annotations

import importlib
from typing import Any

from pipelines.analysis.analysis import SCHEMA, Analysis

# One module per question; each has its `ANALYSIS`.
QUESTIONS = (
    "fair_comparison",
    "hardest_work",
    "small_cells",
    "satisfaction",
    "survivorship",
    "grader_agreement",
    "qa_coverage",
    "qa_prediction",
    "ramp",
    "capacity",
    "edges",
    "event_chains",
    "weekly_series",
    "programmes",
    "explained_changes",
    "explained_gaps",
    "retained_value",
)


def analyses() -> list[Analysis]:
    """All of them. Imported here because they bring scipy with them."""
    return [importlib.import_module(f"pipelines.analysis.{question}").ANALYSIS for question in QUESTIONS]


def declared(manifest: dict[str, Any]) -> list[Analysis]:
    """Those whose tables the dbt project declares as sources: what no model reads is not computed."""
    tables = {source["name"] for source in manifest["sources"].values() if source["schema"] == SCHEMA}
    return [analysis for analysis in analyses() if set(analysis.writes) <= tables]
