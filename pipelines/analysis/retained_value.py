"""How many customers stayed who would have left, and what that is worth at least."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.analysis.analysis import FLAG, REAL, TEXT, WHOLE, Analysis, Row, Tables, schema
from pipelines.statistics.retained_value import LONGEST_HORIZON_MONTHS, Stratum, retained_value

STRATA, REVENUE = "intermediate.int_retention_strata", "intermediate.int_customer_revenue"
MIN_CUSTOMERS = 30
MIN_COMPARED = 0.80
EXPOSURES = {"verified": "customers whose first contact held", "saved": "customers tagged as saved"}


def compute(tables: Tables) -> dict[str, Iterable[Row]]:
    revenue = {row["currency"]: row["amount_a_month"] for row in tables[REVENUE].to_pylist()}
    currency, amount = next(iter(revenue.items()), (None, None))
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in tables[STRATA].to_pylist():
        groups[row["exposure"], row["population"]].append(row)
        groups[row["exposure"], "all"].append(row)
    return {
        "retained_values": [
            _row(exposure, population, rows, amount, currency)
            for (exposure, population), rows in sorted(groups.items())
        ]
    }


def _row(exposure: str, population: str, rows: Sequence[Row], amount: float | None, currency: str | None) -> Row:
    """One comparison; strata without anybody to compare with are left out, and too many of them withhold it."""
    strata = [
        Stratum(row["n_exposed"], row["churn_exposed"], row["n_control"], row["churn_control"])
        for row in rows
        if row["n_exposed"] and row["n_control"]
    ]
    everybody = sum(row["n_exposed"] for row in rows)
    exposed, control = sum(s.n_exposed for s in strata), sum(s.n_control for s in strata)
    base: Row = {
        "exposure": exposure,
        "population": population,
        "rung": "stratified comparison",
        "n_exposed": everybody,
        "n_compared": exposed,
        "n_control": control,
        "horizon_months": LONGEST_HORIZON_MONTHS,
        "revenue_a_month": amount,
        "currency": currency,
    }
    reason = _withheld(everybody, exposed, control)
    found = None if reason else retained_value(strata, amount or 0.0)
    if found is None:
        nothing = dict.fromkeys(FIGURES)
        return base | nothing | {"is_withheld": True, "sentence": f"Not shown: {reason or 'nobody to compare with'}."}
    prudent = max(0.0, found.low) * exposed
    has_amount = amount is not None
    return base | {
        "naive_difference": found.naive_difference,
        "difference": found.adjusted_difference,
        "difference_low": found.low,
        "difference_high": 2 * found.adjusted_difference - found.low,
        "customers_point": found.customers_point,
        "customers_prudent": prudent,
        "point_value": found.point_value if has_amount else None,
        "prudent_value": found.prudent_value if has_amount else None,
        "is_withheld": False,
        "sentence": _sentence(exposure, exposed, prudent, f"{found.prudent_value:,.0f} {currency}" if amount else None),
    }


def _sentence(exposure: str, exposed: int, prudent: float, worth: str | None) -> str:
    alike = "customers alike in tenure, value, matter and earlier contacts"
    if prudent == 0:
        return f"It is not shown that more of {exposed:,} {EXPOSURES[exposure]} stayed than of {alike}."
    revenue = f", worth at least {worth} of revenue" if worth else ""
    return (
        f"Of {exposed:,} {EXPOSURES[exposure]}, at least {prudent:,.0f} stayed who would have left, among {alike}"
        f"{revenue}; a hypothesis until tested by assignment."
    )


def _withheld(everybody: int, exposed: int, control: int) -> str | None:
    if min(exposed, control) < MIN_CUSTOMERS:
        return f"fewer than {MIN_CUSTOMERS} customers on one side"
    if exposed < MIN_COMPARED * everybody:
        return "too many customers have nobody like them on the other side"
    return None


FIGURES = (
    "naive_difference",
    "difference",
    "difference_low",
    "difference_high",
    "customers_point",
    "customers_prudent",
    "point_value",
    "prudent_value",
)

ANALYSIS = Analysis(
    name="value who stayed",
    reads={
        STRATA: schema(
            exposure=TEXT,
            population=TEXT,
            tenure=TEXT,
            has_bought=FLAG,
            family=TEXT,
            n_exposed=WHOLE,
            churn_exposed=WHOLE,
            n_control=WHOLE,
            churn_control=WHOLE,
        ),
        REVENUE: schema(currency=TEXT, amount_a_month=REAL),
    },
    writes={
        "retained_values": schema(
            exposure=TEXT,
            population=TEXT,
            rung=TEXT,
            n_exposed=WHOLE,
            n_compared=WHOLE,
            n_control=WHOLE,
            horizon_months=WHOLE,
            revenue_a_month=REAL,
            currency=TEXT,
            **dict.fromkeys(FIGURES, REAL),
            is_withheld=FLAG,
            sentence=TEXT,
        )
    },
    compute=compute,
)
