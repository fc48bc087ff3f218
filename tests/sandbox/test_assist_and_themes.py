"""What an assisting AI drafts for people, and what customers spoke of: files that leave everything else as it was."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sandbox_reading import truth

LONG = {"days": 90, "scale": 0.3}


def dropped(world: Any, entity: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(world.drop) / f"{entity}.jsonl").read_text().splitlines()]


def test_drafts_are_kept_more_often_where_they_were_asked_for(worlds):
    world = worlds(**LONG)
    drafts = [row for row in dropped(world, "conversation_events") if row["event_type"].startswith("draft_")]
    suggested = {row["conversation_id"] for row in drafts if row["event_type"] == "draft_suggested"}
    accepted = {row["conversation_id"] for row in drafts if row["event_type"] == "draft_accepted"}
    rows = truth(
        world,
        """select conversation_id, 'zendesk:' || first_agent_id from contacts
           where channel in ('email', 'web') and has_person and not is_spam and not is_test
               and ticket_id is not null""",
    )
    employer = {row["agent_id"]: row["employer_type"] for row in dropped(world, "agents")}
    answered: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for conversation, agent in rows:
        answered[employer[agent]] += conversation in suggested
        kept[employer[agent]] += conversation in accepted
    assert accepted <= suggested <= {conversation for conversation, _ in rows}
    for employer_type, share in (("in_house", 0.6), ("bpo", 0.35)):
        n = answered[employer_type]
        assert n > 100
        assert abs(kept[employer_type] - share * n) <= 4 * (n * share * (1 - share)) ** 0.5


def test_a_theme_is_routed_and_acknowledged_before_the_change_it_leads_to(worlds):
    world = worlds(**LONG)
    themes = [row for row in dropped(world, "ops_events") if row["kind"] == "theme"]
    changes = dropped(world, "changes")
    assert [row["ended_at"] is None for row in themes] == [False, False, True]
    for theme in themes[:2]:
        led_to = [
            change
            for change in changes
            if set(json.loads(theme["intents"])) <= set(json.loads(change["intents"]))
            and change["decided_at"] >= theme["ended_at"] > theme["started_at"]
        ]
        assert led_to, theme
