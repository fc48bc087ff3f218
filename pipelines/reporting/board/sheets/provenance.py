"""Provenance: how old the data are, which run they come from, which checks they passed, and what they were made of."""

from __future__ import annotations

from pipelines.reporting.board.content import Row, Sheet, Table, Told
from pipelines.reporting.board.facts import READS, Facts, Record, fingerprint
from pipelines.reporting.figures import count, listed, moment, month_name, named

DOORS = {"raw": "When data arrive", "published": "Before data are published"}
TERMS = (("Fingerprint", "SHA-256: the same content has the same fingerprint, and any change gives another."),)


def sheet(facts: Facts) -> Sheet:
    """Where the numbers come from, so that anybody can draw them again."""
    gates = facts.rows(
        "select door, severity, count(*) as checks, count(*) filter (success) as passed, max(checked_at) as at "
        "from meta.gate_results group by all order by door desc, severity"
    )
    failed = facts.rows("from meta.gate_results where not success order by table_name, expectation limit 8")
    checks, passed = (sum(row[column] for row in gates) for column in ("checks", "passed"))
    verdict = (
        f"passed {count(passed)} of {count(checks)} checks" if checks else "were published without a recorded check"
    )
    return Sheet(
        "provenance",
        "Where the numbers come from",
        f"The data as of {moment(facts.build['data_as_of'])} {verdict}; run {facts.build['run_id']}.",
        (Told("The same published file always gives the same report, but for the time at which it was printed."),),
        (run(facts), doors(gates, failed), tables(facts)),
        TERMS,
    )


def run(facts: Facts) -> Table:
    """The run and the file."""
    build = facts.build
    months = listed([month_name(month) for month in facts.all_months])
    lines = (
        ("Company", build["company"] + (" (an invented company)" if build["is_invented"] else "")),
        ("Data as of", moment(build["data_as_of"])),
        ("As known on", build["as_of"] or "the day of the run"),
        ("Run", build["run_id"]),
        ("Code", build["git_revision"] or "not known"),
        ("Months loaded", months or "none"),
        ("Fingerprint of the published file", fingerprint(facts.database)),
    )
    return Table("The run and its file", ("", ""), tuple(Row(name, (text,)) for name, text in lines))


def doors(gates: list[Record], failed: list[Record]) -> Table:
    """Gate results, and each check that did not pass."""
    rows = [
        Row(
            f"{DOORS.get(str(row['door']), str(row['door']))}, {row['severity']}",
            (count(float(str(row["checks"]))), count(float(str(row["passed"]))), moment(row["at"])),
        )
        for row in gates
    ]
    said = "; ".join(
        (
            f"{row['table_name']}: {named(str(row['expectation']).removeprefix('expect_')).lower()}, seen: "
            f"{row['observed'] or 'nothing'}"
        )
        for row in failed
    )
    return Table(
        "Checks at both doors",
        ("Door", "Checks", "Passed", "Last checked"),
        tuple(rows),
        note=f"Did not pass, and did not stop publication: {said}." if said else "",
        empty="No check is recorded.",
    )


def tables(facts: Facts) -> Table:
    """The published tables that the report reads."""
    rows = [row for row in facts.rows("from meta.tables order by table_name") if row["schema_name"] == "marts"]
    rows = [row for row in rows if row["table_name"] in READS]
    (whole,) = facts.rows("select count(*) as n from meta.tables")
    return Table(
        f"The tables behind this report ({len(rows)} of {whole['n']} published)",
        ("Table", "Rows", "Fingerprint of the content, its first 16 signs"),
        tuple(
            Row(
                f"{row['schema_name']}.{row['table_name']}", (count(row["row_count"]), (row["content_hash"] or "")[:16])
            )
            for row in rows
        ),
        empty="No table is listed.",
    )
