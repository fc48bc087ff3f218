"""Raw doors of the sources that not every company has: the same promises for each, of those tables that arrived."""

from __future__ import annotations

from expectations.promises import raw_door
from pipelines.quality.facts import Facts
from pipelines.quality.suite import Suite

AUTOMATIC = {"autoqa_reviews", "autoqa_ratings"}
JUDGED = {"tag_associations", "tags", "tag_definitions"}
# What a source that delivered anything must have delivered, beside what may be empty.
TABLES = {
    "openai_usage": ({"usage", "costs"}, set[str]()),
    "otel": ({"spans"}, set[str]()),
    "vcon": ({"vcons"}, set[str]()),
    "zendesk_qa": ({"reviews", "users", "workspaces"}, AUTOMATIC | {"scorecards", "calibration_sessions"}),
    "maestroqa": ({"individual_answers", "total_scores"}, {"section_scores", "coaching_sessions"}),
    "workramp": ({"guides", "guide_assignments"}, set[str]()),
    "lessonly": ({"users", "lessons", "assignments"}, set[str]()),
    "decagon": ({"conversations"}, set[str]()),
    "forethought": ({"conversations"}, set[str]()),
    "agentforce": ({"sessions", "participants", "messages"}, {"interactions", *JUDGED}),
    "zendesk_ai_agents": ({"conversations"}, set[str]()),
    "docebo": ({"users", "courses", "enrollments"}, set[str]()),
    "freshdesk": (
        {"tickets", "agents", "groups", "contacts"},
        {"conversations", "ticket_activities", "companies", "satisfaction_ratings", "surveys", "time_entries"}
        | {"sla_policies"},
    ),
    "guru": ({"cards"}, {"events"}),
    "gorgias": ({"tickets", "messages", "events", "users"}, {"customers", "satisfaction_surveys", "teams", "tags"}),
    "zendesk_wfm": ({"teams", "activities", "shifts"}, {"time_off"}),
    "calabrio": ({"people", "teams", "activities", "schedules"}, {"sites", "absences"}),
}


def suites(facts: Facts) -> list[Suite]:
    return [
        suite
        for source, (needed, others) in TABLES.items()
        for suite in raw_door(facts, source, sorted(needed | others), needed=needed)
    ]
