"""A third training tool: users, courses, and enrolments that are named by their course; tutors and plans among them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sandbox.pages import write_records
from pipelines.sandbox.render.drop import training
from pipelines.sandbox.render.frames import Story

COURSES = ("onboarding", "returns-desk")
TUTOR_EVERY, PLAN_EVERY = 9, 4


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write users, courses and enrolments under `folder`; returns records per resource."""
    told = training(story)
    intents = {row["course"]: row["intent"] for row in told}
    resources = {
        "users": [_user(agent) for agent in sorted({_agent(row) for row in told})],
        "courses": [_course(n, course, intents[course]) for n, course in enumerate(COURSES) if course in intents],
        "enrollments": [enrolment for row in told for enrolment in _enrolments(row)],
    }
    return {
        name: write_records(con, ((row, 0) for row in rows), folder, name, order="md5(record)")
        for name, rows in resources.items()
    }


def _user(agent: int) -> dict[str, Any]:
    """Some log in with their address, the others with a name beside it."""
    address = f"agent{agent:03d}@northlight.example"
    user = {"user_id": str(13_000 + agent), "first_name": "Agent", "last_name": f"{agent:03d}"}
    return user | ({"username": address} if agent % 2 else {"username": f"agent{agent:03d}", "email": address})


def _course(number: int, course: str, intent: str | None) -> dict[str, Any]:
    return {"id_course": 40 + number, "name": course, "course_type": "elearning", "code": intent or "GENERAL"}


def _enrolments(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The enrolment; for some also the plan that it came by, and one who teaches what others learn."""
    agent, number = _agent(row), COURSES.index(row["course"])
    done = row["completed_at"]
    score = None if row["score"] is None else round(row["score"] * 100)
    begun = _local(row["assigned_at"])
    told = [_enrolment(agent, 40 + number, "elearning", row["course"], begun, _local(done) if done else None, score)]
    if agent % PLAN_EVERY == 0 and number == 0:
        told.append(_enrolment(agent, 40, "learning_plan", "First weeks", begun, None, None))
    if agent % TUTOR_EVERY == 0 and number == 0:
        told.append(_enrolment(agent, 90, "classroom", "First calls", begun, None, None) | {"level": "tutor"})
    return told


def _enrolment(
    agent: int, course: int, kind: str, name: str, begun: str, done: str | None, score: int | None
) -> dict[str, Any]:
    return {
        "id": course,
        "user_id": 13_000 + agent,
        "type": kind,
        "name": name,
        "code": "",
        "status": "completed" if done else "enrolled",
        # Who has not finished has nothing yet, or a nought.
        "score": score if done else [None, 0.0][agent % 2],
        "course_complete_date": done,
        "enroll_begin_date": begun,
        "enroll_end_date": None,
        "level": "learner",
        "duration": 900,
        "total_time": 840 if done else 0,
        "lang_code": "en",
    }


def _agent(row: dict[str, Any]) -> int:
    return int(row["training_event_id"].rsplit(":", 1)[1])


def _local(text: str) -> str:
    """As the tool writes times: UTC, without saying so."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S}"
