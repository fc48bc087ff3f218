"""What no served vendor carries, as files of standard entities: HR, pay, invoices, changes, training, value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.sandbox.render import oversight
from pipelines.sandbox.render.assistants import assistant_of
from pipelines.sandbox.render.frames import AI_AGENT_ID, Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY, ZONE, unix
from pipelines.sandbox.world.contacts import NEVER
from pipelines.sandbox.world.ledger import cost_lines, months
from pipelines.sandbox.world.staff import EARLY, LATE, SLOT, SLOTS_A_SHIFT, gap_cohort_month

# Vendors that tell no versions of their AI agent apart: its product, and who makes it.
ONE_AGENT = {"intercom": ("Fin", "Intercom"), "gorgias": ("AI Agent", "Gorgias")}


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _taxonomy(numbers: Iterable[int]) -> str:
    return json.dumps([f"{c.INTENTS[n].family}.{c.INTENTS[n].key}" for n in numbers])


def _agents(story: Story) -> list[dict[str, Any]]:
    staff, end = story.world.staff, story.world.clock.end
    rows: list[dict[str, Any]] = []
    for n in range(len(staff)):
        bpo = bool(staff.is_bpo[n])
        group, left = c.GROUPS[int(staff.group[n])][0], int(staff.left_on[n]) * DAY
        hired = _iso(int(staff.hired_on[n]) * DAY)
        rows.append(
            {
                "agent_id": f"{story.stack.helpdesk}:{int(staff.helpdesk_id[n])}",
                "actor_type": "human",
                "display_name": f"Agent {n:03d}",
                "team": f"{group} · {'Contactworks' if bpo else c.COMPANY}",
                "employer": "Contactworks" if bpo else c.COMPANY,
                "employer_type": "bpo" if bpo else "in_house",
                "site": "Lisbon" if bpo else "Berlin",
                "time_zone": "Europe/Lisbon" if bpo else "Europe/Berlin",
                "manager_agent_id": None,
                "hired_at": hired,
                "terminated_at": _iso(left) if left < end else None,
                "source": "drop",
                "source_updated_at": _iso(left) if left < end else hired,
            }
        )
    return rows + _ai_agents(story)


def _ai_agents(story: Story) -> list[dict[str, Any]]:
    """The AI vendor's agent, one row per version where the vendor tells versions apart."""
    snapshots, end = knowledge_snapshots(story), story.world.clock.end
    released = [version for version in c.VERSIONS if unix(version.released_on) < end]
    if story.stack.assistant in ONE_AGENT:
        product, employer = ONE_AGENT[story.stack.assistant]
        common = {
            "agent_id": f"{story.stack.assistant}:{AI_AGENT_ID}",
            "display_name": product,
            "employer": employer,
            "product": product,
        }
        return [_ai_agent(story, snapshots[released[-1].name], None, c.VERSIONS[0].released_on) | common]
    agent = assistant_of(story.stack.assistant)
    common = {"employer": agent.employer, "product": agent.product}
    if agent.prefix is None:
        named = {"agent_id": f"{story.stack.assistant}:{agent.agent}", "display_name": "AI assistant"}
        return [_ai_agent(story, snapshots[released[-1].name], None, c.VERSIONS[0].released_on) | common | named]
    return [
        _ai_agent(story, snapshots[version.name], version.name, version.released_on)
        | common
        | {
            "agent_id": f"{story.stack.assistant}:{agent.prefix}{version.name}",
            "display_name": f"AI assistant {version.name}",
        }
        for version in released
    ]


def _ai_agent(story: Story, snapshot: int, version: str | None, released_on: date) -> dict[str, Any]:
    return {
        "agent_id": None,
        "actor_type": "ai",
        "display_name": None,
        "employer": None,
        "employer_type": "vendor",
        "vendor": story.stack.assistant,
        "product": None,
        "version": version,
        "version_released_at": _iso(unix(released_on)) if version else None,
        "knowledge_snapshot_at": _iso(snapshot),
        "use_case_id": "customer_chat",
        "source": "drop",
        "source_updated_at": _iso(unix(released_on)),
    }


def knowledge_snapshots(story: Story) -> dict[str, int]:
    """The newest knowledge each AI version had: its release's, or the policy's once that reached it."""
    plan, end = story.plan, story.world.clock.end
    snapshots = {v.name: unix(v.released_on) - DAY for v in c.VERSIONS}
    if plan.policy_live_for_ai_at < end:
        live = [v for v in c.VERSIONS if unix(v.released_on) <= plan.policy_live_for_ai_at + DAY] or [c.VERSIONS[0]]
        snapshots[live[-1].name] = max(snapshots[live[-1].name], plan.policy_live_for_ai_at)
    return snapshots


def _changes(story: Story) -> list[dict[str, Any]]:
    plan, end = story.plan, story.world.clock.end
    rows: list[tuple[str, str, str, int, int | None, int | None]] = []
    if plan.policy_decided_at < end:
        humans, ai = plan.policy_live_for_humans_at, plan.policy_live_for_ai_at
        rows.append(("policy", "Refund terms", _taxonomy(plan.policy_intents), plan.policy_decided_at, humans, ai))
    orders = [n for n, i in enumerate(c.INTENTS) if i.family == c.FAMILIES[plan.gap_family]]
    if plan.gap_from < end:
        rows.append(
            ("policy", "New returns desk", _taxonomy(orders), plan.gap_from - 14 * DAY, plan.gap_from, plan.gap_from)
        )
    for version in c.VERSIONS:
        at = unix(version.released_on)
        if story.world.clock.start <= at < end:
            rows.append(("ai_version", version.name, "[]", at - 7 * DAY, None, at))
    if plan.has("scope_creep") and plan.creep_from < end:
        rows.append(
            (
                "scope",
                "AI answers one more intent",
                _taxonomy([plan.creep_intent]),
                plan.creep_from - DAY,
                None,
                plan.creep_from,
            )
        )
    return [
        {
            "change_id": f"drop:change:{kind}:{subject.lower().replace(' ', '_')}",
            "kind": kind,
            "subject": subject,
            "intents": intents,
            "decided_at": _iso(decided),
            "live_for_humans_at": _iso(humans_at) if humans_at and humans_at < end else None,
            "live_for_ai_at": _iso(ai_at) if ai_at and ai_at < end else None,
            "rolled_back_at": None,
            "owner": "Head of support",
            "source": "drop",
            "source_updated_at": _iso(decided),
        }
        for kind, subject, intents, decided, humans_at, ai_at in rows
    ]


def training(story: Story) -> list[dict[str, Any]]:
    """Onboarding for every joiner and one course for the new returns desk, which a planted gap keeps from one class."""
    world, plan = story.world, story.plan
    staff, end = world.staff, world.clock.end
    rows: list[dict[str, Any]] = []

    def add(agent: int, course: str, intent: str | None, assigned: int, completed: int | None, score: float) -> None:
        if assigned < end:
            done = completed is not None and completed < end
            rows.append(
                {
                    "training_event_id": f"drop:training:{course}:{agent}",
                    "agent_id": f"{story.stack.helpdesk}:{int(staff.helpdesk_id[agent])}",
                    "course": course,
                    "intent": intent,
                    "assigned_at": _iso(assigned),
                    "completed_at": _iso(completed) if done and completed is not None else None,
                    "score": round(score, 2) if done else None,
                    "source": "drop",
                    "source_updated_at": _iso(completed if done and completed is not None else assigned),
                }
            )

    mark = world.draws.uniform("training/score", len(staff))
    day = world.draws.uniform("training/day", len(staff))
    returns = next(i for i in c.INTENTS if i.key == "return_label")
    for n in range(len(staff)):
        hired = int(staff.hired_on[n]) * DAY
        add(n, "onboarding", None, hired, hired + 10 * DAY, 0.7 + 0.3 * mark[n])
        left_out = plan.has("training_gap") and staff.cohort_month[n] == gap_cohort_month(world.clock)
        if hired < plan.gap_from and staff.left_on[n] * DAY > plan.gap_from:
            done = None if left_out else plan.gap_from - int(day[n] * 6 * DAY)
            add(
                n,
                "returns-desk",
                f"{returns.family}.{returns.key}",
                plan.gap_from - 10 * DAY,
                done,
                0.65 + 0.35 * mark[n],
            )
    return rows


def _money(story: Story) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cost lines, and the AI vendor's invoices (whose outcome line sums the statement)."""
    world = story.world
    vendor = story.stack.assistant
    lines = cost_lines(world.clock, world.staff, story.shifts, story.stack)
    costs = [
        {
            "cost_line_id": f"drop:cost:{line.month}:{line.kind}:{line.owner}",
            "period_start": line.first_on.isoformat(),
            "period_end": line.last_on.isoformat(),
            "kind": line.kind,
            "agent_id": f"{story.stack.helpdesk}:{int(world.staff.helpdesk_id[line.agent])}"
            if line.agent >= 0
            else None,
            "population": line.population,
            "vendor": line.vendor,
            "conversation_id": None,
            "amount": f"{line.cents // 100}.{line.cents % 100:02d}",
            "currency": line.currency,
            "source": "drop",
            "source_updated_at": _iso(unix(line.last_on) + DAY),
        }
        for line in lines
    ]
    billed: dict[str, int] = {}
    for at in story.bills.claimed_at[story.bills.withdrawn_at == NEVER]:
        month = datetime.fromtimestamp(int(at) + 7200, UTC).strftime("%Y-%m")
        billed[month] = billed.get(month, 0) + 1
    price = round(float(c.PRICE_PER_RESOLUTION) * 100)
    invoices = []
    for first, last in months(world.clock):
        month = f"{first:%Y-%m}"
        fee = next(x for x in lines if x.month == month and x.vendor == vendor)
        units = billed.get(month, 0)
        for unit, quantity, cents in (("resolution", units, units * price), ("platform_fee", 1, fee.cents)):
            invoices.append(
                {
                    "invoice_line_id": f"{vendor}:inv:{month}:{unit}",
                    "invoice_id": f"{vendor}:inv:{month}",
                    "vendor": vendor,
                    "period_start": first.isoformat(),
                    "period_end": last.isoformat(),
                    "unit": unit,
                    "quantity": quantity,
                    "amount": f"{cents // 100}.{cents % 100:02d}",
                    "currency": c.VENDOR_CURRENCY,
                    "source": vendor,
                    "source_updated_at": _iso(unix(last + timedelta(days=1))),
                }
            )
    return costs, invoices


def _groups(story: Story) -> list[dict[str, Any]]:
    channels = ("messaging", "email", "voice", None)
    return [
        {
            "group_id": f"{story.stack.helpdesk}:{number}",
            "name": name,
            "tier": 2 if name == "Specialists" else 1,
            "channel": channels[n],
            "schedule_id": _schedule_id(story),
            "source": "drop",
            "source_updated_at": "2024-01-08T09:00:00Z",
        }
        for n, (name, number) in enumerate(c.GROUPS)
    ]


def _schedule_id(story: Story) -> str:
    """Its id in the helpdesk where that keeps it, else one of the company's own."""
    return f"zendesk:{c.SCHEDULE}" if "zendesk" in story.stack.vendors else "drop:schedule:support"


def schedules(story: Story) -> list[dict[str, Any]]:
    """The hours in which people are rostered, on every day of the week, and the holidays around the world's years."""
    clock, schedule = story.world.clock, _schedule_id(story)
    common = {
        "schedule_id": schedule,
        "time_zone": ZONE,
        "source": "drop",
        "source_updated_at": "2024-01-08T09:00:00Z",
    }
    opens, shuts = _wall_clock(EARLY), _wall_clock(LATE + SLOTS_A_SHIFT * SLOT)
    weekly: list[dict[str, Any]] = [
        {
            "schedule_slot_id": f"{schedule}:weekday:{weekday}",
            "name": "Support hours",
            "weekday": weekday,
            "starts_at": opens,
            "ends_at": shuts,
            "holiday_on": None,
            "is_working": True,
        }
        for weekday in range(7)
    ]
    holidays: list[dict[str, Any]] = [
        {
            "schedule_slot_id": f"{schedule}:holiday:{day.isoformat()}",
            "name": name,
            "weekday": None,
            "starts_at": None,
            "ends_at": None,
            "holiday_on": day.isoformat(),
            "is_working": False,
        }
        for year in range(clock.start_on.year - 1, clock.end_on.year + 1)
        for name, day in (("Christmas Day", date(year, 12, 25)), ("Boxing Day", date(year, 12, 26)))
    ]
    return [common | row for row in (*weekly, *holidays)]


def _wall_clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def _dice(con: duckdb.DuckDBPyConnection, story: Story) -> None:
    draws = story.world.draws
    names = ("churn", "after_churn", "purchase", "after_purchase", "purchase_size", "refund", "renewal")
    columns: dict[str, Any] = {name: draws.uniform(f"value/{name}", story.roots) for name in names}
    con.register("value_dice", pa.table({"root": range(story.roots)} | columns))


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> dict[str, int]:
    """Write one JSON-lines file per entity and the manifest that vouches for them; returns rows per entity.

    What some vendor carries whole is left out of the files; the rows that they would hold are told to tests alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder.parent / "truth"
    truth.mkdir(exist_ok=True)
    _dice(con, story)
    costs, invoices = _money(story)
    entities: dict[str, Iterable[str]] = {
        "agents": map(json.dumps, _agents(story)),
        "coaching_sessions": (row[0] for row in con.execute(statement("drop_coaching_sessions")).fetchall()),
        "changes": map(json.dumps, [*_changes(story), *oversight.changes(story)]),
        "cost_lines": map(json.dumps, costs),
        "customer_value_events": (row[0] for row in con.execute(statement("drop_customer_value_events")).fetchall()),
        "groups": map(json.dumps, _groups(story)),
        "invoices": map(json.dumps, invoices),
        "outcome_claims": (row[0] for row in con.execute(statement("drop_outcome_claims")).fetchall()),
        "quality_scores": (row[0] for row in con.execute(statement("drop_quality_scores")).fetchall()),
        "schedules": map(json.dumps, schedules(story)),
        "training_events": map(json.dumps, training(story)),
    } | oversight.entities(con, story)
    files, counts = [], {}
    for entity, rows in entities.items():
        lines = list(rows)
        if entity in story.stack.carried:
            (truth / f"{entity}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
            continue
        for is_told in story.stack.tests(entity):
            lines = [line for line in lines if not is_told(json.loads(line))]
        data = "".join(line + "\n" for line in lines).encode()
        (folder / f"{entity}.jsonl").write_bytes(data)
        counts[entity] = len(lines)
        digest = hashlib.sha256(data).hexdigest()
        files.append({"name": f"{entity}.jsonl", "entity": entity, "rows": len(lines), "sha256": digest})
    clock = story.world.clock
    manifest = {
        "schema_version": 1,
        "source": "drop",
        "window_start": _iso(clock.start),
        "window_end": _iso(clock.end),
        "exported_at": _iso(clock.end),
        "supersedes": None,
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return counts
