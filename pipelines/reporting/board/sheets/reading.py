"""The one read of both populations, for a month as the mart has it or for the months of a quarter added up."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.reporting.board.content import NAMES, Entry, Figure, Tone
from pipelines.reporting.board.facts import Facts, Period, Record, figure, pooled, total
from pipelines.reporting.figures import month_name
from pipelines.statistics.intervals import newcombe_diff, wilson

MART = "measure_population_read"
KEYS = ("population", "metric", "period")


def rows_of(facts: Facts, population: str, metric: str, period: Period) -> list[Record]:
    """The months of one measure of one population, first to last."""
    return [
        row
        for row in facts.of_months(MART, period.months, order="period")
        if row["population"] == population and row["metric"] == metric
    ]


def read(facts: Facts, population: str, metric: str, period: Period | None = None) -> Entry:
    """One measure of one population; None where it does not apply to it.

    Counts, shares and costs of several months are added up; a median of several months is told month by month.
    """
    rows = rows_of(facts, population, metric, facts.period if period is None else period)
    if not rows:
        return None
    if len(rows) == 1:
        return figure(MART, rows[0], KEYS)
    unit = rows[0]["unit"]
    if unit == "share":
        return pooled(rows)
    if unit == "count":
        return Figure(total(rows, "value"), "count")
    if unit == "amount":
        return _cost(rows)
    return "; ".join(f"{month_name(str(row['period'])).split()[0]} {figure(MART, row, KEYS).text}" for row in rows)


def shown(entry: Entry) -> Figure | None:
    """The figure, where there is one to speak of."""
    return entry if isinstance(entry, Figure) and entry.is_shown else None


def has_ai(facts: Facts) -> bool:
    """Whether an AI answered anybody in the period."""
    found = read(facts, "ai", "contacts")
    return isinstance(found, Figure) and bool(found.value)


def _cost(rows: list[Record]) -> Figure:
    """The months' costs over what they bought, with a range where every month has one."""
    withheld = next((str(row["withheld_reason"]) for row in rows if row["is_withheld"]), None)
    cost, bought, n = (total(rows, column) for column in ("numerator", "denominator", "n"))
    if withheld or not cost or not bought or not n:
        return Figure(None, "amount", reason=withheld or "Not known for every month")
    if any(row["value_low"] is None or row["value_high"] is None for row in rows):
        return Figure(cost / bought, "amount", n=int(n))
    low, high = (
        _of_outcomes(cost, bought, n) if rows[0]["metric"] == "cost_per_verified" else _of_means(rows, cost / bought)
    )
    return Figure(cost / bought, "amount", low, high, int(n))


def _of_outcomes(cost: float, outcomes: float, n: float) -> tuple[float, float]:
    """The range of a cost per outcome: that of the share of outcomes, as in the mart."""
    low, high = (float(end) for end in wilson(outcomes, n))
    return cost / (n * high), cost / (n * low)


def _of_means(rows: list[Record], mean: float) -> tuple[float, float]:
    """The range of a mean of several months: their errors are independent and add up as squares, by their cases."""
    cases = [float(str(row["denominator"])) for row in rows]
    halves = [(float(str(row["value_high"])) - float(str(row["value_low"]))) / 2 for row in rows]
    half = sum((n * half) ** 2 for n, half in zip(cases, halves, strict=True)) ** 0.5 / sum(cases)
    return mean - half, mean + half


def change(now: Figure, before: Figure) -> Figure | None:
    """A share less the same share before, with Newcombe's interval; None where either is not shown."""
    if now.value is None or before.value is None or not now.n or not before.n:
        return None
    low, high = newcombe_diff(now.value * now.n, now.n, before.value * before.n, before.n)
    return Figure(now.value - before.value, "points", float(low), float(high))


def is_noise(difference: Figure) -> bool:
    """Whether the range of a difference holds zero."""
    return difference.low is None or difference.high is None or difference.low <= 0 <= difference.high


def moved(name: str, difference: Figure | None) -> str:
    """How a share of a population moved, in words: "AI: +1.8 points (-1.0 to +4.6), within noise"."""
    if difference is None:
        return ""
    verdict = "within noise" if is_noise(difference) else "up" if (difference.value or 0) > 0 else "down"
    return f"{name} {difference.text} ({difference.span}), {verdict}"


def both(facts: Facts, metric: str) -> dict[str, Figure | None]:
    """The figure of each population where it can be shown."""
    return {population: shown(read(facts, population, metric)) for population in NAMES}


def definition(facts: Facts, metrics: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What these measures mean, by their published definitions."""
    rows: list[Record] = facts.rows(
        f"select distinct on (metric) metric, metric_label, definition from marts.{MART} "
        "where definition is not null order by metric, period"
    )
    known = {row["metric"]: (row["metric_label"], row["definition"]) for row in rows}
    return tuple(known[metric] for metric in metrics if metric in known)


def columns_of(tone: Tone, months: Sequence[str]) -> tuple[Tone | None, ...]:
    """The tones of a table with a label and one column for each month."""
    return (None, *(tone for _ in months))
