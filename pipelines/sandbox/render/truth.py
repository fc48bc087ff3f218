"""What really happened, for tests alone: no loader and no model reads this folder."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.sandbox.render.drop import knowledge_snapshots
from pipelines.sandbox.render.frames import Story
from pipelines.sandbox.render.statements import statement
from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.draws import Flags
from pipelines.sandbox.world.events import events
from pipelines.sandbox.world.ledger import cost_lines
from pipelines.sandbox.world.reviews import DEAF_TO, DIMENSIONS, GRADERS, MILDNESS, VENDOR_KINDNESS
from pipelines.sandbox.world.staff import gap_cohort_month


def render(con: duckdb.DuckDBPyConnection, folder: Path, story: Story) -> None:
    """Write contacts, jobs, people, bills, agents and reviews as Parquet, and the planted parameters as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("contacts", "jobs", "people", "bills", "agents", "reviews"):
        con.execute(f"copy ({statement(f'truth_{name}')}) to '{folder / name}.parquet' (format parquet)")
    if "openai_usage" in story.stack.vendors:
        con.execute(f"copy token_days to '{folder / 'token_days'}.parquet' (format parquet)")
    plan, world = story.plan, story.world
    bills = story.bills
    lines = cost_lines(world.clock, world.staff, story.shifts, story.stack)
    totals: dict[str, int] = {}
    for line in lines:
        key = f"{line.kind}:{line.population}:{line.currency}"
        totals[key] = totals.get(key, 0) + line.cents
    known = ~world.people.is_anonymous_in_chat[story.contacts.person[bills.contact]]
    mature = story.contacts.ai_ends_at[bills.contact] + 7 * 86400 <= world.clock.end

    def share(mask: Flags) -> float | None:
        chosen = bills.is_overclaimed[mask]
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
        "coaching_works": {
            "from": plan.coaching_from,
            "gain": plan.coaching_gain,
            "quality": plan.coaching_quality,
            "coached": int((story.starts.week < world.clock.end).sum()),
        },
        "volume_surge": {
            "from": plan.surge_from,
            "until": plan.surge_until,
            "share": plan.surge_share,
            "waiting_cost": plan.surge_cost,
        },
        "mix_shift": {"from": plan.mix_from, "share": plan.mix_share, "to_complexity_from": c.HARD},
        "vendor_better_on_easy_only": {
            "easy_up_to_complexity": plan.trial_easy,
            "ai_share": plan.trial_ai_share,
            "ai_resolves": plan.trial_ai_resolves,
        },
        "event_rise": [
            {
                "ops_event_id": f"drop:ops:{event.key}",
                "intent": f"{c.INTENTS[event.intent].family}.{c.INTENTS[event.intent].key}",
                "from": event.started_at + event.lag,
                "until": event.started_at + event.lag + event.lasts,
                "rise": event.rise,
            }
            for event in events(world.clock)
        ],
        "graders": {
            "vendor_kindness": VENDOR_KINDNESS,
            "ai_deaf_to": DIMENSIONS[DEAF_TO],
            "mildness": dict(zip(GRADERS, MILDNESS.tolist(), strict=True)),
        },
        "overclaim": {
            "billed": len(bills.contact),
            "overclaimed": int(bills.is_overclaimed.sum()),
            "share": share(mature | True),
            "share_mature": share(mature),
            "share_mature_identified": share(mature & known),
        },
        "knowledge_snapshots": knowledge_snapshots(story),
        "cost_cents": totals,
        "comes_back_probability": 0.75,
    }
    (folder / "truth.json").write_text(json.dumps(truth, indent=2, sort_keys=True) + "\n", encoding="utf-8")
