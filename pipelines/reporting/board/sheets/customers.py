"""Customers: what held, how often they came back, how hard it was, and who stayed because of it."""

from __future__ import annotations

import json

from pipelines.reporting.board.content import NAMES, Chart, Entry, Figure, Row, Series, Sheet, Table, Told, Tone
from pipelines.reporting.board.facts import Facts, figure, pooled
from pipelines.reporting.board.sheets.reading import definition, read, shown
from pipelines.reporting.figures import count, money, month_name, sentence

LADDER = "measure_resolution_ladder"
RUNGS = ("contained", "assumed", "confirmed", "verified_24h", "verified_72h", "verified_7d")
# Only an AI can hand over to a person, and only its vendors take silence for consent.
ONLY_AI = ("contained", "assumed")
PARTS: tuple[tuple[str, str, Tone], ...] = (
    ("deflected_helped", "helped", "ai"),
    ("deflected_came_back", "came back", "ink"),
    ("deflected_went_elsewhere", "went elsewhere", "soft"),
    ("deflected_unknown", "not known", "open"),
)
TERMS = (
    (
        "Assumed by the rule of AI vendors",
        "Nobody was heard of again in the same conversation; silence counts as a resolution.",
    ),
    (
        "Verified",
        (
            "The customer is known, and nobody of the same identity came back on the same matter through any "
            "channel within the time."
        ),
    ),
    (
        "Computed effort",
        (
            "Mean of six: contacts, times passed on, changes of channel, days until it held, waiting and repeated "
            "requests of a journey, each from 0 to 1; 1 is the hardest tenth."
        ),
    ),
    (
        "Stayed because of it, at least",
        (
            "Customers whose first contact held, compared with customers alike in tenure, value, matter and "
            "earlier contacts. Only the lower end of the range counts, and never less than nothing."
        ),
    ),
)


def sheet(facts: Facts) -> Sheet:
    """What customers got, of both populations."""
    return Sheet(
        "customers",
        "Customers",
        headline(facts),
        retained(facts),
        (ladder(facts), deflection(facts), repeats(facts), effort(facts)),
        (*definition(facts, ("recontact_7d",)), *TERMS),
    )


def headline(facts: Facts) -> str:
    """How many came back."""
    people, ai = (shown(read(facts, key, "recontact_7d")) for key in NAMES)
    if people and ai:
        return (
            f"In {facts.period.name}, customers came back on the same matter within 7 days after {ai.said} of "
            f"the AI's contacts and {people.said} of people's."
        )
    one = people or ai
    if one:
        return (
            f"In {facts.period.name}, customers came back on the same matter within 7 days after {one.said} "
            f"of the contacts of {'people' if people else 'the AI'}."
        )
    return f"Nobody can say yet how many customers of {facts.period.name} came back: too few contacts are old enough."


def retained(facts: Facts) -> tuple[Told, ...]:
    """What stayed because a first contact held: the prudent end of the range only."""
    rows = facts.rows("from marts.grow_retained_value where exposure = 'verified' and population = 'all'")
    if not rows:
        return (
            Told(
                "Whether customers stay because their contact held is not known: no purchases or "
                "departures were loaded."
            ),
        )
    row = rows[0]
    name = (
        json.dumps(["grow_retained_value", {"exposure": "verified", "population": "all"}, {"text": "sentence"}])
        + "/text"
    )
    told = [Told(sentence(row["sentence"]), name)]
    if not row["is_withheld"] and row["customers_prudent"]:
        told.append(
            Told(
                f"At least {count(row['customers_prudent'])} customers and "
                f"{money(row['prudent_value'], row['currency'])} within {row['horizon_months']} months "
                "stayed because of it; the true number is probably higher."
            )
        )
    elif not row["is_withheld"]:
        told.append(Told("So the prudent count of customers who stayed because of it is none: no value is claimed."))
    return tuple(told)


def _share(
    facts: Facts, mart: str, where: str, keys: tuple[str, ...], part: str = "numerator", whole: str = "n", **spec: str
) -> Figure | None:
    """A share of the period: as the mart has it for one month, added up for several; None where there is no row."""
    rows = facts.of_months(mart, facts.period.months, where)
    if not rows:
        return None
    if len(rows) == 1:
        return figure(mart, rows[0], keys, **{"unit": "share", **spec})
    return pooled(rows, part, whole)


def ladder(facts: Facts) -> Chart:
    """The numbers sold as resolution, all on the same conversations."""
    labels = {
        row["rung"]: row["rung_label"] for row in facts.rows(f"select distinct rung, rung_label from marts.{LADDER}")
    }
    keys = ("population", "period", "rung")
    found = {
        rung: tuple(
            None
            if key == "human" and rung in ONLY_AI
            else _share(
                facts, LADDER, f"population = '{key}' and rung = '{rung}'", keys, whole="denominator", n="denominator"
            )
            for key in NAMES
        )
        for rung in RUNGS
        if rung in labels
    }
    # A rung that neither population can have is told in the note, not drawn as nothing.
    kept = {rung: pair for rung, pair in found.items() if any(one and one.is_shown for one in pair)}
    missing = [
        f"{labels[rung]}: {next(one.why for one in pair if one)}"
        for rung, pair in found.items()
        if rung not in kept and any(pair)
    ]
    return Chart(
        "bars",
        "The resolution ladder: the numbers sold as resolution, beside what held",
        tuple(labels[rung] for rung in kept),
        tuple(
            Series(name, "human" if key == "human" else "ai", tuple(pair[index] for pair in kept.values()))
            for index, (key, name) in enumerate(NAMES.items())
        ),
        note=" ".join(
            [
                (
                    "Of contacts in which each gave an answer, also those passed on later; so shares differ "
                    "from those of contacts that each finished."
                ),
                *missing,
            ]
        )
        if kept
        else "",
        empty="No rung can be shown yet.",
    )


def deflection(facts: Facts) -> Chart:
    """What became of customers whom no person had to help: all four parts or none."""
    keys = ("population", "period", "rung")
    parts = [
        _share(facts, LADDER, f"population = 'ai' and rung = '{rung}'", keys, whole="denominator", n="denominator")
        for rung, _, _ in PARTS
    ]
    complete = all(one and one.is_shown for one in parts)
    return Chart(
        "parts",
        "What became of customers whom no person had to help",
        ("AI",),
        tuple(
            Series(name, tone, (one if complete else None,)) for (_, name, tone), one in zip(PARTS, parts, strict=True)
        ),
        note=f"Of {count(parts[0].n)} conversations that stayed with the AI and whose 7 days are over."
        if complete and parts[0] and parts[0].n
        else "",
        empty="The split is not shown: "
        + (next((one.why for one in parts if one and not one.is_shown), "no AI answers customers here.")),
    )


def repeats(facts: Facts) -> Table:
    """Repeat contact by the time that is allowed for it."""
    mart, keys = "measure_repeat_contact", ("population", "period", "variant", "window_key")
    spec = {"value": "repeat_rate", "low": "repeat_rate_low", "high": "repeat_rate_high"}
    rows = []
    for window, label in (("24h", "24 hours"), ("72h", "3 days"), ("7d", "7 days"), ("30d", "30 days")):
        pair = tuple(
            _share(
                facts,
                mart,
                f"population = '{key}' and variant = 'same_intent' and window_key = '{window}'",
                keys,
                "followed_by_repeat",
                **spec,
            )
            for key in NAMES
        )
        if any(pair):
            rows.append(Row(f"Wrote or called again within {label}", pair))
    return Table(
        "Repeat contact: the same person on the same matter, any channel",
        ("", *NAMES.values()),
        tuple(rows),
        tones=(None, "human", "ai"),
        note="Reopened conversations are not in this table; they are in the sentence above." if rows else "",
        empty="No contact can be followed by another one here.",
    )


def effort(facts: Facts) -> Table:
    """How hard customers say it was, and how hard it looks; month by month where several are reported."""
    months = facts.period.months[-1:]
    rows = facts.of_months("process_effort", months, "metric in ('effort_easy', 'effort_hard', 'effort_index_mean')")
    keys = ("population", "period", "metric")
    labels = {row["metric"]: (row["metric_label"], row["metric_label"]) for row in rows}

    def entry(metric: str, population: str) -> Entry:
        row = next((one for one in rows if one["metric"] == metric and one["population"] == population), None)
        return (
            figure("process_effort", row, keys, unit="score" if metric == "effort_index_mean" else "share")
            if row
            else None
        )

    return Table(
        f"Effort, {month_name(months[0])}" if months else "Effort",
        ("", *NAMES.values()),
        tuple(
            Row(labels[metric][0], tuple(entry(metric, key) for key in NAMES))
            for metric in ("effort_easy", "effort_hard", "effort_index_mean")
            if metric in labels
        ),
        tones=(None, "human", "ai"),
        empty="Customers were not asked how hard it was, and no journey can be followed.",
    )
