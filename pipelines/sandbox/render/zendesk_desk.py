"""How the helpdesk is set up: articles, opening hours, promises, macros, who may do what; and what was deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb

from pipelines.sandbox.render import drop, oversight
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import HOST
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, HOUR, ZONE

Record = dict[str, Any]
Rows = list[tuple[Record, int]]  # each with the unix second of its last change

DRAFT = 99
FOUNDED = "2024-01-08T09:00:00Z"
FOUNDED_AT = int(datetime.fromisoformat(FOUNDED).timestamp())
# Minutes to a first reply, by the policy that the tickets' clocks name.
POLICIES = ((34, "Voice", "voice", 1), (35, "Messaging", "native_messaging", 15), (36, "Standard", "email", 480))
STATUSES = ("new", "solved", "open", "pending", "hold")


def records(con: duckdb.DuckDBPyConnection, story: Story) -> dict[str, Rows]:
    """Each endpoint's records in order of their last change."""
    told = {
        "articles": list(_articles(story)),
        "holidays": _old(_holidays(story)),
        "group_memberships": list(_memberships(con)),
        "brands": _old([_named("brands", 1101, "Northlight") | _BRAND]),
        "ticket_forms": _old([_named("ticket_forms", 2201, "Default") | _FORM]),
        "custom_statuses": _old([_status(number, word) for number, word in enumerate(STATUSES)]),
        "macros": _old(_macros()),
        "tags": _old({"name": name, "count": count} for name, count in con.execute(_TAGS).fetchall()),
        "sla_policies": _old(_policy(*policy) for policy in POLICIES),
        "group_sla_policies": _old([_GROUP_POLICY]),
        "schedules": _old([_schedule(story)]),
        "deleted_tickets": list(_deleted(con)),
    }
    return {name: sorted(rows, key=lambda row: row[1]) for name, rows in told.items()}


_BRAND = {"subdomain": "northlight", "has_help_center": True, "active": True, "default": True, "is_deleted": False}
_FORM = {"display_name": "Default", "active": True, "default": True, "ticket_field_ids": [c.FIELD_INTENT]}
_GROUP_POLICY = {
    "id": "01JAAAAAAAAAAAAAAAAAAAAAAA",
    "title": "Specialists take over",
    "description": None,
    "position": 1,
    "filter": {"all": [{"field": "group_id", "operator": "includes", "value": [c.GROUPS[c.GROUP_SPECIALISTS][1]]}]},
    # Of a group's promise, the target is in seconds.
    "policy_metrics": [
        {"priority": "normal", "metric": "group_ownership_time", "target": 86_400, "business_hours": False}
    ],
}
_TAGS = """
    select tag, count(*) from (select unnest(tags) as tag from ticket_state where updated_at > world_end() - 60 * 86400)
    group by 1 order by 2 desc, 1"""


def _old(rows: Iterator[Record] | list[Record]) -> Rows:
    return [(row, FOUNDED_AT) for row in rows]


def _named(kind: str, number: int, name: str) -> Record:
    url = f"{HOST}/api/v2/{kind}/{number}.json"
    return {"id": number, "url": url, "name": name, "created_at": FOUNDED, "updated_at": FOUNDED}


def _articles(story: Story) -> Iterator[tuple[Record, int]]:
    """Each was voted on in the last hours, which moves `updated_at` and not `edited_at`; one is not out yet."""
    if not story.stack.has_guide:
        return
    end, words = story.world.clock.end, {f"{i.family}.{i.key}": i.zendesk for i in c.INTENTS}
    for article in oversight.articles(story):
        number, edited = int(article["article_id"].partition(":")[2]), _unix(article["updated_at"])
        labels = [words[intent] for intent in json.loads(article["intents"])]
        voted = max(edited, end - (number % 7 + 1) * HOUR)
        yield _article(number, article["title"], labels, article["created_at"], edited, voted), voted
    begun = story.world.clock.start - 200 * DAY
    draft = _article(c.FIRST_ARTICLE + DRAFT, "Opening hours at Christmas", [], _iso(begun), begun, begun)
    yield draft | {"draft": True}, begun


def _article(number: int, title: str, labels: list[str], created: str, edited: int, updated: int) -> Record:
    return {
        "id": number,
        "url": f"{HOST}/api/v2/help_center/en-us/articles/{number}.json",
        "html_url": f"https://help.northlight.example/hc/en-us/articles/{number}",
        "title": title,
        "name": title,
        "body": "<p>…</p>",
        "locale": "en-us",
        "source_locale": "en-us",
        "author_id": 361699999,
        "section_id": 2100,
        "permission_group_id": 12,
        "user_segment_id": None,
        "draft": False,
        "promoted": False,
        "position": 0,
        "comments_disabled": True,
        "label_names": ["support", *labels],
        "content_tag_ids": [],
        "outdated": False,
        "outdated_locales": [],
        "vote_sum": 4 - number % 9,
        "vote_count": 10 + number % 5 * 2,
        "created_at": created,
        "updated_at": _iso(updated),
        "edited_at": _iso(edited),
    }


def _schedule(story: Story) -> Record:
    """The week in minutes from Sunday's midnight, in the zone's name among the helpdesk's own."""
    intervals = [
        {"start_time": first + _minutes(slot["starts_at"]), "end_time": first + _minutes(slot["ends_at"])}
        for slot in drop.schedules(story)
        if slot["is_working"]
        for first in [(slot["weekday"] + 1) % 7 * 1440]
    ]
    ordered = sorted(intervals, key=lambda interval: interval["start_time"])
    zone = ZONE.rpartition("/")[2]
    return _named("business_hours/schedules", c.SCHEDULE, "Support hours") | {"time_zone": zone, "intervals": ordered}


def _holidays(story: Story) -> Iterator[Record]:
    """Days that follow each other are one holiday, from its first to its last."""
    closed = sorted(row["holiday_on"] for row in drop.schedules(story) if not row["is_working"])
    for year in sorted({day[:4] for day in closed}):
        days = [day for day in closed if day.startswith(year)]
        yield {"id": 5100 + int(year) % 100, "name": "Christmas", "start_date": days[0], "end_date": days[-1]}


def _memberships(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Record, int]]:
    sql = """select agent, helpdesk_id, group_id, hired_on * 86400 from agents join groups using (grp)
        where hired_on * 86400 < world_end() order by hired_on, agent"""
    for agent, user, group, hired in con.execute(sql).fetchall():
        row = {"id": 340_000 + agent, "user_id": user, "group_id": group, "default": True, "created_at": _iso(hired)}
        yield row | {"updated_at": None if agent % 2 else _iso(hired)}, hired


def _status(number: int, word: str) -> Record:
    label = {"agent_label": word.capitalize(), "end_user_label": word.capitalize()}
    return _named("custom_statuses", 7000 + number, word) | label | {"status_category": word, "active": True}


def _macros() -> Iterator[Record]:
    for number, (title, used) in enumerate((("Refund done", 41), ("Ask for the order number", 120), ("Old offer", 0))):
        row = _named("macros", 8801 + number, title) | {"title": title, "raw_title": title, "active": used > 0}
        said = [{"field": "status", "value": "solved"}, {"field": "comment_value", "value": ["channel:all", "Done."]}]
        yield row | {"position": number, "restriction": None, "actions": said, "usage_30d": used}


def _policy(number: int, title: str, channel: str, minutes: int) -> Record:
    """Of a ticket's promise, the target is in minutes."""
    row = _named("slas/policies", number, title) | {"title": title, "description": None, "position": number - 33}
    promised = [
        {"priority": priority, "metric": "first_reply_time", "target": minutes, "business_hours": False}
        for priority in ("normal", "high")
    ]
    chosen = {"all": [{"field": "current_via_id", "operator": "is", "value": channel}], "any": []}
    return row | {"filter": chosen, "policy_metrics": promised}


def _deleted(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Record, int]]:
    """The last 30 days' deletions; some carry their time without separators."""
    sql = """select s.ticket_id, ch.updater_id, ch.moment, ch.status_before from ticket_state s
        join ticket_changes ch using (ticket_id)
        where s.status = 'deleted' and ch.status = 'deleted' and ch.moment > world_end() - 30 * 86400
        order by ch.moment, s.ticket_id"""
    for ticket, actor, moment, before in con.execute(sql).fetchall():
        at = _iso(moment) if ticket % 2 else _iso(moment).replace("-", "")
        who = {"id": actor, "name": "Agent"}
        yield {"id": ticket, "subject": "…", "actor": who, "deleted_at": at, "previous_state": before}, moment


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unix(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
