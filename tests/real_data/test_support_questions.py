"""Two years of a volunteer community's support questions through the file drop: days across DST, customers, repeats."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from tests.conftest import finished_run
from tests.real_data.source_files import QUESTIONS, _iso, drop_questions, questions

pytestmark = pytest.mark.skipif(not QUESTIONS.is_file(), reason="recorded questions, which a clone need not have")
ZONE = "America/Los_Angeles"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("questions")
    drop_questions(folder / "drop")
    env = {"SOURCES__DROP__PATH": str(folder / "drop"), "HAVEN_TIME_ZONE": ZONE}
    run = finished_run(folder / "data", "--source", "drop", "--no-reports", env=env)
    return duckdb.connect(str(run.settings.published_db), read_only=True)


@pytest.fixture(scope="module")
def asked() -> dict[str, dict[str, str]]:
    return {row["question_id"]: row for row in questions()}


def instant(row: dict[str, str]) -> datetime:
    return datetime.fromisoformat(_iso(row["created"])).astimezone(UTC)


def test_a_question_seen_twice_is_one_conversation(published: duckdb.DuckDBPyConnection, asked: dict) -> None:
    assert published.sql("select count(*) from core.fct_conversations").fetchall() == [(len(asked),)]
    assert len(asked) == 52_439


def test_customers_are_counted_once(published: duckdb.DuckDBPyConnection, asked: dict) -> None:
    found = published.sql("select count(distinct customer_id) from core.fct_conversations").fetchall()
    assert found == [(len({row["creator_key"] for row in asked.values()}),)]


def test_utc_days_and_local_days_differ_and_both_are_right(published: duckdb.DuckDBPyConnection, asked: dict) -> None:
    utc = Counter(instant(row).date() for row in asked.values())
    local = Counter(instant(row).astimezone(ZoneInfo(ZONE)).date() for row in asked.values())
    assert utc != local
    found_utc = published.sql(
        "select cast(opened_at as date), count(*) from core.fct_conversations group by 1"
    ).fetchall()
    found_local = published.sql("select opened_local_on, count(*) from core.fct_conversations group by 1").fetchall()
    assert dict(found_utc) == utc
    assert dict(found_local) == local


def test_a_person_who_asks_again_within_seven_days_is_a_repeat(
    published: duckdb.DuckDBPyConnection, asked: dict
) -> None:
    """Answered questions of one person and topic; their answers have no time, so a question ends when it was asked."""
    threads: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for question, row in asked.items():
        threads[row["creator_key"], row["topic"]].append((instant(row), question))
    answered = {question for question, row in asked.items() if row["answer_ids"].strip(";")}
    horizon = max(instant(row) for row in asked.values())
    week = timedelta(days=7)
    expected = set()
    for thread in threads.values():
        for at, question in thread:
            came_back = any(at < other <= at + week for other, _ in thread)
            if question in answered and came_back and at + week <= horizon:
                expected.add(f"sumo:{question}")
    found = published.sql("select conversation_id from core.fct_legs where recontact_7d and is_mature_7d").fetchall()
    assert {conversation for (conversation,) in found} == expected
    assert len(expected) > 100
