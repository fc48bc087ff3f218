"""Another training tool: people, lessons, and assignments in no order, their times told in two zones."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sandbox.pages import write_records
from pipelines.sandbox.render.drop import training
from pipelines.sandbox.render.frames import Story

COURSES = ("onboarding", "returns-desk")
WEST = timezone(timedelta(hours=-5))


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write users, lessons and assignments under `folder`; returns records per resource."""
    told = training(story)
    intents = {row["course"]: row["intent"] for row in told}
    people = sorted({_agent(row) for row in told})
    lessons = [_lesson(n, course, intents[course]) for n, course in enumerate(COURSES) if course in intents]
    resources = {
        "users": [(_user(agent), 0) for agent in people],
        "lessons": [(lesson, 0) for lesson in lessons],
        "assignments": [(_assignment(row), _unix(row["source_updated_at"])) for row in told],
    }
    return {name: write_records(con, pairs, folder, name, "md5(record)") for name, pairs in resources.items()}


def _user(agent: int) -> dict[str, Any]:
    return {
        "id": 7000 + agent,
        "resource_type": "user",
        "ext_uid": f"HR-{agent}",
        "email": f"Agent{agent:03d}@northlight.example",
        "name": f"Agent {agent:03d}",
        "role": "learner",
        "archived_at": None,
        "department": "Support",
    }


def _lesson(number: int, course: str, intent: str | None) -> dict[str, Any]:
    tags = ["support", *([intent] if intent else [])]
    dates = {"created_at": "2024-01-01T09:00:00Z", "last_updated_at": "2024-01-01T09:00:00Z"}
    return {"id": 30_000 + number, "title": course, "archived_at": None, "public": False, **dates, "tags": tags}


def _assignment(row: dict[str, Any]) -> dict[str, Any]:
    agent, course = _agent(row), COURSES.index(row["course"])
    zone = WEST if agent % 2 else None
    done = row["completed_at"]
    return {
        "id": 500_000 + agent * 10 + course,
        "resource_type": "assignment",
        "assignee_id": 7000 + agent,
        "score": None if row["score"] is None else round(row["score"] * 100),
        "assignable_type": "Lesson",
        "assignable_id": 30_000 + course,
        "ext_uid": f"HR-{agent}",
        "due_by": None,
        "assigned_at": _in_zone(row["assigned_at"], zone),
        "reassigned_at": None,
        "status": "Completed" if done else "Incomplete",
        "started_at": None,
        "completed_at": _in_zone(done, zone) if done else None,
        "updated_at": row["source_updated_at"],
    }


def _agent(row: dict[str, Any]) -> int:
    return int(row["training_event_id"].rsplit(":", 1)[1])


def _in_zone(text: str, zone: timezone | None) -> str:
    return text if zone is None else datetime.fromisoformat(text).astimezone(zone).isoformat()


def _unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
