"""A handful of records of every kind, as the vendors send them."""

from __future__ import annotations

from typing import Any

from pipelines.sources.times import DAY, iso_to_unix, to_iso

START = int(iso_to_unix("2026-05-01T00:00:00Z") or 0)


def tickets(count: int = 8) -> list[dict[str, Any]]:
    """Two in each second of change, every fourth handled by an AI agent alone."""
    return [
        {
            "id": 100 + i,
            "status": "solved",
            "support_type": "ai_agent" if i % 4 == 3 else "agent",
            "generated_timestamp": START + 3600 * (i // 2),
            "updated_at": to_iso(START),
            "custom_fields": [{"id": 1, "value": "x"}],
            "fields": [{"id": 1, "value": "x"}],
            "subject": f"Frage {i} äöü",
        }
        for i in range(count)
    ]


def ticket_events(count: int = 10) -> list[dict[str, Any]]:
    """Two in each second, so that pages of three share their boundary second."""
    return [
        {"id": 1000 + i, "ticket_id": 100 + i % 8, "timestamp": START + 60 * (i // 2), "child_events": []}
        for i in range(count)
    ]


def zendesk() -> dict[str, list[dict[str, Any]]]:
    at = to_iso(START + DAY)
    return {
        "tickets": tickets(),
        "ticket_events": ticket_events(),
        "ticket_metric_events": [{"id": i, "ticket_id": 100, "time": to_iso(START + i)} for i in range(1, 5)],
        "users": [{"id": i, "role": "agent", "updated_at": to_iso(START + i)} for i in range(1, 6)],
        "organizations": [{"id": 5, "name": "Northwind", "updated_at": at}],
        "groups": [{"id": i, "name": f"G{i}", "updated_at": at} for i in range(1, 5)],
        "ticket_fields": [{"id": 1, "key": "intent", "updated_at": at}],
        "articles": [{"id": i, "title": f"A{i}", "updated_at": to_iso(START + i)} for i in range(1, 6)],
        "group_memberships": [{"id": 1, "user_id": 1, "group_id": 1, "updated_at": None}],
        "brands": [{"id": 1, "name": "Acme", "updated_at": at}],
        "ticket_forms": [{"id": 1, "name": "Default", "updated_at": at}],
        "custom_statuses": [{"id": i, "status_category": "open", "updated_at": at} for i in range(1, 4)],
        "macros": [{"id": 1, "title": "Refund done", "usage_30d": 41, "updated_at": at}],
        "tags": [{"name": "refund", "count": 3}],
        "sla_policies": [{"id": 36, "title": "Standard", "updated_at": at}],
        "group_sla_policies": [{"id": "01J", "title": "Tier 1"}],
        "schedules": [{"id": i, "time_zone": "Berlin", "updated_at": at} for i in (50,)],
        "holidays": [{"id": 51, "start_date": "2026-12-25", "end_date": "2026-12-25"}],
        "deleted_tickets": [{"id": 13, "deleted_at": at}],
        "satisfaction_ratings": [{"id": 7, "ticket_id": 100, "score": "good", "created_at": at, "updated_at": at}],
        "survey_responses": [
            {"id": "01M", "expires_at": to_iso(START + 29 * DAY), "answers": [], "responder_id": "1"},
        ],
    }


def assembled() -> dict[str, list[dict[str, Any]]]:
    shift = {"id": "e1", "agent_id": "a1", "type_id": "t1", "updated_at": START}
    return {
        "assembled_people": [{"id": "p1", "agent_id": "a1", "channels": ["email", "chat"], "created_at": START}],
        "assembled_teams": [{"id": "team1", "name": "One"}],
        "assembled_queues": [{"id": "q1", "name": "Billing"}],
        "assembled_activity_types": [{"id": "t1", "name": "Email"}],
        # The same id on two days: a recurring event.
        "assembled_activities": [
            shift
            | {"id_with_timestamps": f"e1-{day}", "start_time": START + day * DAY, "end_time": START + day * DAY + 1}
            for day in (1, 12)
        ],
        "assembled_agent_states": [
            {
                "agent_id": "a1",
                "platform": "zendesk",
                "start_time": START + i * 600,
                "end_time": None,
                "state": "online",
            }
            for i in range(4)
        ],
        "assembled_forecasts": [
            {"channel": channel, "start_time": START + i * 1800, "staffing_required": {"forecasted": 2.5}}
            for channel in ("email", "chat")
            for i in range(3)
        ],
    }


def ada() -> dict[str, list[dict[str, Any]]]:
    return {
        "ada_conversations": [
            {"_id": f"c{i}", "date_created": to_iso(START + i), "date_updated": to_iso(START + i * 3600)}
            for i in range(7)
        ],
        "ada_messages": [
            {"_id": f"m{i}", "conversation_id": f"c{i % 7}", "date_created": to_iso(START + i * 60)} for i in range(8)
        ],
    }


def everything() -> dict[str, list[dict[str, Any]]]:
    return zendesk() | assembled() | ada()
