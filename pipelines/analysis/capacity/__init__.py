"""How many people are needed, when, under which scenario, and by when to hire them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from pipelines.analysis.analysis import DAY, FLAG, MOMENT, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.analysis.capacity.assumptions import (
    Assumptions,
    Number,
    as_day,
    patience,
    ramp,
    shrinkage,
    weekly_attrition,
)
from pipelines.analysis.capacity.blend import Scenario, read_blend
from pipelines.analysis.capacity.forecasts import Forecast, accuracy_rows, forecast, forecast_rows
from pipelines.analysis.capacity.gate import gate
from pipelines.analysis.capacity.hiring import Terms, hiring_rows
from pipelines.analysis.capacity.queues import RECENT_DAYS, Queue, read_queues
from pipelines.analysis.capacity.requirements import Desk, desk
from pipelines.analysis.capacity.swaps import swap_rows
from pipelines.analysis.capacity.weeks import Pay, interval_rows, staffed_hours, weekly_rows
from pipelines.planning.hiring_plan import Staff
from pipelines.planning.staffing import Service

DEMAND, STAFF = "intermediate.int_demand_slots", "intermediate.int_staff_slots"
CELLS, AGENTS, WEEKS = (
    "intermediate.int_capacity_cells",
    "intermediate.int_agent_queues",
    "intermediate.int_agent_weeks",
)
WAITS, SESSIONS = "intermediate.int_queue_counts", "intermediate.int_session_statistics"
TIMES, PEOPLE = "marts.measure_workforce_time", "core.dim_agents"
FAMILIES, THRESHOLDS = "standard.channel_groups", "standard.queue_thresholds"
ASSUMPTIONS, SCENARIOS = "standard.planning_assumptions", "standard.planning_scenarios"


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    """Demand ahead with its record, people needed by 10 minutes, by week and scenario, and hire-by dates."""
    queues = read_queues(tables[DEMAND], tables[STAFF], tables[FAMILIES], tables[THRESHOLDS])
    if not queues:
        return dict.fromkeys(ANALYSIS.writes, ())
    forecasts = {queue.name: found for queue in queues if (found := forecast(queue)) is not None}
    assumed = Assumptions(tables[ASSUMPTIONS])
    cells = tables[CELLS].to_pylist()
    desks = []
    for queue in queues:
        if queue.name in forecasts:
            planned = _desk(queue, forecasts[queue.name], assumed, cells, tables)
            desks += [planned] if planned else []
    blend = read_blend(assumed, _recent(cells, queues))
    lost = shrinkage(assumed, tables[TIMES])
    leaving = _attrition(desks, assumed, tables)
    pay = Pay(lost.value, assumed["paid_hours"], leaving.value)
    scenarios = [_scenario(row) for row in tables[SCENARIOS].to_pylist()]
    scenarios.sort(key=lambda one: (one.order, one.name))
    common = f"shrinkage {lost.value:.0%}: {lost.source}; returns to people {blend.return_share.value:.0%}:"
    common += (
        f" {blend.return_share.source}; extra time after the AI {blend.extra_s.value:.0f} s: {blend.extra_s.source}"
    )
    weekly = weekly_rows(desks, blend, scenarios, pay, {one.queue.name: _basis(one, common) for one in desks})
    return {
        "forecast_accuracy": accuracy_rows(list(forecasts.values())),
        "demand_forecasts": forecast_rows(list(forecasts.values())),
        "interval_requirements": interval_rows(desks),
        "weekly_requirements": weekly,
        "hiring_plan": hiring_rows(
            weekly, scenarios, _terms(desks, assumed, pay, leaving, blend.ai_share, cells, tables, common)
        )
        if desks
        else [],
        "capacity_swaps": swap_rows(desks, tables[AGENTS]),
    }


def _desk(
    queue: Queue, ahead: Forecast, assumed: Assumptions, cells: Sequence[dict[str, Any]], tables: Tables
) -> Desk | None:
    """Null for a queue in which nobody was ever timed: without a handle time nothing can be planned."""
    mine = [row for row in _recent(cells, [queue]) if row["queue"] == queue.name]
    timed = sum(row["timed"] for row in mine)
    if not timed:
        return None
    handle_s = sum(row["handle_seconds"] for row in mine) / timed
    service, waits = None, None
    if queue.threshold_s is not None:
        group = {row["channel"]: row["channel_group"] for row in tables[FAMILIES].to_pylist()}
        waits = patience(assumed, tables[WAITS], group, queue.name)
        at_once, seen = _concurrency(tables, group, queue.name, assumed)
        slowdown = assumed["chat_slowdown"] if at_once > 1 else 0.0
        service = Service(
            handle_s=handle_s / (1 + slowdown * (seen - 1)),
            patience_s=waits.value,
            target_s=queue.threshold_s,
            level=assumed["service_level"],
            max_abandon=assumed["maximum_abandonment"],
            concurrency=at_once,
            slowdown=slowdown,
        )
        handle_s = service.handle_s
    return desk(queue, ahead, handle_s, service, waits, assumed["workload_occupancy"])


def _concurrency(tables: Tables, group: dict[str, str], queue: str, assumed: Assumptions) -> tuple[float, float]:
    """Contacts per person to plan for, and the mean seen; 1 and 1 where sessions never ran beside each other."""
    mine = [
        row
        for row in tables[SESSIONS].to_pylist()
        if row["period"] == "all" and group.get(row["channel"], row["channel"]) == queue
    ]
    peak = max((row["peak_sessions"] or 1 for row in mine), default=1)
    busy = sum(row["busy_seconds"] or 0.0 for row in mine)
    seen = sum(row["session_seconds"] or 0 for row in mine) / busy if busy else 1.0
    return (min(assumed["chat_concurrency"], float(peak)), seen) if peak > 1 else (1.0, 1.0)


def _recent(cells: Sequence[dict[str, Any]], queues: Sequence[Queue]) -> list[dict[str, Any]]:
    """Cells of the last twelve weeks; returns need older ones, and bring their own count."""
    if not queues:
        return []
    since = queues[0].first_on + timedelta(days=queues[0].days - RECENT_DAYS)
    old = ("kept_watched", "kept_returned", "queue", "intent_id", "complexity", "week_start_on")
    return [
        row if row["week_start_on"] >= since else {**dict.fromkeys(row, 0), **{name: row[name] for name in old}}
        for row in cells
    ]


def _attrition(desks: Sequence[Desk], assumed: Assumptions, tables: Tables) -> Number:
    people = [
        (hired, as_day(row["terminated_at"]))
        for row in tables[PEOPLE].to_pylist()
        if row["actor_type"] == "human" and (hired := as_day(row["hired_at"])) is not None
    ]
    if not desks:
        return assumed.number("weekly_attrition", None, "")
    queue = desks[0].queue
    return weekly_attrition(assumed, people, queue.first_on, queue.first_on + timedelta(days=queue.days - 1))


def _terms(
    desks: Sequence[Desk],
    assumed: Assumptions,
    pay: Pay,
    leaving: Number,
    ai_share: float | None,
    cells: Sequence[dict[str, Any]],
    tables: Tables,
    common: str,
) -> Terms:
    hours = [staffed_hours(one) for one in desks]
    curve, is_own = ramp(assumed, tables[WEEKS])
    blend = read_blend(assumed, cells)
    staff = None
    if all(known is not None for known in hours):
        staff = Staff(
            headcount=pay.fte(sum(known for known in hours if known is not None)),
            weekly_attrition=pay.weekly_attrition,
            train_weeks=int(assumed["train_weeks"]),
            lead_weeks=int(assumed["lead_weeks"]),
            ramp=curve,
        )
    basis = (
        f"{common}; attrition {leaving.value:.2%} a week: {leaving.source}; ramp of {len(curve)} weeks:"
        f" {'own data' if is_own else 'planning assumption'}; lead {assumed['lead_weeks']:.0f} and training"
        f" {assumed['train_weeks']:.0f} weeks: planning assumption; requirement held after week 13"
    )
    return Terms(
        staff=staff,
        first_monday=desks[0].forecast.first_monday,
        productive_hours=pay.paid_hours * (1 - pay.shrinkage),
        overtime_premium=assumed["overtime_premium"],
        ai_share=ai_share,
        gate=gate(blend.return_share, cells),
        basis=basis,
    )


def _basis(one: Desk, common: str) -> str:
    parts = ["demand: opening times of conversations"]
    parts.append("staff: shifts and states" if one.queue.on_line is not None else "staff: not known")
    if one.service is not None and one.patience is not None:
        parts.append(f"patience {one.patience.value:,.0f} s: {one.patience.source}")
        parts.append(f"{one.service.concurrency:.0f} at once")
    else:
        parts.append("asynchronous: hours of work")
    if one.queue.on_line is None:
        parts.append("hours: whenever somebody came")
    if one.is_overdispersed:
        parts.append(f"arrivals vary {one.dispersion:.1f} times as much as chance: 80th percentile planned")
    if one.forecast.week_reach is None:
        parts.append("no range: less than two whole weeks are known")
    elif one.forecast.choice is None:
        parts.append("range: how far whole weeks differ, too few to test the forecast on")
    return "; ".join([*parts, common])


def _scenario(row: dict[str, Any]) -> Scenario:
    return Scenario(
        row["scenario"],
        row["scenario_order"],
        row["ai_share"],
        row["volume_change"],
        row["handle_time_change"],
        row["written_to_live_share"],
    )


ANALYSIS = Analysis(
    name="plan capacity",
    reads={
        DEMAND: schema(
            queue=TEXT,
            local_on=DAY,
            day_slot=WHOLE,
            contacts=WHOLE,
            first_contacts=WHOLE,
            received_by_ai=WHOLE,
            kept_by_ai=WHOLE,
        ),
        STAFF: schema(queue=TEXT, local_on=DAY, day_slot=WHOLE, planned_seconds=REAL, on_line_seconds=REAL),
        CELLS: schema(
            queue=TEXT,
            intent_id=TEXT,
            complexity=WHOLE,
            week_start_on=DAY,
            contacts=WHOLE,
            first_contacts=WHOLE,
            first_tried_by_ai=WHOLE,
            first_kept_by_ai=WHOLE,
            kept_watched=WHOLE,
            kept_returned=WHOLE,
            timed=WHOLE,
            handle_seconds=WHOLE,
            direct_timed=WHOLE,
            direct_seconds=WHOLE,
            extra_timed=WHOLE,
            extra_seconds=WHOLE,
            judged=WHOLE,
            verified=WHOLE,
            rated=WHOLE,
            satisfied=WHOLE,
        ),
        AGENTS: schema(agent_id=TEXT, queue=TEXT, share=REAL),
        WEEKS: schema(
            actor_id=TEXT,
            population=TEXT,
            week_number=WHOLE,
            is_tenured=FLAG,
            timed=WHOLE,
            handle_seconds=WHOLE,
            expected_seconds=REAL,
            judged=WHOLE,
            verified=WHOLE,
            expected_verified=REAL,
        ),
        WAITS: schema(channel=TEXT, period=TEXT, watched_wait_seconds=WHOLE, watched_abandoned=WHOLE),
        SESSIONS: schema(
            channel=TEXT, period=TEXT, sessions=WHOLE, session_seconds=WHOLE, busy_seconds=REAL, peak_sessions=WHOLE
        ),
        TIMES: schema(
            period=TEXT, team=TEXT, n=WHOLE, paid_seconds=WHOLE, handling_seconds=WHOLE, available_seconds=WHOLE
        ),
        PEOPLE: schema(actor_type=TEXT, hired_at=MOMENT, terminated_at=MOMENT),
        FAMILIES: schema(channel=TEXT, channel_group=TEXT),
        THRESHOLDS: schema(channel=TEXT, threshold_seconds=WHOLE),
        ASSUMPTIONS: schema(assumption=TEXT, position=WHOLE, value=REAL),
        SCENARIOS: schema(
            scenario=TEXT,
            scenario_order=WHOLE,
            ai_share=REAL,
            volume_change=REAL,
            handle_time_change=REAL,
            written_to_live_share=REAL,
        ),
    },
    writes={
        "forecast_accuracy": schema(
            queue=TEXT,
            forecaster=TEXT,
            is_chosen=FLAG,
            origins=WHOLE,
            days_ahead=WHOLE,
            n=WHOLE,
            wape=REAL,
            mase=REAL,
            bias=REAL,
            sentence=TEXT,
        ),
        "demand_forecasts": schema(
            queue=TEXT,
            forecast_on=DAY,
            days_ahead=WHOLE,
            forecaster=TEXT,
            first_contacts=REAL,
            low=REAL,
            high=REAL,
            is_beyond_test=FLAG,
        ),
        "interval_requirements": schema(
            queue=TEXT,
            weekday=WHOLE,
            day_slot=WHOLE,
            starts_at=TEXT,
            is_open=FLAG,
            contacts=REAL,
            required_agents=REAL,
            required_agents_stress=REAL,
            square_root_agents=REAL,
            workload_agents=REAL,
            staffed_agents=REAL,
            gap_agents=REAL,
            ai_n=WHOLE,
            ai_kept=WHOLE,
            ai_absorption=REAL,
            model=TEXT,
        ),
        "weekly_requirements": schema(
            scenario=TEXT,
            scenario_order=WHOLE,
            week_start_on=DAY,
            weeks_ahead=WHOLE,
            queue=TEXT,
            first_contacts=REAL,
            contacts_for_people=REAL,
            handle_seconds=REAL,
            line_hours=REAL,
            required_fte=REAL,
            required_fte_low=REAL,
            required_fte_high=REAL,
            required_fte_stress=REAL,
            square_root_fte=REAL,
            staffed_fte=REAL,
            effective_fte=REAL,
            gap_fte=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
            basis=TEXT,
        ),
        "hiring_plan": schema(
            scenario=TEXT,
            scenario_order=WHOLE,
            class_number=WHOLE,
            offer_by_on=DAY,
            start_on=DAY,
            productive_on=DAY,
            need_on=DAY,
            hires=WHOLE,
            required_fte=REAL,
            required_fte_low=REAL,
            required_fte_high=REAL,
            missing_fte=REAL,
            late_weeks=WHOLE,
            late_cost_amount=REAL,
            is_gate_open=FLAG,
            sentence=TEXT,
            basis=TEXT,
        ),
        "capacity_swaps": schema(
            queue=TEXT,
            n=WHOLE,
            met_by_ai=WHOLE,
            met_by_people=WHOLE,
            unmet=WHOLE,
            met_share=REAL,
            met_share_low=REAL,
            met_share_high=REAL,
            minutes_to_shift=REAL,
            people=WHOLE,
            people_in_several_queues=WHOLE,
            skill_coverage=REAL,
            is_withheld=FLAG,
            withheld_reason=TEXT,
            sentence=TEXT,
        ),
    },
    compute=compute,
)
