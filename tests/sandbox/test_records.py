"""The same story in every system: tickets, events, chats and agent time agree with each other."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from sandbox_reading import records, truth

from pipelines.sandbox.world.queues import fifo
from tests.world_files import dropped


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_fifo_serves_one_after_the_other():
    # Server 1: free at 0, 5 and 100 with 10 s of work each; the second waits for the first, the third does not wait.
    # Server 2 has one job and is not touched by server 1's queue.
    start, end = fifo(np.array([1, 2, 1, 1]), np.array([0, 3, 100, 5]), np.array([10, 4, 10, 10]))
    assert list(start) == [0, 3, 100, 10]
    assert list(end) == [10, 7, 110, 20]


def test_agents_work_on_one_thing_at_a_time_or_on_two_chats(world):
    groups = {
        row["id"]: row["default_group_id"] for row in records(world, "zendesk", "users") if row["role"] == "agent"
    }
    edges = defaultdict(list)
    for agent, start, end in truth(world, "select agent_id, started_at, ended_at from jobs"):
        edges[agent] += [(start, 1), (end, -1)]
    most = defaultdict(int)
    for agent, steps in edges.items():
        load = 0
        for _, step in sorted(steps):
            load += step
            most[groups[agent]] = max(most[groups[agent]], load)
    assert most == {3301: 2, 3302: 1, 3303: 1, 3304: 1}


def test_agent_states_cover_the_work_and_the_rest_of_the_shift(world):
    states = records(world, "assembled", "agent_states")
    told = {
        (int(s["agent_platform_id"]), s["ticket_id"], s["start_time"], s["end_time"]) for s in states if s["ticket_id"]
    }
    done = {
        (agent, str(ticket), start, end if end <= world.end else None)
        for agent, ticket, start, end in truth(
            world, f"select agent_id, ticket_id, started_at, ended_at from jobs where started_at < {world.end}"
        )
    }
    assert told == done
    # A shift of six and a half hours without time off is told to the second.
    types = {row["id"]: row["value"] for row in records(world, "assembled", "activity_types")}
    planned = defaultdict(list)
    for activity in records(world, "assembled", "activities"):
        planned[activity["agent_id"], activity["start_time"] // 43200].append(activity)
    by_agent = defaultdict(list)
    for s in states:
        by_agent[s["agent_id"]].append((s["start_time"], s["end_time"] or world.end))
    checked = 0
    for (agent, _), parts in list(planned.items())[:60]:
        begin, finish = min(p["start_time"] for p in parts), max(p["end_time"] for p in parts)
        if finish - begin != 13 * 1800 or finish > world.end or {types[p["type_id"]] for p in parts} == {"time_off"}:
            continue
        reached = begin
        for start, end in sorted(by_agent[agent]):
            if start <= reached < end:
                reached = end
        assert reached >= finish
        checked += 1
    assert checked > 10


def test_a_tickets_metrics_are_what_its_events_say(world):
    events = defaultdict(list)
    for event in records(world, "zendesk", "ticket_events"):
        events[event["ticket_id"]].append(event)
    agents = {row["id"] for row in records(world, "zendesk", "users") if row["role"] == "agent"}
    for ticket in records(world, "zendesk", "tickets"):
        replies = reopens = 0
        status, assignees, solved, first_reply = None, [], None, None
        for event in events[ticket["id"]]:
            for child in event["child_events"]:
                if "status" in child:
                    assert child["previous_value"] == status
                    reopens += status in ("solved", "closed") and child["status"] == "open"
                    status = child["status"]
                    solved = event["timestamp"] if status == "solved" else solved
                if child.get("assignee_id"):
                    assignees.append(child["assignee_id"])
                if child["event_type"] == "Comment" and child["public"] and child["author_id"] in agents:
                    replies += 1
                    first_reply = first_reply or event["timestamp"]
        metrics, created = ticket["metric_set"], seconds(ticket["created_at"])
        assert ticket["status"] == status
        assert (metrics["replies"], metrics["reopens"]) == (replies, reopens)
        assert metrics["assignee_stations"] == len(set(assignees))
        assert metrics["solved_at"] is None or seconds(metrics["solved_at"]) == solved
        assert metrics["reply_time_in_minutes"]["calendar"] == (
            None if first_reply is None else (first_reply - created) // 60
        )
        assert metrics["full_resolution_time_in_minutes"]["calendar"] == (
            None if solved is None else (solved - created) // 60
        )
        assert ticket["generated_timestamp"] == events[ticket["id"]][-1]["timestamp"]
        assert ticket["assignee_id"] in (None, *assignees[-1:])


def test_exports_lie_in_the_order_of_their_cursors(world):
    for vendor, name, key in (
        ("zendesk", "tickets", lambda r: (r["generated_timestamp"], r["id"])),
        ("zendesk", "ticket_events", lambda r: (r["timestamp"], r["id"])),
        ("zendesk", "users", lambda r: (r["updated_at"], r["id"])),
        ("ada", "conversations", lambda r: r["date_updated"]),
        ("ada", "messages", lambda r: r["date_created"]),
        ("assembled", "agent_states", lambda r: r["start_time"]),
    ):
        keys = [key(r) for r in records(world, vendor, name)]
        assert keys == sorted(keys), name
    for name in ("tickets", "ticket_events", "ticket_metric_events", "users", "organizations"):
        ids = [r["id"] for r in records(world, "zendesk", name)]
        assert len(ids) == len(set(ids)), name
    for name in ("conversations", "messages"):
        ids = [r["_id"] for r in records(world, "ada", name)]
        assert len(ids) == len(set(ids)), name


def test_a_chat_and_its_ticket_point_at_each_other(world):
    tickets = {str(t["id"]): t for t in records(world, "zendesk", "tickets")}
    first = {}
    for event in records(world, "zendesk", "ticket_events"):
        first.setdefault(str(event["ticket_id"]), event)
    chats = records(world, "ada", "conversations")
    linked = [c for c in chats if "ticket_id" in c["metavariables"]]
    for chat in linked:
        ticket = tickets[chat["metavariables"]["ticket_id"]]
        comment = next(c for c in first[str(ticket["id"])]["child_events"] if c["event_type"] == "Comment")
        assert comment["author_id"] == -1 and comment["public"] is False
        assert first[str(ticket["id"])]["updater_id"] == -1
        assert ticket["via"]["channel"] == "native_messaging"
    # Every escalated chat has a ticket; one that the AI agent ended alone has one only from 4 May (Berlin) on.
    for chat in chats:
        has = "ticket_id" in chat["metavariables"]
        if chat["is_escalated"] and seconds(chat["date_updated"]) < world.end - 300:
            assert has
        if not chat["is_escalated"] and not chat["is_test_user"]:
            assert has == (chat["date_created"] >= "2026-05-03T22:00:00Z")
    kinds = {t["support_type"] for t in tickets.values()}
    assert kinds == {"agent", "ai_agent"}


def test_what_is_said_in_a_chat_has_a_disclosure_a_hand_off_and_an_order(world):
    messages = defaultdict(list)
    for message in records(world, "ada", "messages"):
        messages[message["conversation_id"]].append(message)
    chats = {c["_id"]: c for c in records(world, "ada", "conversations")}
    greetings = [m[0] for m in messages.values()]
    assert all(g["sender"] == "Ada" for g in greetings)
    disclosed = sum("I am an AI assistant" in g["message_data"]["body"] for g in greetings) / len(greetings)
    assert 0.93 < disclosed < 1
    for chat_id, said in messages.items():
        events = [m for m in said if m["message_data"]["type"] == "event"]
        assert len(events) == int(chats[chat_id]["is_escalated"])
        if events:
            assert events[0]["message_data"] == {"type": "event", "event": "handoff", "is_handoff": True}
            later = said[said.index(events[0]) + 1 :]
            assert all(m["sender"] == m["chatter_id"] for m in later)
    texts = {m["message_data"].get("body", "") for said in messages.values() for m in said if m["sender"] != "Ada"}
    assert any("talk to a person" in t for t in texts)


def test_an_anonymous_visitor_is_never_named_in_the_chat_nor_in_its_ticket(world):
    anonymous = {p for (p,) in truth(world, "select helpdesk_id from people where is_anonymous_in_chat")}
    chats = {c["_id"]: c for c in records(world, "ada", "conversations")}
    users = {u["id"]: u for u in records(world, "zendesk", "users")}
    tickets = {t["id"]: t for t in records(world, "zendesk", "tickets")}
    rows = truth(
        world,
        """select ada_id, ticket_id, p.helpdesk_id, channel from contacts join people p using (person)
           where ada_id is not null or channel = 'messaging'""",
    )
    seen = 0
    for ada_id, ticket_id, person, _ in rows:
        if ada_id in chats:
            named = "email" in chats[ada_id]["metavariables"]
            assert named == (person not in anonymous) == (chats[ada_id]["end_user_id"] is not None)
        if ticket_id in tickets and person in anonymous:
            assert users[tickets[ticket_id]["requester_id"]]["email"] is None
            seen += 1
    assert seen > 20


def test_the_same_person_is_spelled_differently_in_different_systems(world):
    by_person = {}
    for user in records(world, "zendesk", "users"):
        if user["email"]:
            by_person[user["email"].strip().lower()] = user["email"]
    spelled = [
        (c["metavariables"]["email"], by_person[c["metavariables"]["email"].strip().lower()])
        for c in records(world, "ada", "conversations")
        if "email" in c["metavariables"]
    ]
    assert any(a != b for a, b in spelled) and any(a == b for a, b in spelled)
    assert any(a != a.strip() for a, _ in spelled)
    assert all(a.strip().lower().endswith("@example.org") for a, _ in spelled)


def test_an_intent_is_known_in_both_systems_or_in_neither(world):
    tickets = {
        str(t["id"]): {f["id"]: f["value"] for f in t["custom_fields"]} for t in records(world, "zendesk", "tickets")
    }
    both = [
        (bool(c["classifications"]), tickets[c["metavariables"]["ticket_id"]][5501] is not None)
        for c in records(world, "ada", "conversations")
        if "ticket_id" in c["metavariables"]
    ]
    assert {(True, True), (False, False)} == set(both)


def test_the_vendors_verdict_comes_a_day_later_and_moves_the_clock_of_changes(world):
    chats = records(world, "ada", "conversations")
    judged = [c for c in chats if "automated_resolution_classification" in c]
    fresh = [c for c in chats if seconds(c["date_created"]) > world.end - 86400]
    assert {c["automated_resolution_classification"] for c in judged} == {"Resolved", "Not Resolved"}
    assert all(seconds(c["date_updated"]) - seconds(c["date_created"]) >= 86400 for c in judged)
    assert fresh and not any("automated_resolution_classification" in c for c in fresh)


def test_types_are_the_vendors_own(world):
    ticket = records(world, "zendesk", "tickets")[0]
    assert isinstance(ticket["id"], int) and isinstance(ticket["generated_timestamp"], int)
    assert ticket["fields"] == ticket["custom_fields"]
    assert all(isinstance(s["responder_id"], str) for s in records(world, "zendesk", "survey_responses")[:20])
    event = records(world, "zendesk", "ticket_events")[0]
    assert isinstance(event["via"], str) and isinstance(event["timestamp"], int)
    person = records(world, "assembled", "people")[0]
    assert isinstance(person["platforms"]["zendesk"], str) and isinstance(person["start_date"], int)
    chat = next(c for c in records(world, "ada", "conversations") if "ticket_id" in c["metavariables"])
    assert isinstance(chat["metavariables"]["ticket_id"], str) and chat["platform"] == "chat"
    assert chat["variables"]["agent_version"] in ("2026-02", "2026-05")


def test_the_vendors_new_fields_appear_from_their_dates_on(worlds):
    april = worlds(days=2, scale=0.3, end=records_end())
    keys = {f["key"] for f in records(april, "zendesk", "ticket_fields")}
    assert "standard::resolution_tier" not in keys and "intent" in keys
    june = worlds()
    assert "standard::resolution_tier" in {f["key"] for f in records(june, "zendesk", "ticket_fields")}
    tiers = [
        (t["metric_set"]["solved_at"], f["value"])
        for t in records(june, "zendesk", "tickets")
        for f in t["custom_fields"]
        if f["id"] == 5504 and f["value"]
    ]
    assert tiers and all(solved >= "2026-05-17T22:00:00Z" for solved, _ in tiers)
    assert all(
        r["created_at"] >= "2026-03-31" for r in records(june, "zendesk", "survey_responses") for r in r["answers"][:1]
    )


def records_end():
    from datetime import date

    return date(2026, 4, 10)


def test_ratings_are_asked_once_and_where_the_contact_ended(world):
    surveys = {s["subjects"][0]["id"] for s in records(world, "zendesk", "survey_responses")}
    for chat in records(world, "ada", "conversations"):
        if "score" in chat["csat"]:
            assert "ticket_id" not in chat["metavariables"]
            assert 1 <= chat["csat"]["score"] <= 5
    assert surveys <= {str(t["id"]) for t in records(world, "zendesk", "tickets")}


def test_the_drop_vouches_for_its_files(world):
    import hashlib
    import json

    manifest = json.loads((world.drop / "manifest.json").read_text())
    for file in manifest["files"]:
        data = (world.drop / file["name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        assert data.count(b"\n") == file["rows"] == len(dropped(world, file["entity"]))
    agents = {row["agent_id"] for row in dropped(world, "agents")}
    assert {f"zendesk:{a}" for (a,) in truth(world, "select distinct agent_id from jobs")} <= agents
    assert {"ada:2026-02", "ada:2026-05"} <= agents


def test_people_are_rostered_only_while_the_company_is_open(world):
    zone = ZoneInfo("Europe/Berlin")
    slots = dropped(world, "schedules")
    hours = {s["weekday"]: (s["starts_at"], s["ends_at"]) for s in slots if s["is_working"]}
    holidays = {s["holiday_on"] for s in slots if not s["is_working"]}
    assert {row["schedule_id"] for row in dropped(world, "groups")} == {s["schedule_id"] for s in slots}
    assert sorted(hours) == list(range(7)) and holidays
    activities = records(world, "assembled", "activities")
    assert activities
    for activity in activities:
        start = datetime.fromtimestamp(activity["start_time"], zone)
        end = datetime.fromtimestamp(activity["end_time"], zone)
        opens, shuts = hours[start.weekday()]
        assert opens <= start.strftime("%H:%M") < end.strftime("%H:%M") <= shuts
        assert start.date().isoformat() not in holidays
