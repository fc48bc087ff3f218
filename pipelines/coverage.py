"""Which requirement is answered by which model, column, test and page: `haven status --requirements`."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NO_PROOF = frozenset({"browser", "registers"})  # tests that show or list numbers and do not judge them
# The board report is written before its page is drawn: its query reads the sheets, which read the marts.
SHEETS = "board_reports.sql"


@dataclass(frozen=True)
class Covered:
    """One requirement: models that name it, columns with its numbers, what proves them, pages that read them."""

    requirement: str
    wording: str
    not_computed_because: str
    models: tuple[str, ...]
    columns: tuple[str, ...]
    tests: tuple[str, ...]
    pages: tuple[str, ...]


def coverage(project: Path, reports: Path, manifest: Mapping[str, Any]) -> list[Covered]:
    """Every row of the seed `requirements`, in its order.

    Args:
        project: the dbt project, for its seeds; the tests lie beside it.
        reports: the report site's folder, for its pages.
        manifest: dbt's manifest of the project.
    """
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    answers = {node["name"]: _requirements(node) for node in nodes}
    proofs, pages = _proofs(manifest, project.parent / "tests"), pages_of_tables(reports)
    metrics = {row["metric"]: row for row in _seed(project, "metric_register")}
    columns = defaultdict(set)
    for row in _seed(project, "metric_columns"):
        served = (
            {metrics[row["metric"]]["requirement"]}
            if row["metric"]
            else {metric["requirement"] for metric in metrics.values() if metric["mart"] == row["mart"]}
        )
        for requirement in served | answers.get(row["mart"], set()):
            columns[requirement].add(f"{row['mart']}.{row['column_name']}")
    keys = {node["name"]: next(iter(node["columns"]), "") for node in nodes}
    rows = []
    for row in _seed(project, "requirements"):
        key = row["requirement"]
        models = tuple(sorted(name for name, answered in answers.items() if key in answered))
        # A model without measures answers with its rows: its first column stands for them.
        own = {column for column in columns[key] if column.split(".")[0] in models}
        bare = {f"{name}.{keys[name]}" for name in models if not any(c.startswith(f"{name}.") for c in own)}
        rows.append(
            Covered(
                key,
                row["wording"],
                row["not_computed_because"],
                models,
                tuple(sorted(own | bare)),
                tuple(sorted({test for name in models for test in proofs.get(name, ())})),
                tuple(sorted({page for name in models for page in pages.get(name, ())})),
            )
        )
    return rows


def render(rows: list[Covered]) -> str:
    """A line for each requirement, with as much of each list as a terminal bears, and what is not yet answered."""
    lines = [f"{'':<4} {'what is to be seen':<72} {'model':<34} {'column':<52} {'tests':>5}  page"]
    for row in rows:
        if row.not_computed_because:
            lines.append(f"{row.requirement:<4} {row.wording:<72.72} not computed: {row.not_computed_because}")
            continue
        model, column = _first(row.models), _first(row.columns)
        page = ", ".join(row.pages) or "-"
        lines.append(
            f"{row.requirement:<4} {row.wording:<72.72} {model:<34} {column:<52} {len(row.tests) or '-':>5}  {page}"
        )
    open_rows = [row.requirement for row in rows if not row.models and not row.not_computed_because]
    unseen = [row.requirement for row in rows if row.models and not row.pages]
    lines.append(f"no model: {', '.join(open_rows) or 'none'}")
    lines.append(f"on no page: {', '.join(unseen) or 'none'}")
    return "\n".join(lines)


def pages_of_tables(reports: Path) -> dict[str, set[str]]:
    """Published table -> pages that read it, by the queries in their front matter."""
    # Only here: the reports bring a browser along, which the rest of this module does not need.
    from pipelines.reporting.board.facts import READS

    reads = {
        query.name: set(re.findall(r"\b(?:from|join)\s+mart\.(\w+)", query.read_text(), re.I))
        for query in (reports / "queries").glob("*.sql")
    }
    found: dict[str, set[str]] = defaultdict(set)
    if (reports / "queries" / SHEETS).is_file():
        reads[SHEETS] = set(READS)
    for page in (reports / "pages").glob("*.md"):
        for query in set(re.findall(r"^\s+- \w+: ([\w/]+\.sql)$", page.read_text(), re.M)):
            for table in reads.get(query, ()):
                found[table].add(page.stem)
    return found


def _requirements(node: Mapping[str, Any]) -> set[str]:
    return set((node["config"].get("meta") or {}).get("requirements", ()))


def _proofs(manifest: Mapping[str, Any], tests: Path) -> dict[str, set[str]]:
    """Model -> what would fail if its numbers were wrong: worked examples, invariants, and test files that name it.

    A check of keys, nulls or allowed values proves no number and is none. A mart is also held by what holds its steps
    and the analyses that it shows.
    """
    found: dict[str, set[str]] = defaultdict(set)
    nodes, sources = manifest["nodes"], manifest["sources"]
    for node in manifest["unit_tests"].values():
        found[node["model"]].add(node["name"])
    for node in nodes.values():
        if node["resource_type"] == "test" and not node.get("test_metadata"):
            for parent in node["depends_on"]["nodes"]:
                found[parent.rsplit(".", 1)[-1]].add(node["name"])
    words = {file: set(re.findall(r"\w+", file.read_text())) for file in sorted(tests.rglob("test_*.py"))}
    words = {file: named for file, named in words.items() if file.parent.name not in NO_PROOF}

    @cache
    def proofs(key: str) -> frozenset[str]:
        name = key.rsplit(".", 1)[-1]
        is_analysis = key in sources
        own = found[name] | {
            file.stem
            for file, named in words.items()
            if name in named and (file.parent.name == "analysis" or not is_analysis)
        }
        parents = [] if is_analysis else nodes[key]["depends_on"]["nodes"]
        return frozenset(own).union(*(proofs(parent) for parent in parents if _is_on_the_way(parent, nodes, sources)))

    return {node["name"]: set(proofs(key)) for key, node in nodes.items() if node["resource_type"] == "model"}


def _is_on_the_way(key: str, nodes: Mapping[str, Any], sources: Mapping[str, Any]) -> bool:
    """Whether a mart shows this parent's numbers as they are: a step of the marts, or a table of an analysis."""
    if key in sources:
        return bool(sources[key]["schema"] == "analysis")
    return key in nodes and nodes[key]["resource_type"] == "model" and nodes[key]["fqn"][1] == "marts"


def _seed(project: Path, name: str) -> list[dict[str, str]]:
    with (project / "seeds" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _first(names: tuple[str, ...]) -> str:
    return (names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "")) if names else "-"
