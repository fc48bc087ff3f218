"""The reports that the published file holds: one of its last whole month, and one of the quarter of that month.

A quarter of which one month is loaded has no report of its own: it would be that of the month under another title.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.reporting.board.content import Report
from pipelines.reporting.board.facts import Facts, open_facts, quarter_of
from pipelines.reporting.board.sheets import (
    answer,
    customers,
    definitions,
    governance,
    money,
    people,
    plan,
    populations,
    provenance,
    unknown,
)
from pipelines.reporting.figures import moment


def board_reports(database: Path) -> tuple[Report, ...]:
    """The monthly and the quarterly report; only the monthly one where less than two months of its quarter are loaded.

    Raises:
        HavenError: there is no published file, or it does not say what it was built from.
    """
    facts = open_facts(database)
    try:
        found = [facts]
        quarter = quarter_of(facts.period.last, facts.all_months) if facts.period.months else facts.period
        if len(quarter.months) > 1:
            found.append(facts.for_period(quarter))
        return tuple(report(one) for one in found)
    finally:
        facts.connection.close()


def report(facts: Facts) -> Report:
    """One sheet for each idea, ten in all, in the order a board reads them."""
    rest = tuple(one.sheet(facts) for one in (money, customers, people, plan, governance))
    told = (answer.sheet(facts, rest), populations.sheet(facts), *rest)
    told = (*told, unknown.sheet(facts, told))
    build = facts.build
    company = f"{build['company']}{' (invented company)' if build['is_invented'] else ''}"
    return Report(
        facts.period.key,
        facts.period.title[:1].upper() + facts.period.title[1:],
        f"Board report on the customer operations of {build['company']}, {facts.period.title}",
        f"Haven · {company} · {facts.period.title} · data as of {moment(build['data_as_of'])} · run {build['run_id']}",
        f"{build['company']} is an invented company. Every number here comes from a generated data set."
        if build["is_invented"]
        else "",
        (*told, definitions.sheet(told), provenance.sheet(facts)),
    )
