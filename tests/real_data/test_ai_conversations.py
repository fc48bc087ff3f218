"""A real AI agent's conversations through the file drop. Expected figures are counted from the files themselves."""

from __future__ import annotations

import duckdb
import pytest

from tests.conftest import finished_run
from tests.real_data.source_files import AI_CONVERSATIONS, HAND_OFF_TOOL, drop_ai_conversations, simulations

pytestmark = pytest.mark.skipif(not AI_CONVERSATIONS.is_dir(), reason="recorded data, which a clone need not have")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("ai_conversations")
    drop_ai_conversations(folder / "drop")
    run = finished_run(
        folder / "data", "--source", "drop", "--no-reports", env={"SOURCES__DROP__PATH": str(folder / "drop")}
    )
    return duckdb.connect(str(run.settings.published_db), read_only=True)


def one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    row = connection.sql(query).fetchone()
    assert row is not None
    return row


def test_every_conversation_and_reward_arrives(published: duckdb.DuckDBPyConnection) -> None:
    assert one(published, "select count(*) from core.fct_conversations") == (140,)
    assert one(published, "select count(*) from core.fct_quality_scores where score = 1") == (82,)


def test_each_hand_off_to_a_human_is_a_hand_off(published: duckdb.DuckDBPyConnection) -> None:
    assert one(published, "select count(distinct conversation_id) from core.fct_hand_offs") == (43,)


def test_a_hand_off_is_not_by_itself_a_failure(published: duckdb.DuckDBPyConnection) -> None:
    """Rewarded or not, by hand-off or not: the cross table of the recordings."""
    expected: dict[tuple[bool, bool], int] = {}
    for _, simulation in simulations():
        calls = [call["name"] for message in simulation["messages"] for call in message.get("tool_calls") or []]
        key = (HAND_OFF_TOOL in calls, simulation["reward_info"]["reward"] == 1)
        expected[key] = expected.get(key, 0) + 1
    found = published.sql(
        """
        select h.conversation_id is not null, q.score = 1, count(*)
        from core.fct_quality_scores as q
        left join (select distinct conversation_id from core.fct_hand_offs) as h using (conversation_id)
        group by 1, 2
        """
    ).fetchall()
    assert {(handed, rewarded): count for handed, rewarded, count in found} == expected


def test_every_message_belongs_to_a_leg(published: duckdb.DuckDBPyConnection) -> None:
    assert one(published, "select sum(events) from core.fct_conversations") == (5085 + 43,)


def test_the_ledger_carries_the_agents_cost_to_the_last_digit(published: duckdb.DuckDBPyConnection) -> None:
    assert str(one(published, "select sum(amount) from core.fct_ledger")[0]) == "8.815546"


def test_ai_legs_have_the_recorded_times(published: duckdb.DuckDBPyConnection) -> None:
    seconds = dict(
        published.sql(
            "select conversation_id, elapsed_seconds from core.fct_legs where leg_number = 1 and population = 'ai'"
        ).fetchall()
    )
    assert len(seconds) == 140
    for domain, simulation in simulations():
        if HAND_OFF_TOOL in str(simulation["messages"]):
            continue
        assert abs(seconds[f"tau2:{domain}:{simulation['id']}"] - simulation["duration"]) <= 1.5


def test_ai_tool_calls_are_counted_as_actions(published: duckdb.DuckDBPyConnection) -> None:
    expected = sum(
        bool(message.get("tool_calls")) and message["role"] == "assistant"
        for _, simulation in simulations()
        for message in simulation["messages"]
    )
    assert one(published, "select sum(actions) from core.fct_legs where population = 'ai'") == (expected,)


def test_no_text_reaches_the_published_file(published: duckdb.DuckDBPyConnection) -> None:
    names = published.sql(
        "select lower(column_name) from information_schema.columns where table_schema in ('core', 'marts')"
    )
    assert not {"text", "text_hash", "email", "email_hash", "identity_hash", "display_name"} & {
        n for (n,) in names.fetchall()
    }
