"""What building the site does around Evidence; the drawn pages themselves are read in tests/browser."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.reporting import site
from pipelines.settings import load_settings
from tests.reporting.fixture_published import write_published


def test_the_pages_get_their_tables_and_nothing_else_that_is_published(tmp_path: Path) -> None:
    published = write_published(tmp_path / "published").parent
    (published / "core").mkdir()
    (published / "core/fct_legs.parquet").write_bytes(b"not for the site")
    site.hand_over_tables(published, tmp_path / "data")
    names = {path.relative_to(tmp_path / "data").as_posix() for path in (tmp_path / "data").rglob("*.parquet")}
    assert "marts/measure_population_read.parquet" in names
    assert "meta/build.parquet" in names
    assert names == {f"{schema}/{table}.parquet" for schema, tables in site.TABLES.items() for table in tables}


def test_a_table_of_an_earlier_run_does_not_stay_with_the_pages(tmp_path: Path) -> None:
    published = write_published(tmp_path / "published").parent
    left_over = tmp_path / "data/marts/retired.parquet"
    left_over.parent.mkdir(parents=True)
    left_over.write_bytes(b"old")
    site.hand_over_tables(published, tmp_path / "data")
    assert not left_over.exists()


def test_a_missing_table_is_named_with_the_remedy(tmp_path: Path) -> None:
    published = write_published(tmp_path / "published").parent
    (published / "marts/board_summary.parquet").unlink()
    with pytest.raises(HavenError, match=r"marts/board_summary\.parquet.*haven run"):
        site.hand_over_tables(published, tmp_path / "data")


def test_missing_report_packages_are_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="npm ci"):
        site.require_tools(tmp_path)


def test_packages_without_our_patch_are_refused_before_they_can_hang(tmp_path: Path) -> None:
    (tmp_path / "node_modules/@evidence-dev/evidence").mkdir(parents=True)
    (tmp_path / site.PATCHED).parent.mkdir(parents=True)
    (tmp_path / site.PATCHED).write_text("export function arrowTableToJSON() {}")
    with pytest.raises(HavenError, match=r"not patched.*npm ci"):
        site.require_tools(tmp_path)


def test_missing_npm_is_told_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HavenError, match=r"node is not installed.*Node\.js 20"):
        site.require_tools(tmp_path)


def test_changing_a_component_asks_for_compiling_and_changing_data_does_not(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "components/Figure.svelte").write_text("<b>1</b>")
    before = site.compiled_from(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/build.parquet").write_bytes(b"new data")
    assert site.compiled_from(tmp_path) == before
    (tmp_path / "components/Figure.svelte").write_text("<b>2</b>")
    assert site.compiled_from(tmp_path) != before


def test_a_new_site_replaces_the_old_one_whole(tmp_path: Path) -> None:
    built, old = tmp_path / "build", tmp_path / "reports/site"
    built.mkdir()
    (built / "index.html").write_text("new")
    old.mkdir(parents=True)
    (old / "retired.html").write_text("old")
    site.put_in_place(built, old)
    assert [path.name for path in old.iterdir()] == ["index.html"]
    assert [path.name for path in old.parent.iterdir()] == ["site"]


def test_a_failed_build_leaves_the_site_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(load_settings({"HAVEN_DATA_DIR": str(tmp_path)}), root=tmp_path)
    write_published(settings.published_dir)
    monkeypatch.setattr(site, "require_tools", lambda _: None)
    (tmp_path / "reports").mkdir()
    before = settings.reports_dir / "site/index.html"
    before.parent.mkdir(parents=True)
    before.write_text("the last good site")

    def fail(name: str, *_: object) -> str:
        raise HavenError(f"The report step '{name}' failed", "See its log.")

    monkeypatch.setattr(site, "run_step", fail)
    with pytest.raises(HavenError, match="sources"):
        site.build_site(settings)
    assert before.read_text() == "the last good site"
