"""What a page must show, worked out from the published DuckDB file with the rounding rules written down once more.

Each number on a page carries `data-cell`, the name of its mart row. `cells` gives the text for every such name.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

NOT_SHOWN = "not shown"


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """Half away from zero, on the exact value of the binary number, as browsers do."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def count(value: float) -> str:
    return f"{rounded(value, 0):,}"


def share(value: float, digits: int = 0) -> str:
    return f"{rounded(value * 100, digits)} %"


def digits(low: float | None, high: float | None) -> int:
    """Tenths of a percent only where the range is narrower than two percent."""
    return 1 if low is not None and high is not None and high - low < 0.02 else 0


def money(value: float, currency: str = "USD") -> str:
    # Browsers group digits on the shortest decimal that means the number: 65.175 is half a cent, not a little less.
    return f"{rounded(Decimal(repr(value)), 2):,} {currency}"


def duration(seconds: float) -> str:
    whole = int(rounded(seconds, 0)) if seconds < 600 else int(rounded(seconds / 60, 0)) * 60
    if whole < 60:
        return f"{whole} s"
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    first = next(index for index, (_, size) in enumerate(sizes) if whole >= size)
    (name, size), (small_name, small_size) = sizes[first], sizes[first + 1]
    rest = whole % size // small_size
    return f"{whole // size} {name}" + (f" {rest} {small_name}" if rest else "")


def signed(value: float) -> str:
    text = tidy(f"{rounded(value * 100, 1):,}")
    return "+" + text if value > 0 and re.search("[1-9]", text) else text


def tidy(text: str) -> str:
    """Nothing has no sign."""
    return text.removeprefix("-") if not re.search("[1-9]", text) else text


WRITERS = {
    "seconds": duration,
    "amount": money,
    "count": count,
    "score": lambda value: f"{rounded(value, 2):,}",
    "number": lambda value: tidy(f"{rounded(value, 1):,}"),
    "points": lambda value: f"{signed(value)} points",
    "relative": lambda value: f"{signed(value)} %",
    "per_1000": lambda value: f"{rounded(value, 1):,} in 1,000",
    "days": lambda value: tidy(f"{rounded(value, 1):,}") + " days",
    "weeks": lambda value: tidy(f"{rounded(value, 1):,}") + " weeks",
}


def written(value: float, unit: str, share_digits: int = 0) -> str:
    return share(value, share_digits) if unit == "share" else WRITERS[unit](value)


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    if low is None or high is None:
        return None
    first, last = (written(end, unit, digits(low, high)) for end in (low, high))
    if first == last:
        return None
    for repeated in (" %", " USD", " points", " in 1,000", " days", " weeks"):
        first = first.removesuffix(repeated)
    return f"{first} to {last}"


def figure(cell: str, row: dict[str, Any]) -> dict[str, str]:
    if row["is_withheld"] or row["value"] is None:
        return {f"{cell}/value": NOT_SHOWN}
    texts = {f"{cell}/value": written(row["value"], row["unit"], digits(row["value_low"], row["value_high"]))}
    span = interval(row["value_low"], row["value_high"], row["unit"])
    if span:
        texts[f"{cell}/interval"] = span
    if row["unit"] != "count":
        texts[f"{cell}/n"] = count(row["n"])
    if row["unknown_n"]:
        texts[f"{cell}/unknown"] = share(row["unknown_share"])
    return texts


def sentence(text: str) -> str:
    """A mart's sentence as a page writes it: a capital first, keys in words, a space before each percent sign."""
    text = " ".join(text.split())
    text = text[:1].upper() + text[1:]
    text = re.sub(r"\b([a-z]+)\.([a-z]+_[a-z_]+)\b", r"\1: \2", text)
    text = re.sub(r"(?<=[A-Za-z])_(?=[a-z])", " ", text)
    return re.sub(r"(\d)%", r"\1 %", text)


NOBODY = "nobody is named yet"
FIRST_VENDOR = "vendor = (select min(vendor) from marts.measure_vendor_reconciliation)"
LAST = "period = (select max(period) from marts.{} where period <> 'all')"
BOTH = "population in ('human', 'ai')"

EVIDENCE = "indicator_id, population"
STAGE_MOVES = ("board_maturity", "function_id, population", "population = 'all' and function_id <> 'all'")


def of_function(function: str) -> tuple[tuple[str, str, str], ...]:
    """What the page of every function shows: its evidence and what fills its artefact."""
    return (
        ("board_maturity_evidence", EVIDENCE, f"function_id = '{function}'"),
        ("board_artefacts", "artefact_id, part_order", f"function_id = '{function}'"),
    )


# The rows of which each page shows something when it is opened: mart, columns of the key, condition.
SHOWN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "/": (
        ("improve_findings", "rank", "true"),
        STAGE_MOVES,
        (
            "measure_cost_per_outcome",
            "population, period, dimension, member",
            f"period = 'all' and dimension = 'channel' and contacts > 0 and {BOTH} and (select count(distinct member) "
            "from marts.measure_cost_per_outcome where dimension = 'channel' and member <> 'unknown' "
            "and verified_rate is not null) > 1",
        ),
    ),
    "/maturity/": (
        STAGE_MOVES,
        ("board_stage_targets", "measure, population", BOTH),
        ("board_tiers", "kind, subject_order, population, measure", "true"),
    ),
    "/enable/": of_function("enable"),
    "/process/": (
        *of_function("process"),
        ("process_variants", "population, metric", f"metric = 'conformant_case_rate' and {BOTH}"),
    ),
    "/perform/": (
        *of_function("perform"),
        ("perform_qa_coverage", "population, channel, family", f"channel = 'all' and family = 'all' and {BOTH}"),
    ),
    "/measure/": (
        *of_function("measure"),
        (
            "measure_population_read",
            "population, metric, period",
            "period = 'all' and metric in ('verified_resolution_7d', 'cost_per_verified')",
        ),
    ),
    "/improve/": (
        *of_function("improve"),
        ("measure_overstatement", "population, period", f"period = 'all' and {BOTH}"),
    ),
    "/know/": (*of_function("know"), ("know_figures", "population, metric", f"metric = 'know_link_rate' and {BOTH}")),
    "/grow/": (
        *of_function("grow"),
        ("grow_at_risk", "period, risk, population", f"period = 'all' and risk = 'all' and {BOTH}"),
    ),
    "/staffing/": (
        (
            "enable_interval_requirements",
            "queue, weekday, day_slot",
            "is_open and weekday = 1 and day_slot % 6 = 0 and queue = (select queue from "
            "marts.enable_interval_requirements where is_open group by queue "
            "order by sum(contacts) desc, queue limit 1)",
        ),
    ),
    "/training/": (
        ("enable_training", "population, question, answer", "true"),
        ("enable_assist", "period, population, team, metric", "period = 'all' and team = 'all'"),
    ),
    "/process-map/": (
        ("process_flow", "population, from_activity, to_activity", "population = 'all'"),
        ("process_variants", "population, metric", BOTH),
        ("process_tasks", "component, kind, population, ai_version", "kind = 'action' and ai_version = 'all'"),
    ),
    "/people/": (
        ("perform_coaching_floor", "period, population, metric", "period = 'all'"),
        ("perform_coaching_time", "period, population, outcome, reason", "period = 'all'"),
        ("perform_emotional_load", "period, population, team, metric", "period = 'all' and team = 'all'"),
    ),
    "/stages/": (
        (
            "measure_lifecycle",
            "period, lifecycle_stage, segment, journey_step, population, metric",
            "period = 'all' and metric = 'verified_resolution_7d' and lifecycle_stage <> 'all' "
            f"and segment = 'all' and journey_step = 'all' and {BOTH}",
        ),
        (
            "measure_accounts",
            "account_id",
            "account_id in (select account_id from marts.measure_accounts "
            "order by people_left desc nulls last, open_contacts desc, contacts desc, account_id limit 50)",
        ),
        ("measure_event_coverage", "event_type, population, metric", "population = 'all'"),
    ),
    "/metrics/": (
        (
            "measure_metrics",
            "metric",
            "grade = 'decision' and function_name = (select function_name from marts.measure_metrics "
            "order by metric_order limit 1)",
        ),
        ("measure_definition_history", "metric, population, period, definition_version", "true"),
    ),
    "/friction/": (
        (
            "improve_friction_inbox",
            "week_start_on, place",
            "week_start_on = (select max(week_start_on) from marts.improve_friction_inbox)",
        ),
        ("improve_themes", "theme_id, population", "difference is not null"),
    ),
    "/context/": (
        ("know_context", "period, population, channel, metric", f"period = 'all' and channel = 'all' and {BOTH}"),
        (
            "know_data_access",
            "source, population, measure, about",
            "source = (select min(source) from marts.know_data_access)",
        ),
    ),
    "/scope/": (
        (
            "grow_use_cases",
            "use_case_id, intent_id",
            "n > 0 and use_case_id = (select use_case_id from marts.grow_use_cases "
            "where gate = 'failed' order by n desc limit 1)",
        ),
        (
            "measure_outcome_catalogue",
            "intent_id, population",
            "family = (select min(family) from marts.measure_outcome_catalogue)",
        ),
        ("grow_stack", "period, tool", "period = 'all'"),
    ),
    "/staying/": (
        ("grow_at_risk", "period, risk, population", f"period = 'all' and {BOTH}"),
        ("grow_proactive", "population, measure", "true"),
        (
            "measure_handle_and_retention",
            "population, period, length, metric",
            "period = 'all' and length <> 'unknown' and metric = 'stayed_30d'",
        ),
        ("grow_human_work", "period, population, metric", f"period = 'all' and {BOTH}"),
    ),
    "/like-for-like/": (
        (
            "measure_fair_comparison",
            "comparison, second_side, scope, measure",
            "comparison = 'population' and scope = 'all channels'",
        ),
        ("measure_hardest_work", "lens, measure, population", "true"),
        ("measure_satisfaction", "population", "sentence is not null"),
        ("measure_survivorship", "change_id, population, measure", "sentence is not null"),
    ),
    "/changes/": (
        ("improve_explained_changes", "change_id", "true"),
        ("measure_resolution_gaps", "kind, place, period_start_on", "is_found and difference < 0"),
        ("improve_change_points", "population, measure, break_on", "true"),
        ("improve_event_chains", "chain_id", "true"),
        ("improve_programmes", "programme, population, measure", "true"),
        ("process_ai_versions", "window_id", "change_id is not null"),
    ),
    "/money/": (
        (
            "measure_cost_per_outcome",
            "population, period, dimension, member",
            "dimension = 'all' and period = 'all'",
        ),
        ("measure_invoice_audit", "vendor, period, state", LAST.format("measure_invoice_audit")),
        ("measure_repricing", "terms_id, period", LAST.format("measure_repricing")),
        ("grow_retained_value", "exposure, population", "true"),
    ),
    "/journeys/": (
        ("process_failure_paths", "population, period, failure_path", "period = 'all'"),
        ("process_hand_offs", "period, channel, metric", "period = 'all' and channel = 'all'"),
        (
            "measure_repeat_contact",
            "population, period, variant, window_key",
            "period = 'all' and variant = 'same_intent'",
        ),
        ("measure_silent_exits", "population, exit_kind, followed_by", "true"),
        ("measure_overstatement", "population, period", "true"),
        ("process_effort", "population, period, metric", f"period = 'all' and {BOTH}"),
    ),
    "/service/": (
        ("measure_clocks", "population, period, channel, clock", f"period = 'all' and channel = 'all' and {BOTH}"),
        (
            "measure_service_levels",
            "population, period, channel, metric",
            f"period = 'all' and channel = 'all' and {BOTH}",
        ),
        ("measure_queue_service", "period, channel", "period = 'all'"),
        ("measure_handle_time", "population, period, channel", "period = 'all'"),
        ("measure_workforce_time", "population, period, team", "period = 'all' and team = 'all'"),
        ("measure_residual_complexity", "period, reach", "period = 'all'"),
        ("measure_noise", "period, outcome", "period = 'all'"),
    ),
    "/capacity/": (
        ("enable_hiring_plan", "scenario, class_number", "true"),
        ("enable_forecast_accuracy", "queue, forecaster", "true"),
        ("enable_capacity_swaps", "queue", "true"),
    ),
    "/cohorts/": (
        ("enable_ramp", "population, cohort, channel", "channel = 'all'"),
        ("enable_staying", "group_kind, group_name", "true"),
        ("perform_cohort_rates", "population, measure, agent_cohort, family", "measure = 'verified_resolution_7d'"),
    ),
    "/quality/": (
        ("perform_qa_coverage", "population, channel, family", "channel = 'all'"),
        ("perform_graders", "scorecard_id, dimension, grader_id", "grader_type = 'vendor'"),
    ),
    "/knowledge/": (
        ("know_figures", "population, metric", BOTH),
        ("know_coverage", "population, intent_id", "population = 'all' and intent_id <> 'unknown'"),
        ("know_self_service", "period", "true"),
    ),
    "/governance/": (
        (
            "process_governance",
            "period, channel, language, metric",
            "period = 'all' and channel = 'all' and language = 'all'",
        ),
        ("process_use_cases", "register_key", "true"),
    ),
    "/method/": (("improve_edge_evidence", "edge_id, evaluated_on", "is_latest"),),
    "/board/": (
        ("measure_population_read", "population, metric, period", LAST.format("measure_population_read")),
        ("improve_findings", "rank", "rank <= 5"),
        (
            "measure_cost_per_outcome",
            "population, period, dimension, member",
            f"dimension = 'all' and {LAST.format('measure_population_read')}",
        ),
        ("process_use_cases", "register_key", "true"),
        ("enable_staying", "group_kind, group_name", "group_kind in ('all', 'employer')"),
    ),
}


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def address_of(mart: str, keys: dict[str, Any]) -> str:
    """A row's name: its mart and key, days written as JavaScript writes them."""
    plain = {
        column: f"{value.isoformat()[:10]}T00:00:00.000Z" if isinstance(value, date) else value
        for column, value in keys.items()
    }
    return json.dumps([mart, dict(sorted(plain.items()))])


class Published:
    """The published file, read only."""

    def __init__(self, database: Path) -> None:
        self.database = database
        # Rows of a mart by the names that a page gives them; a page has hundreds of numbers.
        self.indexes: dict[tuple[str, tuple[str, ...]], dict[str, list[dict[str, Any]]]] = {}

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            result = connection.execute(sql)
            names = [column[0] for column in result.description or []]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def row(self, mart: str, keys: dict[str, Any]) -> dict[str, Any]:
        """The one row of a mart with these keys; a moment is written as JSON writes it."""
        index = self.indexes.get((mart, tuple(sorted(keys))))
        if index is None:
            index = self.indexes[mart, tuple(sorted(keys))] = {}
            for row in self.rows(f"from marts.{mart}"):
                index.setdefault(address_of(mart, {column: row[column] for column in keys}), []).append(row)
        found = index.get(address_of(mart, keys), [])
        assert len(found) == 1, f"{len(found)} rows of {mart} have {keys}"
        return found[0]

    def look_up(self, name: str) -> str | None:
        """What a cell must show that carries the mart, the key and the columns of its row as its name."""
        address, _, part = name.rpartition("/")
        mart, keys, asked = json.loads(address)
        row = self.row(mart, keys)
        if part == "text":
            text = row[asked["text"]]
            if "after" in asked:
                # The indicator and the level stand beside the sentence, not in it.
                text = re.sub(r" Level \d of 3\.$", "", text.removeprefix(row[asked["after"]] + ": "))
            if "split" in asked:
                text = text.split(asked["split"])[asked["part"]]
            return NOBODY if text is None else sentence(text)
        value, low, high = (number(row.get(asked.get(end, ""))) for end in ("value", "low", "high"))
        is_withheld = bool(row.get("is_withheld")) and not asked.get("despite")
        texts = figure(
            "",
            {
                "is_withheld": is_withheld,
                "value": value,
                "value_low": low,
                "value_high": high,
                "unit": asked["unit"],
                "n": row.get(asked.get("n", "")) or 0,
                "unknown_n": row.get(asked.get("unknown_n", "")) or 0,
                "unknown_share": row.get(asked.get("unknown_share", "")),
            },
        )
        return texts.get(f"/{part}")

    def must_show(self, page: str) -> set[str]:
        """The keys of the rows of which a page shows something when it is opened."""
        wanted = set()
        for mart, keys, where in SHOWN.get(page, ()):
            for row in self.rows(f"select {keys} from marts.{mart} where {where}"):
                wanted.add(address_of(mart, row))
        return wanted

    def dispute_sums(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "select vendor, period, basis, dispute_reason, min(currency) as currency, count(*) as lines, "
            "sum(disputed_amount) as amount from marts.measure_dispute_lines group by all"
        ):
            cell = f"dispute_lines/{row['vendor']}/{row['period']}/{row['basis']}/{row['dispute_reason']}"
            texts |= {
                f"{cell}/lines": count(row["lines"]),
                f"{cell}/amount": money(float(row["amount"]), row["currency"]),
            }
        return texts

    def population_read(self, periods: str = "period = 'all'") -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(f"from marts.measure_population_read where {periods}"):
            texts |= figure(f"population_read/{row['population']}/{row['metric']}/{row['period']}", row)
            # A measure that only one population can have says so in the other's place.
            other = {"human": "ai", "ai": "human"}[row["population"]]
            texts.setdefault(f"population_read/{other}/{row['metric']}/{row['period']}/value", "does not apply")
        return texts

    def months(self, name: str, table: str, key: str, value: str) -> dict[str, str]:
        """The month-by-month drawing of one share; months that are withheld carry no cell."""
        return {
            f"{name}/{value}/{row['population']}/{row['period']}/value": written(
                row["value"], "share", digits(row["value_low"], row["value_high"])
            )
            for row in self.rows(f"from marts.{table} where period <> 'all' and {key} = '{value}'")
            if not row["is_withheld"] and row["value"] is not None
        }

    def verified_months(self) -> dict[str, str]:
        return self.months("population_read_months", "measure_population_read", "metric", "verified_resolution_7d")

    def ladder_months(self) -> dict[str, str]:
        return self.months("resolution_ladder_months", "measure_resolution_ladder", "rung", "verified_7d")

    def marks_by_month(self) -> list[tuple[str, float]]:
        """Number and place, from 0 to 100, of what happened in the months that are drawn; of very much only changes."""
        months = [
            row["period"]
            for row in self.rows("select distinct period from marts.measure_population_read where period <> 'all'")
        ]
        months.sort()
        rows = self.rows(
            "select distinct kind, label, happened_on from (select 'event' as kind, event_label as label, "
            "happened_on::date as happened_on from marts.improve_event_chains where event_label is not null union all "
            "select kind, label, from_at::date from marts.process_ai_versions "
            "where change_id is not null and window_name = 'after') order by happened_on, kind, label"
        )
        rows = [row for row in rows if f"{row['happened_on']:%Y-%m}" in months]
        if len(rows) > 16:
            rows = [row for row in rows if row["kind"] != "event"]
        marks = []
        for number, row in enumerate(rows, start=1):
            on = row["happened_on"]
            part = (on.day - 1) / monthrange(on.year, on.month)[1]
            marks.append((str(number), (months.index(f"{on:%Y-%m}") + part) / len(months) * 100))
        return marks

    def dimensions(self, value: str) -> list[str]:
        """By what the costs and outcomes of contacts can be told apart: two members or more have a number to show."""
        rows = self.rows(
            "select dimension from marts.measure_cost_per_outcome where contacts > 0 and member <> 'unknown' "
            f"and {value} is not null group by dimension having count(distinct member) > 1"
        )
        return sorted(row["dimension"] for row in rows)

    def ladder(self, periods: str = "period = 'all'") -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(f"from marts.measure_resolution_ladder where {periods}"):
            if not row["rung"].startswith("deflected_"):
                row |= {"unit": "share", "n": row["denominator"]}
                texts |= figure(f"resolution_ladder/{row['population']}/{row['rung']}/{row['period']}", row)
        return texts

    def deflection(self) -> dict[str, str]:
        """All four parts or none: deflection is not shown without its split."""
        parts = self.rows(
            "from marts.measure_resolution_ladder "
            "where period = 'all' and population = 'ai' and starts_with(rung, 'deflected_')"
        )
        if any(row["is_withheld"] or row["value"] is None for row in parts):
            return {}
        texts: dict[str, str] = {}
        for row in parts:
            cell = f"resolution_ladder/ai/{row['rung']}/all"
            texts |= {f"{cell}/value": share(row["value"], 1), f"{cell}/n": count(row["numerator"])}
        return texts

    def bills(self, vendors: str = FIRST_VENDOR, periods: str = "period = 'all'") -> dict[str, str]:
        """What is said of the first vendor over the whole time; a reader chooses another vendor or month."""
        return self.reconciliation(vendors, periods) | self.reconciliation_months(vendors) | self.unit_prices(vendors)

    def reconciliation(self, vendors: str, periods: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(f"from marts.measure_vendor_reconciliation where {periods} and {vendors}"):
            cell = f"vendor_reconciliation/{row['vendor']}/{row['period']}/{row['line']}"
            texts[f"{cell}/units"] = count(row["units"])
            texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            texts[f"{cell}/share"] = share(row["share"], 1)
            texts |= self.judged(cell, row)
            span = interval(row["judged_share_low"], row["judged_share_high"], "share")
            if span:
                texts[f"{cell}/interval"] = span
        return texts

    @staticmethod
    def judged(cell: str, row: dict[str, Any]) -> dict[str, str]:
        if row["judged_share"] is None:
            return {}
        shown = digits(row["judged_share_low"], row["judged_share_high"])
        return {f"{cell}/judged": share(row["judged_share"], shown)}

    def unit_prices(self, vendors: str) -> dict[str, str]:
        """What one unit cost by the bill, and what one that lasted cost among those that can be judged."""
        texts: dict[str, str] = {}
        for row in self.rows(
            "select billed.vendor, billed.currency, billed.amount / billed.units as price, "
            "verified.judged_share as kept from marts.measure_vendor_reconciliation as billed "
            "inner join marts.measure_vendor_reconciliation as verified using (vendor, period) "
            "where period = 'all' and billed.line = 'invoiced' and verified.line = 'verified' and billed.units > 0 "
            f"and {vendors}"
        ):
            if row["kept"]:
                cell = f"vendor_reconciliation/{row['vendor']}/all"
                texts[f"{cell}/unit_price"] = money(float(row["price"]), row["currency"])
                texts[f"{cell}/effective"] = money(float(row["price"]) / row["kept"], row["currency"])
        return texts

    def reconciliation_months(self, vendors: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "from marts.measure_vendor_reconciliation where period <> 'all' and line in ('invoiced', 'verified') "
            f"and {vendors}"
        ):
            cell = f"vendor_reconciliation/{row['vendor']}/{row['period']}/{row['line']}"
            if row["line"] == "invoiced":
                texts[f"{cell}/units"] = count(row["units"])
                texts[f"{cell}/amount"] = money(float(row["amount"]), row["currency"])
            else:
                texts[f"{cell}/judged_n"] = count(row["judged_n"])
                texts |= self.judged(cell, row)
        return texts

    def headlines(self, *sections: str) -> dict[str, str]:
        return {
            f"board_summary/{row['line_order']}": sentence(row["headline"])
            for row in self.rows("from marts.board_summary order by line_order")
            if row["section"] in sections
        }

    def vendor_sentence(self) -> dict[str, str]:
        return {
            f"board_summary/{row['line_order']}": sentence(row["headline"])
            for row in self.rows("from marts.board_summary where metric = 'vendor_reconciliation'")
        }

    def frame(self) -> dict[str, str]:
        row = self.rows("from meta.build")[0]
        day = row["data_as_of"]
        return {
            "build/data_as_of": f"{day.day} {day:%B %Y}, {day:%H:%M} UTC",
            "build/run_id": row["run_id"],
        }

    def trust(self) -> dict[str, str]:
        texts: dict[str, str] = {}
        for row in self.rows(
            "select door, count(*) as checks, count(*) filter (success) as passed from meta.gate_results group by door"
        ):
            cell = f"gate_results/{row['door']}"
            texts[f"{cell}/checks"] = count(row["checks"])
            texts[f"{cell}/passed"] = count(row["passed"])
            texts[f"{cell}/failed"] = count(row["checks"] - row["passed"])
        for row in self.rows(
            "select distinct on (source, resource) * from meta.loads order by source, resource, finished_at desc"
        ):
            for column in ("fetched", "appended", "quarantined", "rows_in_raw"):
                texts[f"loads/{row['source']}/{row['resource']}/{column}"] = count(row[column])
        for row in self.rows("from meta.tables"):
            texts[f"tables/{row['table_name']}/row_count"] = count(row["row_count"])
        return texts

    def nameable(self, page: str) -> dict[str, str]:
        """Every number that may stand on a page, those of other periods included, whose names say no mart and key."""
        chosen = {"/": self.population_read, "/ladder/": self.ladder}
        others = chosen[page]("period <> 'all'") if page in chosen else {}
        others |= self.bills("true", "true") if page == "/vendor/" else {}
        return others | self.pages()[page] | self.frame()

    def pages(self) -> dict[str, dict[str, str]]:
        """Every page of the site with all numbers that it must show."""
        return {
            "/": self.population_read()
            | self.verified_months()
            | self.vendor_sentence()
            | self.headlines("answer", "not_known"),
            **{page: {} for page in SHOWN if page not in ("/", "/money/", "/board/")},
            "/money/": self.dispute_sums(),
            "/ladder/": self.ladder() | self.deflection() | self.ladder_months(),
            "/vendor/": self.bills(),
            "/trust/": self.trust(),
            "/board/": self.headlines("not_known"),
        }
