"""Build, check and publish a tiny house, through the same functions as the real one."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from pipelines.building import build, load_manifest
from pipelines.errors import HavenError
from pipelines.publishing import publish
from pipelines.quality import run_gates
from pipelines.settings import Settings
from tests import tiny_house


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    house = tiny_house.furnished(tmp_path_factory.mktemp("house"))
    everything(house)
    yield house


def everything(house: Settings) -> None:
    assert run_gates(house, "raw").passed
    build(house)
    assert run_gates(house, "published").passed
    publish(house, load_manifest(house))


def fingerprints(house: Settings) -> dict[str, str]:
    return {
        f"{schema}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for schema in ("core", "marts")
        for path in sorted((house.published_dir / schema).glob("*.parquet"))
    }


def ask(house: Settings, sql: str) -> list[tuple]:
    with duckdb.connect(str(house.published_db), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_private_columns_are_not_published(published: Settings) -> None:
    columns = ask(published, "select column_name from duckdb_columns() where table_name = 'fct_conversations'")
    assert ("conversation_id",) in columns
    assert ("email",) not in columns
    parquet = published.published_dir / "core" / "fct_conversations.parquet"
    assert b"person1@example.com" not in parquet.read_bytes()
    assert b"person1@example.com" not in published.published_db.read_bytes()


def test_the_publication_says_what_it_is(published: Settings) -> None:
    ((company, invented, known, models),) = ask(
        published, "select company, is_invented, data_as_of, dbt_models from meta.build"
    )
    assert (company, invented, known, models) == ("A company", True, tiny_house.KNOWN_AT, 6)
    assert ask(published, "select source, resource, fetched, quarantined, rows_in_raw from meta.loads") == [
        ("drop", "conversations", 30, 1, 30)
    ]
    assert ask(published, "select row_count from meta.tables where table_name = 'fct_conversations'") == [(30,)]
    described = ask(published, "select description from meta.definitions where column_name = 'channel'")
    assert described == [("Where it happened.",)]
    assert sorted(
        ask(published, "select distinct door, success from meta.gate_results where severity = 'critical'")
    ) == [("published", True), ("raw", True)]
    # The records are old on any day this test is run: that is said and stops nothing.
    assert ask(published, "select table_name from meta.gate_results where not success") == [("raw_drop.load_audit",)]


def test_content_hashes_are_those_of_the_parquet_files(published: Settings) -> None:
    stated = {
        f"{schema}/{table}.parquet": digest
        for schema, table, digest in ask(published, "select schema_name, table_name, content_hash from meta.tables")
    }
    assert stated == fingerprints(published)


def test_two_builds_from_the_same_raw_publish_the_same_bytes(published: Settings) -> None:
    before = fingerprints(published)
    everything(published)
    assert fingerprints(published) == before
    assert len(before) == 5


def test_a_build_that_was_not_judged_is_not_published(published: Settings) -> None:
    before = published.published_db.resolve()
    build(published)
    with pytest.raises(HavenError, match="the published gate has not judged this build"):
        publish(published, load_manifest(published))
    assert published.published_db.resolve() == before


def test_records_that_arrived_after_the_gate_are_not_published_unjudged(tmp_path: Path) -> None:
    house = tiny_house.furnished(tmp_path)
    run_gates(house, "raw")
    tiny_house.append(house, "raw_drop.conversations", tiny_house.conversations(1, first=30))
    build(house)
    run_gates(house, "published")
    with pytest.raises(HavenError, match="the raw gate has not judged this build"):
        publish(house, load_manifest(house))
    assert not house.published_db.exists()


def test_a_failing_raw_gate_names_the_table_and_stops_publishing(tmp_path: Path) -> None:
    house = tiny_house.furnished(tmp_path)
    tiny_house.append(house, "raw_drop.conversations", {"drop:bad": "{not json"})
    report = run_gates(house, "raw")
    assert not report.passed
    assert report.failures[0].line.startswith("raw_drop.conversations: every record is readable JSON")


def test_a_mart_that_lost_half_its_rows_is_not_published(published: Settings) -> None:
    everything(published)
    with duckdb.connect(str(published.warehouse)) as connection:
        connection.execute("delete from marts.measure_vendor_reconciliation")
    report = run_gates(published, "published")
    assert [result.table_name for result in report.failures] == ["measure_vendor_reconciliation"]
    with pytest.raises(HavenError, match=r"did not let this build through: marts\.measure_vendor"):
        publish(published, load_manifest(published))


def test_a_missing_mart_fails_the_gate(published: Settings) -> None:
    build(published)
    with duckdb.connect(str(published.warehouse)) as connection:
        connection.execute("drop table marts.board_summary")
    failures = run_gates(published, "published").failures
    assert [result.line for result in failures] == ["marts.board_summary: exists (seen: no such table)"]


def test_a_build_of_the_past_sees_only_what_was_known_then(tmp_path: Path) -> None:
    house = tiny_house.furnished(tmp_path)
    later = tiny_house.KNOWN_AT + timedelta(days=1)
    tiny_house.append(house, "raw_drop.conversations", tiny_house.conversations(5, first=30), later)
    everything(house)
    assert ask(house, "select count(*) from core.fct_conversations") == [(35,)]
    past = replace(house, as_of=tiny_house.KNOWN_AT.isoformat() + "Z")
    everything(past)
    assert ask(house, "select count(*) from core.fct_conversations") == [(30,)]
    assert ask(house, "select as_of, data_as_of from meta.build") == [("2026-06-01 05:00:00", tiny_house.KNOWN_AT)]


def test_a_failing_model_leaves_nothing_to_publish(tmp_path: Path) -> None:
    house = tiny_house.furnished(tmp_path)
    everything(house)
    before = fingerprints(house)
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute("alter table raw_drop.conversations rename column record to other")
    with pytest.raises(HavenError, match="dbt model stg_drop__conversations failed"):
        build(house)
    with pytest.raises(HavenError, match="there is no finished build to publish"):
        publish(house, load_manifest(house))
    assert fingerprints(house) == before


def test_data_docs_ask_no_other_host(published: Settings) -> None:
    pages = list((published.reports_dir / "data-docs").rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        text = page.read_text()
        for asking in ('src="http', 'src="//', "@import", 'rel="stylesheet" href="http', "url(http", "url('http"):
            assert asking not in text, f"{page.name}: {asking}"
