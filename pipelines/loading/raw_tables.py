"""The raw tables of every source: one per resource, all with the same columns, append-only."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from pipelines.loading.warehouse import open_warehouse
from pipelines.publishing.history import ensure_history
from pipelines.quality.results import ensure_results
from pipelines.settings import Settings
from pipelines.sources.drop.entities import ENTITY_NAMES
from pipelines.staged import staged_sources

RAW_TABLES: dict[str, tuple[str, ...]] = {
    "zendesk": (
        "tickets",
        "ticket_events",
        "ticket_metric_events",
        "users",
        "organizations",
        "articles",
        "holidays",
        "satisfaction_ratings",
        "survey_responses",
        "groups",
        "group_memberships",
        "brands",
        "ticket_fields",
        "ticket_forms",
        "custom_statuses",
        "macros",
        "tags",
        "sla_policies",
        "group_sla_policies",
        "schedules",
        "deleted_tickets",
    ),
    "assembled": ("people", "teams", "queues", "activity_types", "activities", "agent_states", "forecasts"),
    "ada": ("conversations", "messages"),
    "intercom": (
        "conversations",
        "conversation_parts",
        "deleted_conversations",
        "contacts",
        "companies",
        "admins",
        "teams",
        "tags",
        "articles",
    ),
    "drop": ENTITY_NAMES,
    "openai_usage": ("usage", "costs"),
    "otel": ("spans",),
    "vcon": ("vcons",),
    "zendesk_qa": (
        "workspaces",
        "users",
        "scorecards",
        "reviews",
        "calibration_sessions",
        "autoqa_reviews",
        "autoqa_ratings",
    ),
    "workramp": ("guides", "guide_assignments"),
    "lessonly": ("users", "lessons", "assignments"),
    "guru": ("cards", "events"),
    "docebo": ("users", "courses", "enrollments"),
    "gorgias": (
        "tickets",
        "messages",
        "ticket_custom_fields",
        "customers",
        "events",
        "merged_tickets",
        "satisfaction_surveys",
        "users",
        "teams",
        "tags",
        "macros",
        "custom_fields",
    ),
    "freshdesk": (
        "tickets",
        "conversations",
        "ticket_activities",
        "contacts",
        "companies",
        "agents",
        "groups",
        "satisfaction_ratings",
        "surveys",
        "time_entries",
        "sla_policies",
    ),
    "decagon": ("conversations",),
    "forethought": ("conversations",),
    "agentforce": (
        "sessions",
        "participants",
        "interactions",
        "messages",
        "tag_associations",
        "tags",
        "tag_definitions",
    ),
    "zendesk_ai_agents": ("conversations",),
    "zendesk_wfm": ("teams", "activities", "shifts", "time_off"),
    "maestroqa": ("individual_answers", "section_scores", "total_scores", "coaching_sessions"),
    "calabrio": ("sites", "teams", "people", "activities", "absences", "schedules"),
}
QUARANTINE = "quarantine"
LOAD_AUDIT = "load_audit"

_COLUMNS = """
    record_key varchar not null,
    record varchar,
    cursor_value varchar,
    record_hash varchar,
    known_at timestamp,
    _row_id varchar,
    _dlt_load_id varchar
"""


def schema_name(source: str) -> str:
    return f"raw_{source}"


def tables_of(source: str) -> tuple[str, ...]:
    """Every raw table of a source, its quarantine and load audit included."""
    return (*RAW_TABLES[source], QUARANTINE, LOAD_AUDIT)


def ensure_raw_tables(settings: Settings) -> None:
    """Create what is missing, empty, of every source that has models here, whatever has been loaded so far.

    Raises:
        HavenError: another process writes the warehouse.
    """
    with open_warehouse(settings.warehouse) as connection:
        create_raw_tables(connection, staged_sources(settings.data_dir))
        ensure_history(connection)
        ensure_results(connection)


def create_raw_tables(connection: duckdb.DuckDBPyConnection, sources: Iterable[str]) -> None:
    for source in sources:
        connection.execute(f"create schema if not exists {schema_name(source)}")
        for table in tables_of(source):
            connection.execute(f"create table if not exists {schema_name(source)}.{table} ({_COLUMNS})")
