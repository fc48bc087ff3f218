"""Risk and governance: what the AI is used for, whether its rules hold, and how mature the operation is."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.reporting.board.content import Chart, Figure, Row, Series, Sheet, Table, Told
from pipelines.reporting.board.facts import Facts, Record, figure
from pipelines.reporting.board.sheets.reading import columns_of
from pipelines.reporting.figures import GAP, closed, count, day, month_name, named, sentence

MART, KEYS = "process_governance", ("period", "channel", "language", "metric")
USES = 8
# Shares that should be high, drawn; and those that should be low or have another unit, in the table only.
KEPT = ("disclosure_in_time", "human_available", "approval_coverage", "audit_complete")
SHOWN = (*KEPT, "override", "rubber_stamp", "out_of_bounds", "out_of_bounds_executed")
TERMS = (
    ("In time", "The AI said what it is at or before its first message."),
    ("Out of bounds", "An action above its limit, of a kind that is not allowed, or without the approval it needs."),
    ("Approved faster than read", "A decision that came sooner than the text could be read: nobody really decided."),
    (
        "Overridden by a person",
        "The person decided otherwise than the AI proposed. Never objecting is a sign that nobody decides.",
    ),
    ("Tier", "The class of risk under the law on AI that the register of uses names."),
)


def sheet(facts: Facts) -> Sheet:
    """The register of uses and the measures of the rules."""
    uses = facts.rows("from marts.process_use_cases order by is_failing desc, conversations desc, register_key")
    months = [month for month in facts.all_months if month <= facts.period.last][-3:]
    rows = facts.of_months(MART, months, "channel = 'all' and language = 'all'")
    return Sheet(
        "governance",
        "Risk and governance",
        headline(facts, uses, rows),
        leads(facts, uses),
        (kept(facts, rows), measures(months, rows), register(uses)),
        TERMS,
    )


def _at(rows: Sequence[Record], metric: str, month: str) -> Record | None:
    return next((row for row in rows if row["metric"] == metric and row["period"] == month), None)


def _figure(rows: Sequence[Record], metric: str, month: str) -> Figure:
    return figure(
        MART,
        _at(rows, metric, month),
        KEYS,
        unit="share" if metric in (*KEPT, "override", "rubber_stamp") else "per_1000",
    )


def headline(facts: Facts, uses: list[Record], rows: list[Record]) -> str:
    """Which uses fail, and what nothing stopped."""
    failing = sum(bool(row["is_failing"]) for row in uses)
    first = (
        f"{count(failing)} of {count(len(uses))} registered uses of AI fail{'s' * (failing == 1)} a check"
        if failing
        else f"All {count(len(uses))} registered uses of AI pass their checks"
        if uses
        else "No use of AI is registered"
    )
    if not rows:
        return f"{first}; no AI conversation was loaded, so its rules could not be checked."
    bounds = _figure(rows, "out_of_bounds_executed", facts.period.last)
    if not bounds.is_shown:
        return f"{first}; actions out of bounds are not shown: {bounds.why[:1].lower()}{bounds.why[1:]}"
    said = f"{bounds.text.split(GAP)[0]} of 1,000 actions ({bounds.span.replace(f'{GAP}in{GAP}1,000', '')})"
    return f"{first}; in {month_name(facts.period.last)}, {said} went out of bounds and nothing stopped them."


def leads(facts: Facts, uses: list[Record]) -> tuple[Told, ...]:
    """Each failing use with its check; how mature the operation is and what comes next."""
    told = [
        Told(
            f"{row['use_case']}: {closed(sentence(row['failing_checks'] or 'a check'))} Owner: "
            f"{row['owner'] or 'nobody is named'}."
        )
        for row in uses
        if row["is_failing"]
    ][:3]
    whole = next(iter(facts.rows("from marts.board_maturity where function_id = 'all' and population = 'all'")), None)
    if whole and whole["stage"]:
        told.append(
            Told(
                f"The operation as a whole stands at the stage “{whole['stage']}”. Its next move is in "
                f"{closed(sentence(whole['next_move'] or 'not known'))}"
            )
        )
    return tuple(told)


def kept(facts: Facts, rows: list[Record]) -> Chart:
    """Rules that should hold in every case."""
    labels = {row["metric"]: row["metric_label"] for row in rows}
    drawn = [metric for metric in KEPT if metric in labels]
    return Chart(
        "bars",
        f"Rules of the AI that should hold every time{', ' + month_name(facts.period.last) if drawn else ''}",
        tuple(labels[metric] for metric in drawn),
        (Series("AI", "ai", tuple(_figure(rows, metric, facts.period.last) for metric in drawn)),) if drawn else (),
        empty="No AI conversation was loaded.",
    )


def measures(months: list[str], rows: list[Record]) -> Table:
    """The same rules month by month, with those that should be rare."""
    labels = {row["metric"]: row["metric_label"] for row in rows}
    return Table(
        "Disclosure, bounds and human decisions, month by month",
        ("", *(month_name(month) for month in months)),
        tuple(
            Row(labels[metric], tuple(_figure(rows, metric, month) for month in months))
            for metric in SHOWN
            if metric in labels
        ),
        tones=columns_of("ai", months),
        empty="No AI conversation was loaded.",
    )


def register(uses: list[Record]) -> Table:
    """What AI is used for, who answers for it, when it is reviewed."""
    left = len(uses) - USES
    return Table(
        "The register of uses of AI",
        ("Use", "Tier", "Owner", "Conversations", "Next review", "Checks"),
        tuple(
            Row(
                row["use_case"],
                (
                    named(row["tier"] or "not classified"),
                    row["owner"] or "nobody is named",
                    figure(
                        "process_use_cases",
                        row,
                        ("register_key",),
                        "conversations",
                        unit="count",
                        low="none",
                        high="none",
                        n="none",
                    ),
                    day(row["review_due_on"]) if row["review_due_on"] else "not set",
                    sentence(row["failing_checks"]) if row["is_failing"] else "passed",
                ),
            )
            for row in uses[:USES]
        ),
        note=f"{left} more uses stand on the page about governance." if left > 0 else "",
        empty="No use of AI is registered.",
    )
