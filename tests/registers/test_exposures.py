"""Every page of the site is an exposure, so that dbt tells who reads a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.coverage import pages_of_tables
from pipelines.reporting.exposures import FILE, exposures
from pipelines.settings import ROOT


def test_the_exposures_are_those_of_the_pages() -> None:
    assert FILE.read_text() == exposures(ROOT / "reports"), "run python -m pipelines.reporting.exposures"


def test_every_page_that_reads_a_mart_depends_on_it(manifest: dict[str, Any]) -> None:
    found = {
        (exposure["name"], parent.split(".")[-1])
        for exposure in manifest["exposures"].values()
        for parent in exposure["depends_on"]["nodes"]
    }
    read = {
        (f"page_{page.replace('-', '_')}", table)
        for table, pages in pages_of_tables(ROOT / "reports").items()
        for page in pages
    }
    assert found == read
    assert {"page_board", "page_index"} <= {name for name, _ in found}


def test_a_page_reads_what_its_queries_select(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "queries" / "a.sql").write_text("select x from mart.measure_a\njoin mart.know_b using (x)")
    (tmp_path / "pages" / "one-page.md").write_text("---\ntitle: One · Haven\nqueries:\n  - a: a.sql\n---\n")
    assert pages_of_tables(tmp_path) == {"measure_a": {"one-page"}, "know_b": {"one-page"}}
    text = exposures(tmp_path)
    assert "name: page_one_page\n    label: One\n" in text
    assert text.endswith("      - ref('know_b')\n      - ref('measure_a')\n")
