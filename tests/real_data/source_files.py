"""Real conversations and questions, converted to the file drop.

The data is not part of the project: tests run when it is there.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.settings import ROOT

FOLDER = Path(os.environ.get("HAVEN_REAL_DATA") or ROOT.parent / "shared" / "data")
AI_CONVERSATIONS = FOLDER / "tau2_ai_conversations"
QUESTIONS = FOLDER / "firefox_support_questions" / "questions_2020-10_2022-12.csv.xz"
HAND_OFF_TOOL = "transfer_to_human_agents"


def _write(folder: Path, entity: str, rows: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{entity}.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def simulations() -> Iterator[tuple[str, dict[str, Any]]]:
    """(domain, simulation) of each recorded AI conversation, in file order."""
    for file in sorted(AI_CONVERSATIONS.glob("*.json.xz")):
        domain = file.name.removeprefix("tau2_gpt-4.1_").removesuffix(".json.xz")
        with lzma.open(file) as content:
            for simulation in json.load(content)["simulations"]:
                yield domain, simulation


def _event(conversation: str, number: int, message: dict[str, Any], agent: str, customer: str) -> dict[str, Any]:
    calls = message.get("tool_calls") or []
    usage = message.get("usage") or {}
    actor = {"assistant": ("ai", agent), "user": ("customer", customer), "tool": ("system", None)}[message["role"]]
    is_action = bool(calls) or message["role"] == "tool"
    text = message.get("content") or ""
    return {
        "event_id": f"{conversation}:{number}",
        "conversation_id": conversation,
        "occurred_at": message.get("timestamp"),
        "sequence": 2 * number,
        "event_type": "action" if is_action else "message",
        "actor_type": actor[0],
        "actor_id": actor[1],
        "visibility": "internal" if is_action else "public",
        "text_chars": len(text),
        "text_hash": hashlib.sha256(text.encode()).hexdigest(),
        "tool_name": calls[0]["name"] if calls else None,
        "tokens_in": usage.get("prompt_tokens"),
        "tokens_out": usage.get("completion_tokens"),
    }


def drop_ai_conversations(folder: Path) -> None:
    """140 conversations of a real AI agent as drop files.

    Each recorded message becomes one event; a call of the hand-off tool adds a `hand_off` event behind it. The recorded
    reward becomes a quality score, the recorded cost a cost line of its conversation.
    """
    conversations, events, agents, customers, scores, costs = [], [], [], [], [], []
    for domain, simulation in simulations():
        conversation = f"tau2:{domain}:{simulation['id']}"
        agent, customer = f"tau2:gpt-4.1:{domain}", f"tau2:customer:{domain}:{simulation['id']}"
        conversations.append(
            {
                "conversation_id": conversation,
                "channel": "chat",
                "customer_id": customer,
                "opened_at": simulation["start_time"],
                "closed_at": simulation["end_time"],
                "status": "closed",
                "native_intent": domain,
                "language": "en",
            }
        )
        customers.append({"customer_id": customer, "is_identified": False})
        if not any(row["agent_id"] == agent for row in agents):
            agents.append(
                {"agent_id": agent, "actor_type": "ai", "vendor": "tau2", "product": "gpt-4.1", "version": domain}
            )
        for number, message in enumerate(simulation["messages"]):
            events.append(_event(conversation, number, message, agent, customer))
            if any(call["name"] == HAND_OFF_TOOL for call in message.get("tool_calls") or []):
                last = events[-1]
                events.append(
                    {
                        "event_id": f"{last['event_id']}:hand_off",
                        "conversation_id": conversation,
                        "occurred_at": last["occurred_at"],
                        "sequence": last["sequence"] + 1,
                        "event_type": "hand_off",
                        "actor_type": "ai",
                        "actor_id": agent,
                        "visibility": "internal",
                    }
                )
        scores.append(
            {
                "quality_score_id": f"{conversation}:reward",
                "review_id": f"{conversation}:reward",
                "conversation_id": conversation,
                "actor_id": agent,
                "reviewer_id": "tau2",
                "reviewer_type": "ai",
                "scorecard_id": "task_reward",
                "dimension": "task_reward",
                "score": simulation["reward_info"]["reward"],
                "weight": 1,
                "reviewed_at": simulation["timestamp"],
            }
        )
        costs.append(
            {
                "cost_line_id": f"{conversation}:tokens",
                "period_start": simulation["start_time"][:10],
                "period_end": simulation["start_time"][:10],
                "kind": "tokens",
                "population": "ai",
                "vendor": "tau2",
                "conversation_id": conversation,
                "amount": simulation["agent_cost"],
                "currency": "USD",
            }
        )
    _write(folder, "conversations", conversations)
    _write(folder, "conversation_events", events)
    _write(folder, "agents", agents)
    _write(folder, "customers", customers)
    _write(folder, "quality_scores", scores)
    _write(folder, "cost_lines", costs)


def questions() -> Iterator[dict[str, str]]:
    """Rows of the support-question file as they are."""
    with lzma.open(QUESTIONS, "rt", encoding="utf-8", newline="") as content:
        yield from csv.DictReader(content)


def drop_questions(folder: Path) -> None:
    """Support questions of a volunteer community as drop files.

    A question is seen once a day while it changes, so the file repeats ids: the last row of an id is its state.
    Answers are known by id only: they become human messages without a time, and keep their place by sequence.
    """
    newest = {row["question_id"]: row for row in questions()}
    conversations, events, customers = [], [], {}
    for question, row in newest.items():
        conversation = f"sumo:{question}"
        customer = f"sumo:{row['creator_key']}" if row["creator_key"] else None
        if customer:
            customers[customer] = {"customer_id": customer, "identity_hash": row["creator_key"], "is_identified": True}
        opened = _iso(row["created"])
        conversations.append(
            {
                "conversation_id": conversation,
                "channel": "community",
                "customer_id": customer,
                "opened_at": opened,
                "native_intent": row["topic"] or None,
                "language": row["locale"][:2] or None,
            }
        )
        common = {"conversation_id": conversation, "event_type": "message", "visibility": "public"}
        events.append(
            {**common, "event_id": f"{conversation}:0", "sequence": 0, "occurred_at": opened}
            | {"actor_type": "customer", "actor_id": customer}
        )
        for number, answer in enumerate(filter(None, row["answer_ids"].split(";")), start=1):
            events.append(
                {**common, "event_id": f"{conversation}:a{answer}", "sequence": number}
                | {"actor_type": "human", "actor_id": "sumo:volunteer"}
            )
    _write(folder, "conversations", conversations)
    _write(folder, "conversation_events", events)
    _write(folder, "customers", list(customers.values()))
    _write(folder, "agents", [{"agent_id": "sumo:volunteer", "actor_type": "human", "employer_type": "in_house"}])


def _iso(created: str) -> str:
    """'2020-10-11 15:53:25 -0800' -> '2020-10-11T15:53:25-08:00'."""
    day, clock, offset = created.split(" ")
    return f"{day}T{clock}{offset[:3]}:{offset[3:]}"
