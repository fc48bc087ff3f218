"""What an outcome costs, what a vendor may bill, what staying customers are worth (methodology A.8 to A.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from pipelines.macros import project_macros
from pipelines.statistics import retained_value as retained
from pipelines.verification.registry import verifies
from pipelines.verification.sql import model, query

ENDED = datetime(2026, 1, 1)
MICROS = 1_000_000
DISPUTED = ("test", "duplicate", "no_answer", "handed_off", "negative_signal", "reopened", "repeat")


@verifies
def cost_verified(human: Mapping[str, Any], ai: Mapping[str, Any]) -> dict[str, Any]:
    """Sums of a period through the mart: what people and the AI cost per contact and per verified resolution."""
    macros = project_macros()
    rework = query(
        f"select {macros.loaded_labour('minutes', 'rate', 'share')} as cost from (select $minutes as minutes, "
        "$rate as rate, $share as share) as given",
        {"minutes": ai["rework_minutes"], "rate": human["loaded_rate"], "share": human["productive_share"]},
    )["cost"]
    human_direct = human["paid_hours"] * human["loaded_rate"] + human["other_cost"]
    ai_direct = (
        ai["billed_resolutions"] * ai["fee"]
        + ai["platform"]
        + ai["tokens_m"] * ai["price_per_m"]
        + ai["oversight_hours"] * human["loaded_rate"]
    )
    people = _parts("human", human_direct, -rework, human["contacts"], human["contacts"], human["verified"])
    machine = _parts("ai", ai_direct, rework, ai["contacts"], ai["billed_resolutions"], ai["verified"])
    rows = _costs([people, machine])
    before = _costs([{**side, "net_micros": side["direct_micros"]} | _settled(side) for side in (people, machine)])
    return {
        "human_total": float(rows["human"]["direct_cost_amount"]),
        "human_cost_per_contact": before["human"]["cost_per_contact"],
        "human_cost_per_verified": before["human"]["cost_per_verified"],
        "ai_direct": float(rows["ai"]["direct_cost_amount"]),
        "ai_rework": rework,
        "ai_total": float(rows["ai"]["cost_amount"]),
        "ai_cost_per_contact": before["ai"]["cost_per_contact"],
        "ai_cost_per_billed": before["ai"]["cost_per_resolution"],
        "ai_cost_per_verified": rows["ai"]["cost_per_verified"],
        "human_total_net_of_rework": float(rows["human"]["cost_amount"]),
        "human_cost_per_verified_net": rows["human"]["cost_per_verified"],
        "blended_cost_per_verified": rows["all"]["cost_per_verified"],
    }


def _settled(side: Mapping[str, Any]) -> dict[str, Any]:
    return {"settled_net_micros": side["direct_micros"]}


def _parts(population: str, direct: float, rework: float, contacts: int, claimed: int, verified: int) -> dict[str, Any]:
    """One row of the sums over legs, all of them settled; what the example does not tell is zero."""
    micros, moved = round(direct * MICROS), round(rework * MICROS)
    unsaid = (
        "below_bar_micros",
        "variable_known_legs",
        "variable_micros",
        "settled_variable_micros",
        "variable_legs",
        "variable_cents",
        "unknown_moves",
        "untraceable",
        "actors",
    )
    squares = ("net_cents", "net_cents_squared", "variable_cents_squared")
    return {
        "population": population,
        "dimension": "all",
        "member": "all",
        "period": "all",
        "period_start_on": None,
        "direct_micros": micros,
        "rework_micros": moved,
        "net_micros": micros + moved,
        "settled_net_micros": micros + moved,
        "legs": contacts,
        "costed_legs": contacts,
        "net_legs": contacts,
        "contacts": contacts,
        "claimed": claimed,
        "settled": contacts,
        "verified": verified,
        **dict.fromkeys((*unsaid, *squares), 0),
    }


def _costs(parts: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    fields = [(name, pa.int64()) for name in parts[0] if name not in ("population", "dimension", "member", "period")]
    fields = [(name, pa.date32() if name == "period_start_on" else kind) for name, kind in fields]
    texts = [(name, pa.string()) for name in ("population", "dimension", "member", "period")]
    rows = model(
        "measure_cost_per_outcome",
        int_outcome_cost_parts=pa.Table.from_pylist([dict(part) for part in parts], schema=pa.schema(texts + fields)),
        int_unallocated_costs=[
            {"population": name, "period": "all", "paid_micros": 1, "unallocated_micros": 0} for name in ("human", "ai")
        ],
        int_horizon_found=[{"observed_until": ENDED}],
    )
    return {row["population"]: row for row in rows}


@verifies
def billing_audit(lines: Sequence[Mapping[str, Any]], window_days: int) -> dict[str, Any]:
    """Billed lines through matching, judgement and the totals of the audit."""
    claims = [
        {
            "claim_id": f"{number:04d}",
            "conversation_id": line["conversation"],
            "vendor": "ada",
            "outcome": "resolved",
            "claim_state": "assumed",
            "claimed_at": ENDED + timedelta(minutes=number),
            "withdrawn_at": None,
            "billed_amount": line["amount"],
            "currency": "USD",
            "invoice_id": "i",
            "first_known_at": ENDED,
            "extracted_at": ENDED,
        }
        for number, line in enumerate(lines)
    ]
    first: dict[str, Mapping[str, Any]] = {}
    for line in lines:
        first.setdefault(line["conversation"], line)
    found = {name: line for name, line in first.items() if line["found"]}
    billed = sum(round(line["amount"] * MICROS) for line in lines)
    tables: dict[str, Any] = {
        "int_outcome_claims_unioned": pa.Table.from_pylist(
            claims, schema=pa.schema([(name, _type(name)) for name in claims[0]])
        ),
        "int_conversation_records_ranked": [{"conversation_id": name, "canonical_id": name} for name in found],
        "int_conversation_judgements": pa.Table.from_pylist(
            [_judgement(name, line) for name, line in found.items()],
            schema=pa.schema([(name, _type(name)) for name in _judgement("", next(iter(first.values())))]),
        ),
        "int_conversation_csat": pa.table(
            {
                "conversation_id": pa.array([], pa.string()),
                "csat": pa.array([], pa.float64()),
                "rating_id": pa.array([], pa.string()),
            }
        ),
        "int_outcome_invoices": pa.Table.from_pylist(
            [_invoice(billed, len(lines))], schema=pa.schema([(name, _type(name)) for name in _invoice(0, 0)])
        ),
    }
    variables = {"verification_days": window_days}
    states = [row["state"] for row in model("int_audit_lines", variables, **tables)]
    (totals,) = model("int_audit_totals", variables, **tables)
    amount = {
        name: totals[f"{name}_micros"] / MICROS
        for name in ("billed", "verified", "disputed", "unverifiable", "pending")
    }
    return {
        **{f"{name}_lines": totals[f"{name}_lines"] for name in amount},
        **{f"{name}_amount": value for name, value in amount.items()},
        "by_reason": {reason: states.count(reason) for reason in DISPUTED},
        "effective_price_per_verified": totals["effective_price_per_verified"],
    }


def _judgement(name: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a conversation that ended at `ENDED`, as the line tells them."""
    days = line["days_to_repeat"]
    return {
        "conversation_id": name,
        "population": "ai",
        "last_leg_id": f"{name}:1",
        "end_at": ENDED,
        "is_substantive": line["answered"],
        "is_handed_off": line["handed_off"],
        "is_negative_signal": line["negative_signal"],
        "is_traceable": True,
        "exclusion_reason": "test" if line["test"] else None,
        "reopened_at": ENDED + timedelta(hours=1) if line["reopened"] else None,
        "repeat_conversation_id": None,
        "repeat_leg_id": None,
        "repeat_at": None if days is None else ENDED + timedelta(days=days),
        "is_elsewhere": None,
        "observed_until": ENDED + timedelta(days=line["days_observed"]),
    }


def _invoice(micros: int, quantity: int) -> dict[str, Any]:
    return {
        "invoice_id": "i",
        "vendor": "ada",
        "fee_month": ENDED.date(),
        "period_end": ENDED.date(),
        "amount_micros": micros,
        "quantity": quantity,
        "credit_micros": 0,
        "cap_micros": None,
    }


def _type(column: str) -> pa.DataType:
    if column.endswith(("_at", "_until")):
        return pa.timestamp("us")
    if column.startswith("is_"):
        return pa.bool_()
    if column.endswith("_micros") or column == "quantity":
        return pa.int64()
    if column in ("fee_month", "period_end"):
        return pa.date32()
    return pa.float64() if column == "billed_amount" else pa.string()


@verifies
def retained_value(
    strata: Sequence[Mapping[str, int]], margin_per_month: float, horizon_months: float
) -> dict[str, Any]:
    value = retained.retained_value([retained.Stratum(**row) for row in strata], margin_per_month, horizon_months)
    if value is None:
        raise ValueError("no stratum has both exposed and control customers")
    return asdict(value)
