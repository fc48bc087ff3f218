"""A source sends its records in another way than before: what is new is named, what cannot be read is stopped."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import duckdb
import pytest

from pipelines.loading import load_source
from pipelines.quality import run_gates
from pipelines.quality.drift import ENOUGH, Finding, find_drift
from pipelines.settings import Settings
from pipelines.sources import shapes
from pipelines.sources.shapes import Shapes
from pipelines.status import gather, render
from tests.invented import START
from tests.loading.warehouses import ask
from tests.vendors import Vendors

Ticket = dict[str, Any]


def drift(settings: Settings) -> list[Finding]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        return find_drift(connection, settings.dbt_project)


@pytest.fixture
def tickets(vendors: Vendors) -> list[Ticket]:
    """Enough tickets, all with the same fields, a null among them."""
    pattern = vendors.tables["tickets"][0]
    told = [
        {
            **deepcopy(pattern),
            "id": 500 + number,
            "priority": None if number == 3 else "high",
            "via": {"channel": "web", "source": {"rel": None}},
            "metric_set": {"solved_at": None},
            "generated_timestamp": START + number,
        }
        for number in range(ENOUGH + 4)
    ]
    vendors.tables["tickets"] = told
    vendors.page = 100
    return told


def load(settings: Settings) -> None:
    load_source("zendesk", settings, resources=["tickets"])


def change(tickets: list[Ticket], hour: int, *numbers: int, without: str | None = None, **fields: Any) -> None:
    """These tickets change: they come with the next load."""
    for number in numbers:
        tickets[number] |= {**fields, "generated_timestamp": START + hour * 3600 + number}
        if without:
            del tickets[number][without]


def test_what_comes_with_the_first_load_is_no_news(tickets: list[Ticket], settings: Settings) -> None:
    load(settings)
    change(tickets, 1, 0, 1, subject="Something else", priority=None)
    load(settings)
    assert drift(settings) == []


def test_a_new_field_is_kept_and_named_with_the_first_record_that_has_it(
    tickets: list[Ticket], settings: Settings
) -> None:
    load(settings)
    change(tickets, 1, 4, 7, sentiment={"tone": "angry", "sure": 0.9})
    load(settings)
    (found,) = drift(settings)
    assert (found.what, found.field, found.kind, found.first_key) == ("new", "sentiment", "object", "504")
    assert found.severity is None
    kept = ask(
        settings, "select record from raw_zendesk.tickets where record_key = '507' order by known_at desc limit 1"
    )
    assert json.loads(kept[0][0])["sentiment"] == {"tone": "angry", "sure": 0.9}
    line = "sentiment of raw_zendesk.tickets is new (object), first in the record 504"
    assert line in render(gather(settings))


def test_a_kind_that_no_model_can_read_shuts_the_door_until_somebody_decides(
    tickets: list[Ticket], settings: Settings
) -> None:
    load(settings)
    change(tickets, 1, 6, metric_set="not computed yet")
    load(settings)
    change(tickets, 2, 7, subject="Another")
    load(settings)
    (found,) = drift(settings)
    assert (found.what, found.field, found.first_key) == ("unreadable", "metric_set", "506")
    told = [failure.line for failure in run_gates(settings, "raw").failures if "quality.raw_fields" in failure.line]
    assert len(told) == 1
    assert (
        "metric_set of raw_zendesk.tickets came as text, before as object, which the models read as object: "
        "first in the record 506; correct its model" in told[0]
    )
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("delete from quality.raw_fields where field = 'metric_set' and kind = 'text'")
    assert drift(settings) == []


def test_a_kind_that_the_models_read_all_the_same_is_a_warning_of_one_load(
    tickets: list[Ticket], settings: Settings
) -> None:
    load(settings)
    change(tickets, 1, 6, priority=3)
    load(settings)
    (found,) = drift(settings)
    assert (found.what, found.severity, found.kind, found.first_key) == ("changed", "warning", "number", "506")
    # Its line may be published: it names no record.
    assert "506" not in found.line
    change(tickets, 2, 7, subject="Another")
    load(settings)
    assert drift(settings) == []


def test_a_field_that_no_record_has_any_more_shuts_the_door_if_a_model_reads_it(
    tickets: list[Ticket], settings: Settings
) -> None:
    load(settings)
    few = range(ENOUGH - 1)
    change(tickets, 1, *few, without="via")
    change(tickets, 1, *few, without="subject")
    load(settings)
    assert drift(settings) == [], "fewer records than would tell"
    change(tickets, 2, ENOUGH, without="via")
    change(tickets, 2, ENOUGH, without="subject")
    load(settings)
    # No model reads the subject, and of the channel within it `via` tells enough.
    (found,) = drift(settings)
    assert (found.what, found.field, found.severity, found.first_key) == ("vanished", "via", "critical", "500")
    assert f"in none of the {ENOUGH} since" in found.line


def test_a_field_that_was_there_only_at_times_cannot_vanish(tickets: list[Ticket], settings: Settings) -> None:
    del tickets[2]["via"]
    load(settings)
    change(tickets, 1, *(n for n in range(len(tickets)) if n != 2), without="via")
    load(settings)
    assert drift(settings) == []


def test_of_a_large_load_the_first_thousand_records_are_looked_at_and_then_every_tenth() -> None:
    seen = Shapes()
    for number in range(3 * shapes.FIRST):
        if seen.is_due():
            seen.note({"id": number, "who": {"name": "x"} if number % 2 else None}, number)
    looked = shapes.FIRST + 2 * shapes.FIRST // shapes.EVERY
    fields = seen.fields()
    assert fields["", "object"] == (looked, "0") and fields["id", "number"] == (looked, "0")
    assert fields["who", "null"][0] + fields["who", "object"][0] == looked
    assert fields["who.name", "text"] == (fields["who", "object"][0], "1")


def test_a_map_with_a_key_for_every_record_does_not_grow_without_bound() -> None:
    seen = Shapes()
    for number in range(shapes.MOST_SHAPES + 500):
        seen.note({"id": number, f"customer {number}": 1}, number)
    fields = seen.fields()
    assert fields["", "object"][0] == shapes.MOST_SHAPES + 500
    assert len(fields) == shapes.MOST_FIELDS
