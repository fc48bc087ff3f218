"""Rules for the page sources that no browser is needed for."""

import re
from pathlib import Path

import pytest

from pipelines.reporting.site import TABLES
from pipelines.settings import ROOT

REPORTS = ROOT / "reports"
PAGES = sorted((REPORTS / "pages").glob("*.md"))
WRITTEN = sorted([*PAGES, *(REPORTS / "components").glob("*.svelte"), *(REPORTS / "pages").glob("*.svelte")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_shared_query_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"^  - \w+: (\S+\.sql)$", page.read_text(), flags=re.MULTILINE)
    assert named
    assert [name for name in named if not (REPORTS / "queries" / name).is_file()] == []


def test_no_page_counts_people_saved_or_seats_removed() -> None:
    forbidden = re.compile(
        r"headcount|\bftes?\b|seats? (saved|removed)|agents? (saved|replaced|reduced)", re.IGNORECASE
    )
    assert [path.name for path in WRITTEN if forbidden.search(path.read_text())] == []


def test_deflection_is_only_drawn_by_the_component_that_draws_its_split() -> None:
    drawing = [path.name for path in WRITTEN if "'deflected_" in path.read_text()]
    assert sorted(drawing) == ["Deflection.svelte", "Ladder.svelte"]
    ladder = (REPORTS / "components/Ladder.svelte").read_text()
    assert "!row.rung.startsWith('deflected_')" in ladder


def test_every_table_that_is_handed_over_is_read_by_a_source() -> None:
    sources = "\n".join(path.read_text() for path in (REPORTS / "sources").rglob("*.sql"))
    for schema, tables in TABLES.items():
        for table in tables:
            assert f"data/{schema}/{table}.parquet" in sources


def test_the_colours_of_the_populations_are_named_in_one_place() -> None:
    css = (REPORTS / "app.css").read_text()
    assert len(re.findall(r"--people:", css)) == 1
    assert len(re.findall(r"--ai:", css)) == 1
    colour = re.compile(r"#[0-9a-fA-F]{6}\b")
    assert [path.name for path in WRITTEN if colour.search(path.read_text())] == []
