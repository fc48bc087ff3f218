"""Money: the ledger, what an outcome costs, and the vendor's bill with what can be disputed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pipelines.reporting.board.content import NAMES, Chart, Figure, Row, Series, Sheet, Table, Told, Tone
from pipelines.reporting.board.facts import Facts, Record, figure, pooled, total
from pipelines.reporting.board.sheets.reading import definition, read, shown
from pipelines.reporting.figures import count, day, listed, money, month_name, vendor_name

COSTS = "measure_cost_per_outcome"
AUDIT = "measure_invoice_audit"
# Rows of a bill, and further bills: what a page holds.
STATES, VENDORS = 9, 5
TERMS = (
    (
        "Rework",
        (
            "What people spend on contacts that the AI could not finish. It is charged to the AI and taken "
            "from people; over all months it adds up to nothing."
        ),
    ),
    (
        "Breaks the contract",
        (
            "A billed unit that does not meet the definition that was signed. It can be claimed back until "
            "the day the contract names."
        ),
    ),
    ("Cannot be checked", "The customer or the matter is not known, so nobody can say whether the customer came back."),
)


def sheet(facts: Facts) -> Sheet:
    """Costs of both populations and the bill of the period."""
    audit = facts.of_months(AUDIT, facts.period.months, order="vendor, period, state_order")
    return Sheet(
        "money",
        "Money",
        headline(facts, audit),
        leads(facts, audit),
        (ledger(facts), outcomes(facts), bill_chart(audit), *bills(audit)),
        (*definition(facts, ("cost_per_contact", "cost_per_verified")), *TERMS),
    )


def headline(facts: Facts, audit: Sequence[Record]) -> str:
    """The cost of what lasted, and what of the bill can be disputed."""
    costs = {key: shown(read(facts, key, "cost_per_verified")) for key in NAMES}
    people, ai = costs["human"], costs["ai"]
    first = f"In {facts.period.name} a resolution that lasted cost"
    if people and ai:
        cost = f"{first} {ai.text} with the AI, the rework it causes included, and {people.text} with people"
    elif people:
        cost = f"{first} {people.text} with people; no cost of an AI is known"
    elif ai:
        cost = f"{first} {ai.text} with the AI; no cost of people is known"
    else:
        cost = f"What a resolution that lasted cost in {facts.period.name} is not known"
    return f"{cost}; {said_of_bills(facts, audit)}."


def said_of_bills(facts: Facts, audit: Sequence[Record]) -> str:
    """The disputed amount and the bill it is part of, one by one for each currency."""
    if not audit:
        return f"no vendor bill for {facts.period.name} was loaded"
    words = []
    for currency, rows in groupby(sorted(audit, key=lambda row: row["currency"] or ""), lambda row: row["currency"]):
        kept = list(rows)
        vendors = sorted({row["vendor"] for row in kept})
        by = vendor_name(vendors[0]) if len(vendors) == 1 else f"{len(vendors)} vendors"
        disputed, billed = total(kept, "contract_disputed_amount") or 0.0, total(kept, "amount") or 0.0
        words.append(
            f"{money(disputed, currency)} of the {money(billed, currency)} billed by {by} breaks the contract"
            if disputed
            else f"nothing in the {money(billed, currency)} billed by {by} breaks the contract"
        )
    return "; ".join(words)


def leads(facts: Facts, audit: Sequence[Record]) -> tuple[Told, ...]:
    """Until when what can still be claimed back must be claimed, and what a lasting unit really cost."""
    rows = facts.rows(
        "select vendor, period, currency, dispute_by_on, count(*) as lines, sum(disputed_amount) as amount "
        "from marts.measure_dispute_lines where basis = 'contract' and is_in_time is distinct from false "
        "group by all order by dispute_by_on, vendor, period"
    )
    rows = [row for row in rows if row["period"] <= facts.period.last]
    told = [
        Told(
            f"Claim back {money(row['amount'], row['currency'])} ({count(row['lines'])} lines of "
            f"{vendor_name(row['vendor'])}, "
            f"{month_name(row['period'])})" + (f" by {day(row['dispute_by_on'])}." if row["dispute_by_on"] else ".")
        )
        for row in rows[:3]
    ]
    if len(rows) > 3:
        told.append(Told(f"{len(rows) - 3} more bills with lines to dispute stand on the page about money."))
    seen: set[tuple[str, str]] = set()
    for row in audit:
        if row["effective_price_per_verified"] is not None and (row["vendor"], row["period"]) not in seen:
            seen.add((row["vendor"], row["period"]))
            price = figure(
                AUDIT,
                row,
                (),
                "effective_price_per_verified",
                low="effective_price_low",
                high="effective_price_high",
                unit="amount",
            )
            early = row["month_pending_lines"] or 0
            told.append(
                Told(
                    f"Each unit billed by {vendor_name(row['vendor'])} that is known to have lasted cost {price.said} "
                    f"in {month_name(row['period'])}: the whole bill over the units that held"
                    + (
                        f"; {count(early)} lines are too early to judge, so this price can still fall."
                        if early
                        else "."
                    )
                )
            )
    return tuple(told[:5])


def ledger(facts: Facts) -> Table:
    """Where the money went. The two populations add up to the last row."""
    rows = facts.of_months(COSTS, facts.period.months, "dimension = 'all'")
    lines = []
    for key, name in (*NAMES.items(), ("all", "Both together")):
        own = [row for row in rows if row["population"] == key]
        if own:
            lines.append(
                Row(
                    name,
                    tuple(
                        _sum(own, column)
                        for column in ("direct_cost_amount", "rework_amount", "cost_amount", "contacts")
                    ),
                    tone="human" if key == "human" else "ai" if key == "ai" else None,
                    is_strong=key == "all",
                )
            )
    left = total([row for row in rows if row["population"] == "all"], "unallocated_amount")
    notes = [
        (
            "Rework is charged to the month of the contact that caused it, so within a month the two charges "
            "need not cancel."
        )
    ]
    if left:
        notes.append(f"{money(left, 'USD')} could not be charged to anybody and is in no row.")
    return Table(
        "The ledger: what was spent, the rework charged to its cause",
        ("", "Own cost", "Rework charged", "Cost", "Contacts"),
        tuple(lines),
        note=" ".join(notes) if lines else "",
        empty="No costs were loaded.",
    )


def _sum(rows: Sequence[Record], column: str) -> Figure:
    """What was counted whole: as the mart has it for one month, added up for several."""
    unit = "count" if column == "contacts" else "amount"
    if len(rows) == 1:
        keys = ("population", "period", "dimension", "member")
        return figure(COSTS, rows[0], keys, column, unit=unit, low="none", high="none", n="none", despite="yes")
    value = total(rows, column)
    return Figure(value, unit, reason=None if value is not None else "Nothing of it is known")


def outcomes(facts: Facts) -> Chart:
    """What a contact and an outcome cost, side by side."""
    metrics = (("cost_per_contact", "Each contact"), ("cost_per_verified", "Each resolution that lasted 7 days"))
    return Chart(
        "bars",
        "What it cost in USD, rework charged to its cause",
        tuple(name for _, name in metrics),
        tuple(
            Series(
                name,
                "human" if key == "human" else "ai",
                tuple(_figure(read(facts, key, metric)) for metric, _ in metrics),
            )
            for key, name in NAMES.items()
        ),
        unit="amount",
        note="The two are given different work: this is what was spent, not what the other would have spent on it.",
        empty="No cost can be shown.",
    )


def _figure(entry: object) -> Figure | None:
    return entry if isinstance(entry, Figure) else None


def _place(row: Record) -> tuple[bool, int]:
    """What lasted comes first."""
    return row["state"] != "verified", row["state_order"]


def _tones(states: Sequence[Record]) -> list[Tone]:
    """The AI's colour for what lasted, dark for what breaks the contract, light for what cannot be said yet or ever.

    Two of a kind differ, so that each is found below the bar.
    """
    dark: list[Tone] = ["ink", "soft"]
    light: list[Tone] = ["open", "pale"]
    found: list[Tone] = []
    for row in states:
        kind = dark if row["contract_disputed_amount"] or row["disputed_amount"] else light
        found.append("ai" if row["state"] == "verified" else kind[0])
        if row["state"] != "verified":
            kind.append(kind.pop(0))
    return found


def bill_chart(audit: Sequence[Record]) -> Chart:
    """Every billed amount by what became of it, month by month."""
    bars = sorted({(row["vendor"], row["period"], row["currency"] or "") for row in audit})
    bars = bars[-6:]
    states = {row["state"]: row for row in sorted(audit, key=_place)}
    at = {(row["vendor"], row["period"], row["currency"] or "", row["state"]): row for row in audit}

    def part(bar: tuple[str, str, str], state: str) -> Figure | None:
        row = at.get((*bar, state))
        whole = total([one for key, one in at.items() if key[:3] == bar], "amount")
        return Figure(float(row["amount"]) / whole, "share", n=row["lines"]) if row and whole else None

    return Chart(
        "parts",
        (
            "What became of each billed "
            f"amount{f', {vendor_name(bars[0][0])}, {month_name(bars[0][1])}' if len(bars) == 1 else ''}"
        ),
        tuple(f"{vendor_name(vendor)}, {month_name(period)}" for vendor, period, _ in bars),
        tuple(
            Series(row["state_label"], tone, tuple(part(bar, state) for bar in bars))
            for (state, row), tone in zip(states.items(), _tones(list(states.values())), strict=True)
        ),
        empty="No vendor bill was loaded for this period.",
    )


def bills(audit: Sequence[Record]) -> tuple[Table, ...]:
    """The largest bill by what became of its lines, the others with one row each."""
    vendors = sorted({row["vendor"] for row in audit}, key=lambda vendor: (-_of(audit, vendor, "amount"), vendor))
    if not vendors:
        return ()
    first = bill([row for row in audit if row["vendor"] == vendors[0]])
    return (first, others(audit, vendors[1:])) if vendors[1:] else (first,)


def _of(audit: Sequence[Record], vendor: str, column: str) -> float:
    return total([row for row in audit if row["vendor"] == vendor], column) or 0.0


def bill(own: Sequence[Record]) -> Table:
    """The lines of one vendor: the parts add up to the bill, the smallest of many stand together."""
    lines, currency = sum(row["lines"] for row in own), own[0]["currency"] or ""
    states = list(dict.fromkeys(row["state"] for row in sorted(own, key=_place)))
    single, rest = (states, []) if len(states) <= STATES else (states[: STATES - 1], states[STATES - 1 :])
    groups = [[row for row in own if row["state"] == state] for state in single]
    rows = [_bill_row(some[0]["state_label"], some, lines, currency) for some in groups]
    if rest:
        rows.append(_bill_row("All others", [row for row in own if row["state"] in rest], lines, currency))
    whole = (count(lines), money(total(own, "amount") or 0.0, currency), "", _claimed(own, currency))
    months = listed([month_name(month) for month in sorted({row["period"] for row in own})])
    return Table(
        f"The bill of {vendor_name(own[0]['vendor'])}, line by line, {months}",
        ("What became of it", "Lines", "Billed", "Share of lines", "Breaks the contract"),
        (*rows, Row("The whole bill", whole, is_strong=True)),
    )


def _claimed(rows: Sequence[Record], currency: str) -> str:
    return money(total(rows, "contract_disputed_amount") or 0.0, currency)


def _bill_row(label: str, some: Sequence[Record], lines: int, currency: str) -> Row:
    own = sum(row["lines"] for row in some)
    billed = money(total(some, "amount") or 0.0, currency)
    return Row(label, (count(own), billed, pooled([{"numerator": own, "n": lines}]), _claimed(some, currency)))


def others(audit: Sequence[Record], vendors: Sequence[str]) -> Table:
    """The smaller bills, one row each."""
    rows = []
    for vendor in vendors[:VENDORS]:
        own = [row for row in audit if row["vendor"] == vendor]
        currency = own[0]["currency"] or ""
        billed = money(_of(audit, vendor, "amount"), currency)
        rows.append(
            Row(vendor_name(vendor), (count(sum(row["lines"] for row in own)), billed, _claimed(own, currency)))
        )
    left = len(vendors) - VENDORS
    return Table(
        "The other bills",
        ("Vendor", "Lines", "Billed", "Breaks the contract"),
        tuple(rows),
        note=f"{left} smaller bills stand on the page about money." if left > 0 else "",
    )
