"""Every number that a mart publishes leads to a metric, and every metric to a decision."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import duckdb
import pytest

from pipelines.settings import ROOT
from tests.registers.conftest import seed

Marts = dict[str, dict[str, str]]
END_OF_INTERVAL = re.compile(r"(^|_)(low|high)(_seconds)?$")
HOW_MUCH_IS_UNKNOWN = re.compile(r"(^|_)unknown_share$")
DECIDING = ("decision", "owner", "threshold", "cadence", "direction", "definition", "metric_label")


def measures(columns: dict[str, str]) -> set[str]:
    """Rates, amounts, indices and durations of a mart; counts, ends of intervals and shares of unknown are none."""
    return {
        name
        for name, kind in columns.items()
        if (kind.startswith(("double", "decimal")) or (kind == "bigint" and name.endswith("_seconds")))
        and not END_OF_INTERVAL.search(name)
        and not HOW_MUCH_IS_UNKNOWN.search(name)
    }


def test_every_metric_serves_a_decision_of_somebody() -> None:
    assert [row["metric"] for row in seed("metric_register") if not all(row[name] for name in DECIDING)] == []
    assert [name for name, n in Counter(row["metric"] for row in seed("metric_register")).items() if n > 1] == []


def test_every_measure_of_a_mart_leads_to_a_metric(marts: Marts) -> None:
    known = {(row["mart"], row["column_name"]) for row in seed("metric_columns")}
    missing = sorted(
        f"{mart},{column}" for mart in marts for column in measures(marts[mart]) - {c for m, c in known if m == mart}
    )
    assert missing == [], "give each a row of the seed metric_columns"


def test_every_row_of_the_registers_names_what_exists(marts: Marts) -> None:
    columns = [
        f"{row['mart']}.{row['column_name']}"
        for row in seed("metric_columns")
        if row["column_name"] not in marts.get(row["mart"], {})
        or (row["key_column"] and row["key_column"] not in marts[row["mart"]])
    ]
    assert columns == []
    places = ("metric_register", "maturity_indicators", "metric_versions")
    assert [(name, row["mart"]) for name in places for row in seed(name) if row["mart"] not in marts] == []


def test_every_mart_with_measures_has_a_metric(marts: Marts) -> None:
    registered = {row["mart"] for row in seed("metric_register")}
    assert sorted(mart for mart, columns in marts.items() if measures(columns) and mart not in registered) == []


def test_the_function_of_a_metric_is_that_of_its_mart() -> None:
    functions = {row["function_id"] for row in seed("functions")}
    assert len(functions) == len(seed("artefacts")) == 7
    wrong = [
        row["metric"]
        for row in seed("metric_register")
        if row["function_id"] != row["mart"].split("_")[0].replace("board", "measure")
        or row["function_id"] not in functions
    ]
    assert wrong == []


def test_the_old_measures_of_success_are_marked_as_legacy() -> None:
    """Utilisation, talk time and adherence to service levels are context; minutes and seats decide nothing."""
    grade = {row["metric"]: row["grade"] for row in seed("metric_register")}
    assert {name for name, value in grade.items() if value == "legacy"} >= {"utilisation", "talk_time", "service_level"}
    columns = seed("metric_columns")
    old = re.compile(r"utili[sz]ation|talk_|(^|_)minutes$|(^|_)seats?(_|$)")
    deciding = {
        f"{row['mart']}.{row['column_name']}"
        for row in columns
        if old.search(row["column_name"]) and grade.get(row["metric"]) == "decision"
    }
    # Minutes of coaching are what is to be protected; minutes until capacity moved are an outcome of the move.
    assert deciding <= {
        "perform_coaching_time.minutes",
        "perform_coaching_time.planned_minutes",
        "enable_capacity_swaps.minutes_to_shift",
    }


@pytest.mark.parametrize("mart", sorted({row["mart"] for row in seed("metric_columns") if row["key_column"]}))
def test_each_row_of_a_mart_names_a_registered_metric(mart: str, built_warehouse: duckdb.DuckDBPyConnection) -> None:
    registered = {row["metric"] for row in seed("metric_register") if row["mart"] == mart}
    ((key, prefix),) = {
        (row["key_column"], row["key_prefix"])
        for row in seed("metric_columns")
        if row["mart"] == mart and row["key_column"]
    }
    found = {prefix + name for (name,) in built_warehouse.sql(f"select distinct {key} from marts.{mart}").fetchall()}
    assert found
    assert found <= registered


def texts(manifest: dict[str, Any]) -> dict[str, str]:
    """What anybody can read: names and descriptions of marts and metrics, board lines, pages."""
    found = {
        f"{node['name']}.{column['name']}": f"{column['name']} {column['description']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
        for column in node["columns"].values()
    }
    found |= {
        f"metric {name}": f"{name} {metric['label']} {metric['description']}"
        for name, metric in manifest["metrics"].items()
    }
    found |= {f"register {row['metric']}": " ".join(row.values()) for row in seed("metric_register")}
    found |= {f"board line {row['line_order']}": " ".join(row.values()) for row in seed("board_lines")}
    reports = ROOT / "reports"
    files = [*reports.glob("pages/*.md"), *reports.glob("queries/*.sql"), *reports.glob("components/*.svelte")]
    return found | {str(path.relative_to(ROOT)): path.read_text() for path in files}


def test_heads_and_seats_saved_appear_nowhere(manifest: dict[str, Any]) -> None:
    heads = r"(head ?-?_?counts?|heads|seats?|fte|jobs|staff|positions|agents)"
    saved = r"(saved|savings?|reduced|reductions?|avoided|eliminated|replaced)"
    claim = re.compile(rf"\b{heads}[_ ]{saved}\b|\b{saved}[_ ](of[_ ])?{heads}\b", re.I)
    assert {place: claim.search(text).group() for place, text in texts(manifest).items() if claim.search(text)} == {}  # type: ignore[union-attr]


def test_deflection_is_no_headline_and_never_without_its_split(manifest: dict[str, Any], marts: Marts) -> None:
    word = re.compile(r"deflect|contain(ed|ment)", re.I)
    assert [f"{mart}.{name}" for mart, columns in marts.items() for name in columns if word.search(name)] == []
    assert [name for name in manifest["metrics"] if word.search(name)] == []
    assert [row["metric"] for row in seed("board_lines") if word.search(row["metric"] + row["opening"])] == []
    assert [
        row["metric"]
        for row in seed("metric_register")
        if row["grade"] == "decision" and word.search(row["metric"] + row["metric_label"])
    ] == []
    rungs = {row["rung"] for row in seed("ladder_rungs") if row["rung"].startswith("deflected")}
    assert rungs == {"deflected_helped", "deflected_came_back", "deflected_went_elsewhere", "deflected_unknown"}
    alone = [
        page.name
        for page in (ROOT / "reports" / "pages").glob("*.md")
        if "deflect" in page.read_text().lower() and "<Deflection" not in page.read_text()
    ]
    assert alone == []


def test_handle_time_decides_nothing_unless_it_is_of_the_same_work(manifest: dict[str, Any]) -> None:
    """Raw handle time rises when easy work leaves: it plans people and heads no line."""
    raw = re.compile(r"handle_|(^|_)aht(_|$)|talk|wrap", re.I)
    # Held against the same work of the tenured, adjusted to one mix, or the load of a plan rather than a verdict.
    of_the_same_work = {"learning_curves", "survivorship", "weekly_requirement", "fair_comparison"}
    grade = {row["metric"]: row["grade"] for row in seed("metric_register")}
    deciding = {
        row["metric"]
        for row in seed("metric_columns")
        if raw.search(row["column_name"]) and grade.get(row["metric"]) == "decision"
    }
    assert deciding <= of_the_same_work
    assert [name for name in manifest["metrics"] if raw.search(name)] == []
    assert [row["metric"] for row in seed("board_lines") if raw.search(row["metric"])] == []


def test_a_page_with_raw_handle_time_shows_how_hard_the_rest_is() -> None:
    pages = {page.name: page.read_text() for page in (ROOT / "reports" / "pages").glob("*.md")}
    assert [
        name
        for name, text in pages.items()
        if "measure_handle_time" in text and "measure_residual_complexity" not in text
    ] == []
