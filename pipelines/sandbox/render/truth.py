"""What really happened, for tests alone: no loader and no model reads this folder."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.sandbox.render.drop import knowledge_snapshots
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.ledger import cost_lines
from pipelines.sandbox.world.staff import gap_cohort_month

_CONTACTS = f"""
select k.contact, k.root as journey, k.level, k.person, k.moment as began_at, i.family || '.' || i.key as intent, i.complexity,
    ['chat', 'email', 'web', 'voice', 'messaging'][k.channel + 1] as channel, k.ticket_id,
    case when k.channel = {c.CHAT} then k.ada_id end as ada_id,
    coalesce('zendesk:' || k.ticket_id, 'ada:' || k.ada_id) as conversation_id,
    k.channel = {c.CHAT} as has_ai, k.needs_person and not k.gives_up_waiting as has_person, k.is_ai_only, k.is_engaged,
    k.is_spam, k.is_test, k.is_unlabelled, k.gives_up_waiting as is_abandoned, k.hand_over, k.is_transferred, k.is_reopened,
    a.helpdesk_id as first_agent_id, a.cohort_month, v.name as ai_version, k.is_disclosed, k.asked_turn >= 0 as asked_for_person,
    p.is_anonymous_in_chat, k.is_resolved,
    k.is_resolved and (k.return_at is null or k.return_at > coalesce(k.solved_at, k.ai_ends_at) + 7 * 86400) as is_durable,
    k.comes_back, k.back_at, k.return_at, k.ai_ends_at, k.handed_at, k.solved_at, k.rating_is_satisfied as is_satisfied,
    nullif(k.rating_score, 0) as score, k.says_resolved as vendor_says_resolved
from contacts k join intents i using (intent) join people p using (person) join versions v using (version)
left join agents a on a.agent = k.agent and k.needs_person and not k.gives_up_waiting
order by k.contact
"""

_BILLS = """
select 'ada:bill:' || (k.root * 4 + k.level) as claim_id, k.contact, 'ada:' || k.ada_id as conversation_id, b.claimed_at,
    b.is_overclaimed, p.is_anonymous_in_chat, k.ai_ends_at, k.ai_ends_at + 7 * 86400 <= world_end() as is_mature,
    k.return_at < world_end() as return_is_visible, k.return_at
from bills b join contacts k using (contact) join people p using (person) order by b.bill
"""

_JOBS = """
select j.job, j.contact, k.ticket_id, a.helpdesk_id as agent_id, j.kind, j.asked_at, j.started_at, j.ended_at
from jobs j join contacts k using (contact) join agents a on a.agent = j.agent order by j.job
"""

_PEOPLE = "select person, helpdesk_id, is_anonymous_in_chat, has_two_devices, account from people order by person"


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> None:
    """Write contacts, jobs, people and bills as Parquet, and the planted parameters as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sql in {"contacts": _CONTACTS, "jobs": _JOBS, "people": _PEOPLE, "bills": _BILLS}.items():
        con.execute(f"copy ({sql}) to '{folder / name}.parquet' (format parquet)")
    plan, world = story.plan, story.world
    bills = story.bills
    lines = cost_lines(world.clock, world.staff, story.shifts)
    totals: dict[str, int] = {}
    for line in lines:
        key = f"{line.kind}:{line.population}:{line.currency}"
        totals[key] = totals.get(key, 0) + line.cents
    known = ~world.people.is_anonymous_in_chat[story.contacts.person[bills.contact]]
    mature = story.contacts.ai_ends_at[bills.contact] + 7 * 86400 <= world.clock.end

    def share(mask: object) -> float | None:
        chosen = bills.is_overclaimed[mask]  # type: ignore[index]
        return float(chosen.mean()) if len(chosen) else None

    cohort = gap_cohort_month(world.clock)
    truth = {
        "plants": sorted(plan.plants),
        "training_gap": {
            "cohort": f"{cohort // 12}-{cohort % 12 + 1:02d}",
            "family": c.FAMILIES[plan.gap_family],
            "from": plan.gap_from,
            "factor": plan.gap_factor,
        },
        "stale_snapshot": {
            "intents": [f"{c.INTENTS[n].family}.{c.INTENTS[n].key}" for n in plan.policy_intents],
            "live_for_humans_at": plan.policy_live_for_humans_at,
            "live_for_ai_at": plan.policy_live_for_ai_at,
            "factor": plan.stale_factor,
        },
        "scope_creep": {
            "intent": f"{c.INTENTS[plan.creep_intent].family}.{c.INTENTS[plan.creep_intent].key}",
            "from": plan.creep_from,
            "resolution": plan.creep_resolution,
        },
        "overclaim": {
            "billed": len(bills.contact),
            "overclaimed": int(bills.is_overclaimed.sum()),
            "share": share(slice(None)),
            "share_mature": share(mature),
            "share_mature_identified": share(mature & known),
        },
        "knowledge_snapshots": knowledge_snapshots(story),
        "cost_cents": totals,
        "comes_back_probability": 0.75,
    }
    (folder / "truth.json").write_text(json.dumps(truth, indent=2, sort_keys=True) + "\n", encoding="utf-8")
