"""Words that the standard does not know are counted, by column and source, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import yaml

from pipelines.macros import Macros
from pipelines.quality.words import unknown_words, worded_columns
from pipelines.settings import ROOT, load_settings
from pipelines.sources.drop.entities import STANDARD_MODELS
from pipelines.status import gather, render

MODEL = "int_conversations_unioned"


def test_the_words_of_the_standard_are_listed_where_the_entity_is_described() -> None:
    assert worded_columns()[MODEL] == ("channel", "status", "priority", "lifecycle_stage")


def test_a_word_that_the_standard_does_not_know_is_kept_and_marked_of_whichever_source() -> None:
    described = next(m for m in yaml.safe_load(STANDARD_MODELS.read_text())["models"] if m["name"] == MODEL)
    columns = {column["name"]: column for column in described["columns"]}
    sql = Macros(ROOT / "dbt_project" / "macros").rendered(
        (STANDARD_MODELS.parent / f"{MODEL}.sql").read_text(),
        ref=lambda name: name,
        variables={"optional_sources": ["intercom"]},
        columns=columns,
    )
    told = {
        "zendesk": [("z1", "email", "parked", "urgent"), ("z2", "unknown:api", "solved", None)],
        "ada": [("a1", "chat", None, None)],
        "intercom": [("i1", "voice", "open", "Low")],
        "drop": [("d1", "fax", "open", "P1")],
    }
    with duckdb.connect() as connection:
        for source, rows in told.items():
            typed = ", ".join(f"null::{c['data_type']} as {name}" for name, c in columns.items())
            connection.execute(f"create table stg_{source}__conversations as select {typed} where false")
            connection.executemany(
                f"insert into stg_{source}__conversations (conversation_id, channel, status, priority) "
                "values (?, ?, ?, ?)",
                rows,
            )
        found = connection.execute(
            f"select conversation_id, channel, status, priority, lifecycle_stage from ({sql}) order by 1"
        ).fetchall()
    assert found == [
        ("a1", "chat", None, None, None),
        ("d1", "unknown:fax", "open", "unknown:P1", None),
        ("i1", "voice", "open", "unknown:Low", None),
        ("z1", "email", "unknown:parked", "urgent", None),
        ("z2", "unknown:api", "solved", None, None),
    ]


def test_every_column_of_the_standard_that_has_words_of_its_own_lets_others_through_marked() -> None:
    for model in yaml.safe_load(STANDARD_MODELS.read_text())["models"]:
        for column in model["columns"]:
            kinds = [name for test in column.get("data_tests", []) if isinstance(test, dict) for name in test]
            assert "accepted_values" not in kinds, f"{model['name']}.{column['name']} would stop the build"


def test_an_agent_who_is_known_by_address_alone_changes_nothing_for_words() -> None:
    described = next(
        m for m in yaml.safe_load(STANDARD_MODELS.read_text())["models"] if m["name"] == "int_quality_scores_unioned"
    )
    columns = {column["name"]: column for column in described["columns"]}
    sql = Macros(ROOT / "dbt_project" / "macros").rendered(
        (STANDARD_MODELS.parent / "int_quality_scores_unioned.sql").read_text(),
        ref=lambda name: name,
        variables={"optional_sources": ["zendesk_qa"]},
        columns=columns,
    )
    typed = ", ".join(f"null::{c['data_type']} as {name}" for name, c in columns.items())
    with duckdb.connect() as connection:
        connection.execute(
            "create table int_agents_unioned (agent_id varchar, email_hash varchar, display_name varchar)"
        )
        connection.execute("alter table int_agents_unioned add column actor_type varchar")
        connection.execute(f"create table stg_drop__quality_scores as select {typed} where false")
        connection.execute(f"create table stg_zendesk_qa__quality_scores as select {typed}, null::varchar as agent_key")
        connection.execute("update stg_zendesk_qa__quality_scores set reviewer_type = 'committee'")
        assert connection.execute(f"select reviewer_type from ({sql})").fetchall() == [("unknown:committee",)]


def test_each_unknown_word_is_counted_and_shown_and_what_is_known_or_null_is_not(tmp_path: Path) -> None:
    settings = load_settings({"HAVEN_DATA_DIR": str(tmp_path)})
    rows = [
        ("zendesk", "unknown:api", "open"),
        ("zendesk", "unknown:api", "unknown:parked"),
        ("zendesk", "email", "solved"),
        ("intercom", "unknown:api", None),
        ("intercom", None, None),
    ]
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("create schema intermediate")
        connection.execute(
            "create table intermediate.int_conversations_unioned "
            "(source varchar, channel varchar, status varchar, priority varchar, lifecycle_stage varchar)"
        )
        connection.executemany("insert into intermediate.int_conversations_unioned values (?, ?, ?, null, null)", rows)
        found = [(word.entity, word.column, word.source, word.word, word.rows) for word in unknown_words(connection)]
    assert found == [
        ("conversations", "channel", "zendesk", "api", 2),
        ("conversations", "channel", "intercom", "api", 1),
        ("conversations", "status", "zendesk", "parked", 1),
    ]
    assert "conversations.channel: zendesk says api (2 rows)" in render(gather(settings))


def test_before_anything_was_built_there_are_no_words(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        assert unknown_words(connection) == []
