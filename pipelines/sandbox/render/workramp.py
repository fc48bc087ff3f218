"""The training tool: courses, and who was assigned them; some by mistake, and taken back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sandbox.pages import write_records
from pipelines.sandbox.render.drop import training
from pipelines.sandbox.render.frames import Story

COURSES = ("onboarding", "returns-desk")
TAKEN_BACK_EVERY = 7


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write guides and assignments under `folder`, assignments in order of their last change; returns how many."""
    told = training(story)
    intents = {row["course"]: row["intent"] for row in told}
    guides = [(_guide(n, course, intents[course]), 0) for n, course in enumerate(COURSES) if course in intents]
    assignments = [pair for row in told for pair in _assignments(row)]
    return {
        name: write_records(con, pairs, folder, name)
        for name, pairs in (("guides", guides), ("guide_assignments", assignments))
    }


def _guide(number: int, course: str, intent: str | None) -> dict[str, Any]:
    tags = ["support", *([intent] if intent else [])]
    times = {"created_at": 1_704_103_200_000, "updated_at": 1_704_103_200_000.5}
    return {
        "id": _id(0, number),
        "title": course,
        "num_total_tasks": 4,
        "num_total_test_questions": 10,
        **times,
        "tags": tags,
    }


def _assignments(row: dict[str, Any]) -> list[tuple[dict[str, Any], int]]:
    """The assignment, and for some people one more that was taken back at once."""
    agent, course = int(row["training_event_id"].rsplit(":", 1)[1]), row["course"]
    assigned, updated = _unix(row["assigned_at"]), _unix(row["source_updated_at"])
    done = _unix(row["completed_at"]) if row["completed_at"] else None
    score = None if row["score"] is None else round(row["score"] * 100)
    number = COURSES.index(course)
    told = [(_record(agent, number, assigned, updated, done, score, is_deleted=False), updated)]
    if agent % TAKEN_BACK_EVERY == 0:
        told.append((_record(agent, number, assigned, assigned + 60, None, None, is_deleted=True), assigned + 60))
    return told


def _record(
    agent: int, course: int, assigned: int, updated: int, done: int | None, score: int | None, *, is_deleted: bool
) -> dict[str, Any]:
    # Milliseconds, with the fraction that some rows have.
    fraction = 0.25 if agent % 2 else 0
    assignment = {
        "id": _id(agent + 1, 2 * course + is_deleted),
        "status": "deleted" if is_deleted else "completed" if done else "assigned",
        "is_completed": done is not None,
        "is_deleted": is_deleted,
        "is_mandatory": True,
        "completed_at": None if done is None else done * 1000 + fraction,
        "created_at": assigned * 1000 + fraction,
        "updated_at": updated * 1000 + fraction,
        "due_date": (assigned + 14 * 86400) * 1000,
        "completion_percentage": 100 if done else 0,
        "score": score,
        "override_score": None,
        "path_id": None,
    }
    guide = {"id": _id(0, course), "display_title": COURSES[course], "time_estimate_seconds": 900}
    user = {"id": 100 + agent, "name": f"Agent {agent:03d}", "email": f"agent{agent:03d}@northlight.example"}
    record: dict[str, dict[str, Any]] = {"user": user, "guide": guide, "guide_assignment": assignment}
    # What was assigned as part of a path is told in camel case.
    return {_camel(k): {_camel(n): v for n, v in of.items()} for k, of in record.items()} if agent % 3 == 0 else record


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _id(kind: int, number: int) -> str:
    return f"0192aa00-0000-7000-8000-{kind:06x}{number:06x}"


def _unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
