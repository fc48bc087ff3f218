"""Both populations on one page: the same measures, the same rule, side by side."""

from __future__ import annotations

from pipelines.reporting.board.content import NAMES, Chart, Entry, Figure, Row, Series, Sheet, Table, Told
from pipelines.reporting.board.facts import Facts, Record
from pipelines.reporting.board.sheets.reading import MART, change, definition, is_noise, read, shown

SHARES = ("verified_resolution_7d", "recontact_7d", "csat_satisfied", "hand_off_rate", "human_on_request_rate")


def sheet(facts: Facts) -> Sheet:
    """Every measure of the one read."""
    metrics = facts.rows(
        f"select distinct on (metric) metric, metric_label, metric_order, window_label, unit from marts.{MART} "
        "order by metric, period"
    )
    metrics.sort(key=lambda row: row["metric_order"])
    names = {row["metric"]: row["metric_label"] for row in metrics}
    return Sheet(
        "populations",
        "Both populations on one page",
        headline(facts),
        leads(facts),
        (
            chart(facts, names),
            Table(
                f"The same measures by the same rules, {facts.period.name}",
                ("Measure", *NAMES.values()),
                tuple(
                    Row(
                        row["metric_label"],
                        tuple(read(facts, population, row["metric"]) for population in NAMES),
                        note=_window(row),
                        is_strong=row["metric"] == SHARES[0],
                    )
                    for row in metrics
                ),
                tones=(None, "human", "ai"),
                empty="No contact was loaded.",
            ),
        ),
        definition(facts, tuple(names)),
    )


def _window(row: Record) -> str:
    window = str(row["window_label"] or "")
    return window if any(sign.isdigit() for sign in window) and window not in str(row["metric_label"]) else ""


def headline(facts: Facts) -> str:
    """Who answered how much."""
    contacts = {key: _known(read(facts, key, "contacts")) for key in NAMES}
    people, ai = contacts["human"], contacts["ai"]
    name = facts.period.name
    if people and ai:
        part = shown(read(facts, "ai", "volume_share"))
        share = f", {part.said} of all" if part else ""
        return f"In {name} people finished {people.text} contacts and the AI {ai.text}{share}."
    if people:
        return f"In {name} people finished {people.text} contacts; no AI finished any."
    return (
        f"In {name} the AI finished {ai.text} contacts; people finished none."
        if ai
        else f"No contact of {name} was finished by anybody, so there is nothing to compare."
    )


def _known(entry: Entry) -> Figure | None:
    found = shown(entry)
    return found if found and found.value else None


def leads(facts: Facts) -> tuple[Told, ...]:
    """Where the two differ beyond noise, where both are measured."""
    apart: list[str] = []
    alike: list[str] = []
    for metric, name in (
        ("recontact_7d", "came back within 7 days"),
        ("csat_satisfied", "were satisfied, of those who answered"),
    ):
        ai, people = (shown(read(facts, key, metric)) for key in ("ai", "human"))
        difference = change(ai, people) if ai and people else None
        if difference is None:
            continue
        words = f"{difference.text} ({difference.span}) of customers {name}"
        (alike if is_noise(difference) else apart).append(words)
    told = []
    if apart:
        told.append(Told(f"The AI less people, beyond noise: {'; '.join(apart)}."))
    if alike:
        told.append(Told(f"The AI less people, within noise: {'; '.join(alike)}."))
    return (*told, Told("A contact is counted for whoever handled it last, test and duplicate contacts left out."))


def _figure(entry: Entry) -> Figure | None:
    return entry if isinstance(entry, Figure) else None


def chart(facts: Facts, names: dict[str, str]) -> Chart:
    """The shares that both can have."""
    found = {metric: {key: read(facts, key, metric) for key in NAMES} for metric in SHARES if metric in names}
    kept = {metric: pair for metric, pair in found.items() if any(shown(entry) for entry in pair.values())}
    return Chart(
        "bars",
        "The shares that both can have, from 0 to 100 %",
        tuple(names[metric] for metric in kept),
        tuple(
            Series(name, "human" if key == "human" else "ai", tuple(_figure(pair[key]) for pair in kept.values()))
            for key, name in NAMES.items()
        ),
        empty="No share rests on enough contacts to be drawn.",
    )
