"""Queues, staffing and hiring (methodology F)."""

from __future__ import annotations

from math import ceil
from typing import Any

from pipelines.planning import blended, chat, hiring, square_root
from pipelines.planning import erlang_a as with_patience
from pipelines.planning import erlang_b as blocked
from pipelines.planning import erlang_c as without_patience
from pipelines.planning import shrinkage as off_line
from pipelines.verification.plain import plain
from pipelines.verification.registry import verifies


@verifies
def erlang_b(agents: int, load: float) -> dict[str, Any]:
    return {"blocking": float(blocked.erlang_b(agents, load))}


@verifies
def erlang_b_load(agents: int, blocking: float) -> dict[str, Any]:
    return {"load": blocked.erlang_b_load(agents, blocking)}


@verifies
def erlang_c(calls: float, interval_s: float, aht_s: float, agents: int, target_s: float) -> dict[str, Any]:
    return plain(without_patience.erlang_c(calls, interval_s, aht_s, agents, target_s))


@verifies
def erlang_c_load(agents: int, load: float) -> dict[str, Any]:
    return {"prob_wait": float(without_patience.erlang_c_load(agents, load))}


@verifies
def min_agents_c(
    calls: float, interval_s: float, aht_s: float, sl: float, target_s: float, max_occ: float = 1.0
) -> dict[str, Any]:
    return plain(without_patience.min_agents_c(calls, interval_s, aht_s, sl, target_s, max_occ))


@verifies
def erlang_a(
    calls: float, interval_s: float, aht_s: float, patience_s: float, agents: int, target_s: float
) -> dict[str, Any]:
    return plain(with_patience.erlang_a(calls, interval_s, aht_s, patience_s, agents, target_s))


@verifies
def min_agents_a(
    calls: float,
    interval_s: float,
    aht_s: float,
    patience_s: float,
    sl: float,
    target_s: float,
    max_abandon: float = 1.0,
) -> dict[str, Any]:
    return plain(with_patience.min_agents_a(calls, interval_s, aht_s, patience_s, sl, target_s, max_abandon))


@verifies
def sqrt_staffing(load: float, beta: float) -> dict[str, Any]:
    return {"agents": square_root.sqrt_staffing(load, beta)}


@verifies
def halfin_whitt(beta: float) -> dict[str, Any]:
    return {"prob_wait": square_root.halfin_whitt(beta)}


@verifies
def garnett(beta: float, theta_over_mu: float) -> dict[str, Any]:
    return plain(square_root.garnett(beta, theta_over_mu))


@verifies
def chat_staffing(
    chats: float,
    interval_s: float,
    single_aht_s: float,
    concurrency: float,
    slowdown: float,
    sl: float,
    target_s: float,
) -> dict[str, Any]:
    return plain(chat.chat_staffing(chats, interval_s, single_aht_s, concurrency, slowdown, sl, target_s))


@verifies
def shrinkage_gross_up(agents: float, shrinkage: float) -> dict[str, Any]:
    wrong = ceil(agents * (1 + shrinkage) - 1e-9)
    return {"scheduled": int(off_line.shrinkage_gross_up(agents, shrinkage)), "naive_wrong": wrong}


@verifies
def blended_capacity(
    intents: list[dict[str, Any]],
    interval_s: float,
    ai_repeat_rate: float,
    handoff_extra_s: float,
    sl: float,
    target_s: float,
    shrinkage: float,
) -> dict[str, Any]:
    loads = [
        blended.IntentLoad(row["contacts"], row["human_aht_s"], row["ai_attempt"], row["ai_contain"]) for row in intents
    ]
    return plain(blended.blended_capacity(loads, interval_s, ai_repeat_rate, handoff_extra_s, sl, target_s, shrinkage))


@verifies
def hire_plan(
    gap_fte: float,
    need_week: int,
    train_weeks: int,
    ramp: list[float],
    weekly_attrition: float,
    lead_weeks: int,
    weeks_in_production: int,
) -> dict[str, Any]:
    return plain(
        hiring.hire_plan(gap_fte, need_week, train_weeks, ramp, weekly_attrition, lead_weeks, weeks_in_production)
    )


@verifies
def effective_fte(
    start_headcount: float,
    weekly_attrition: float,
    classes: list[dict[str, Any]],
    train_weeks: int,
    ramp: list[float],
    week: float,
) -> dict[str, Any]:
    groups = [hiring.HireClass(group["start_week"], group["hires"]) for group in classes]
    return {"effective_fte": hiring.effective_fte(start_headcount, weekly_attrition, groups, train_weeks, ramp, week)}
