"""Marts of assist, tasks, stages and coaching, as built, against counts made here from the files and the truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import duckdb

from pipelines.settings import ROOT
from tests.world_files import dropped


def counted(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Conversations that are left out for no reason."""
    rows = connection.sql("select conversation_id from core.fct_conversations where exclusion_reason is null")
    return {key for (key,) in rows.fetchall()}


def test_drafts_and_what_became_of_them_are_those_of_the_files(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    kept = counted(connection)
    drafts = Counter(
        row["event_type"]
        for row in dropped(world, "conversation_events")
        if row["event_type"].startswith("draft_") and row["conversation_id"] in kept
    )
    assert drafts["draft_accepted"] > 20
    found = connection.sql(
        """select metric, numerator, n from marts.enable_assist
           where period = 'all' and team = 'all' and metric in ('assist_acceptance', 'assist_override')"""
    )
    suggested, accepted = drafts["draft_suggested"], drafts["draft_accepted"]
    assert sorted(found.fetchall()) == [
        ("assist_acceptance", accepted, suggested),
        ("assist_override", suggested - accepted, suggested),
    ]
    hybrid = connection.sql(
        "select count(*) from core.fct_legs where actor_type = 'hybrid' and exclusion_reason is null"
    )
    assert hybrid.fetchall() == [(accepted,)]


def test_a_step_that_a_sub_agent_did_twice_is_the_one_that_did_not_work(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    kept = counted(connection)
    names = dict(
        connection.sql("select 'ada:' || ada_id, conversation_id from contacts where ada_id is not null").fetchall()
    )
    times = Counter(
        (row["conversation_id"], row["sub_agent"], row["tool_name"])
        for row in dropped(world, "conversation_events")
        if row["event_type"] == "action" and names[row["conversation_id"]] in kept
    )
    steps: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, tool), n in times.items():
        steps[tool][0] += n == 1
        steps[tool][1] += 1
    found = connection.sql(
        "select component, numerator, n from marts.process_tasks where kind = 'step' and ai_version = 'all'"
    )
    assert {tool: [done, n] for tool, done, n in found.fetchall()} == dict(steps)


def test_the_stage_of_a_contact_is_that_of_its_matter(connection: duckdb.DuckDBPyConnection) -> None:
    """No source of the invented company states a stage."""
    stages = dict(
        line.split(",")[:1] + line.split(",")[-1:]
        for line in (ROOT / "dbt_project/seeds/intents.csv").read_text().splitlines()[1:]
    )
    rows = connection.sql(
        """select f.lifecycle_stage, k.intent
           from core.fct_conversations f inner join contacts k using (conversation_id)
           where f.intent_id <> 'unknown'"""
    ).fetchall()
    assert len(rows) > 500
    assert {(stage, intent) for stage, intent in rows if stage != stages[intent]} == set()


def test_weeks_with_half_an_hour_of_coaching_are_those_of_the_sessions(
    connection: duckdb.DuckDBPyConnection, world: Path
) -> None:
    minutes: Counter[tuple[str, date]] = Counter()
    for row in dropped(world, "coaching_sessions"):
        if row["delivered_at"]:
            day = date.fromisoformat(row["delivered_at"][:10])
            minutes[row["agent_id"], day - timedelta(days=day.weekday())] += row["duration_seconds"]
    worked = connection.sql("select distinct agent_id, week_start_on from intermediate.int_person_weeks").fetchall()
    enough = sum(minutes[agent, week] >= 1800 for agent, week in worked)
    found = connection.sql(
        "select numerator, n from marts.perform_coaching_floor where period = 'all' and metric = 'coaching_floor'"
    )
    assert found.fetchall() == [(enough, len(worked))]
