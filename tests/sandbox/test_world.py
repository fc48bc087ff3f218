from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from sandbox_reading import records, truth

from pipelines.errors import HavenError
from pipelines.sandbox import DEFAULT_END as END
from pipelines.sandbox import build_world, open_world
from pipelines.sandbox.stacks import DEFAULT_STACK, STACKS, renderers, servers
from pipelines.sandbox.world.arrivals import hourly_rate
from pipelines.sandbox.world.clock import DAY, HOUR, Clock, unix
from pipelines.sandbox.world.draws import Draws

SHORT = {"days": 4, "scale": 0.3}


def content(world) -> dict[str, bytes]:
    parts = ("served", "drop")
    return {
        str(f.relative_to(world.folder)): f.read_bytes() for p in parts for f in sorted((world.folder / p).rglob("*.*"))
    }


def test_the_same_seed_gives_the_same_bytes(worlds, tmp_path):
    again = build_world(tmp_path, **SHORT)
    assert content(again) == content(worlds(**SHORT))


def test_another_seed_gives_another_company(worlds):
    one, other = content(worlds(**SHORT)), content(worlds(seed=8, **SHORT))
    name = "served/zendesk/tickets.text"
    assert one[name] != other[name]


def test_a_finished_world_is_reused_and_a_broken_one_is_built_again(tmp_path):
    build_world(tmp_path, days=1, scale=0.05)
    mark = tmp_path / "served" / "mark"
    mark.touch()
    build_world(tmp_path, days=1, scale=0.05)
    assert mark.exists()
    (tmp_path / "world.json").write_text("{}")
    build_world(tmp_path, days=1, scale=0.05)
    assert not mark.exists()


def test_a_longer_world_continues_a_shorter_one(worlds):
    """The base of every test of daily increments: what was served yesterday is served today, and more."""
    shorter = content(worlds(**SHORT, end=END))
    longer = content(worlds(days=5, scale=0.3, end=END + timedelta(days=1)))
    for name in ("zendesk/ticket_events", "zendesk/ticket_metric_events", "ada/messages"):
        old, new = shorter[f"served/{name}.text"], longer[f"served/{name}.text"]
        assert len(new) > len(old) > 0
        assert new.startswith(old), name


def test_unknown_plants_and_impossible_sizes_are_refused(tmp_path):
    with pytest.raises(HavenError, match="no plant named gremlin"):
        build_world(tmp_path, plants=["gremlin"])
    with pytest.raises(HavenError, match="scale 0"):
        build_world(tmp_path, scale=0)
    with pytest.raises(HavenError, match="no complete sandbox world"):
        open_world(tmp_path / "nowhere")


def test_the_first_numbers_of_a_name_do_not_depend_on_how_many_are_drawn():
    draws = Draws(3)
    assert np.array_equal(draws.uniform("a", 5), draws.uniform("a", 50)[:5])
    assert np.array_equal(draws.normal("a", 5), draws.normal("a", 50)[:5])
    assert not np.array_equal(draws.uniform("a", 5), draws.uniform("b", 5))


def test_the_daily_shape_follows_the_wall_clock_through_the_change_of_time():
    # Clocks went forward in Berlin on Sunday 29 March 2026: ten in the morning is 09:00 UTC before, 08:00 after it.
    clock = Clock.between(date(2026, 3, 20), date(2026, 4, 5))
    before, after = (
        np.array([unix(date(2026, 3, 22), 9)], dtype=np.int64),
        np.array([unix(date(2026, 3, 29), 8)], dtype=np.int64),
    )
    assert clock.hour(before)[0] == clock.hour(after)[0] == 10
    # Same weekday, same local hour; only the slow yearly curve lies between them.
    assert hourly_rate(clock, after, 1.0)[0] == pytest.approx(hourly_rate(clock, before, 1.0)[0], rel=0.02)
    # That Sunday has 23 hours and none of them is two o'clock.
    night = clock.local_to_utc_scalar(date(2026, 3, 29))
    assert clock.local_to_utc_scalar(date(2026, 3, 30)) - night == 23 * HOUR
    assert 2 not in clock.hour(np.arange(night, night + 23 * HOUR, HOUR, dtype=np.int64))
    # A shift that begins at half past seven begins there on both days.
    days = np.array([unix(date(2026, 3, 28)) // DAY, unix(date(2026, 3, 29)) // DAY], dtype=np.int64)
    starts = clock.at_local(days, 7 * HOUR + 1800)
    assert list(starts % DAY) == [6 * HOUR + 1800, 5 * HOUR + 1800]


def test_arrivals_have_a_daily_and_a_weekly_shape(world):
    by_hour = dict(
        truth(
            world, "select hour(to_timestamp(began_at) at time zone 'Europe/Berlin'), count(*) from contacts group by 1"
        )
    )
    assert by_hour[10] > 5 * by_hour.get(3, 0)
    weekday, weekend = truth(
        world,
        """select count(*) filter (where d <= 5) / 5.0, count(*) filter (where d > 5) / 2.0
           from (select isodow(to_timestamp(began_at) at time zone 'Europe/Berlin') as d from contacts
                 where level = 0)""",
    )[0]
    assert weekday > 1.2 * weekend


def test_the_ai_agent_takes_a_bit_more_than_half_of_the_conversations(world):
    ((share,),) = truth(world, "select avg(cast(has_ai as int)) from contacts where not is_spam")
    assert 0.5 < share < 0.65


def test_three_of_four_unresolved_people_come_back_and_through_every_channel(world):
    n, back = truth(
        world,
        """select count(*), avg(cast(comes_back as int)) from contacts
           where not is_resolved and not is_spam and not is_test and (not has_ai or is_engaged) and level < 3""",
    )[0]
    # Four standard errors around the planted 0.75.
    assert abs(back - 0.75) < 4 * (0.75 * 0.25 / n) ** 0.5
    pairs = {
        (a, b)
        for a, b in truth(
            world,
            """select a.channel, b.channel from contacts a
               join contacts b on b.journey = a.journey and b.level = a.level + 1""",
        )
    }
    assert {("chat", b) for b in ("chat", "email", "web", "voice")} <= pairs
    assert ("email", "chat") in pairs and ("voice", "chat") in pairs
    # An issue keeps its person and its intent, and nobody resolved comes back with it.
    assert truth(
        world, "select count(*) from (select journey from contacts group by 1 having count(distinct person) > 1)"
    ) == [(0,)]
    assert truth(world, "select count(*) from contacts where comes_back and is_resolved") == [(0,)]


def test_satisfied_customers_answer_more_often_and_more_of_them_to_people(world):
    rates = {
        (ai, ok): rate
        for ai, ok, rate in truth(
            world,
            """select is_ai_only, is_satisfied, avg(cast(score is not null as int)) from contacts
               where not is_spam and not is_test and (has_person or is_ai_only and is_engaged) group by all""",
        )
    }
    assert rates[False, True] > rates[False, False] > 0
    assert rates[True, True] > rates[True, False] > 0
    assert rates[False, True] > rates[True, True]


def test_nothing_happens_after_the_end(world):
    end = world.end
    for name in ("tickets", "ticket_events", "ticket_metric_events"):
        column = {"tickets": "generated_timestamp", "ticket_events": "timestamp"}.get(name)
        for record in records(world, "zendesk", name):
            assert (record[column] if column else record["time"]) < (end if column else iso(end))
    for record in records(world, "ada", "messages"):
        assert record["date_created"] < iso(end)
    for record in records(world, "ada", "conversations"):
        assert record["date_updated"] < iso(end)
    for record in records(world, "assembled", "agent_states"):
        assert record["start_time"] < end and (record["end_time"] or 0) <= end


def iso(at: int) -> str:
    return str(np.datetime64(at, "s")) + "Z"


def test_the_world_file_says_what_was_built(world):
    told = json.loads((world.folder / "world.json").read_text())
    assert told["arguments"]["seed"] == 7
    assert told["end"] == world.end == unix(END) - 2 * HOUR
    assert told["counts"]["zendesk.tickets"] == len(records(world, "zendesk", "tickets"))


def test_an_unknown_stack_is_refused_and_the_world_remembers_its_own(tmp_path):
    with pytest.raises(HavenError, match="no stack named fax\\+pigeon"):
        build_world(tmp_path, stack="fax+pigeon")
    assert build_world(tmp_path, days=1, scale=0.05).stack == DEFAULT_STACK
    assert json.loads((tmp_path / "world.json").read_text())["arguments"]["stack"] == DEFAULT_STACK


def test_every_vendor_of_a_stack_can_be_told_and_can_answer():
    for name, stack in STACKS.items():
        assert {stack.helpdesk, stack.assistant} <= set(stack.vendors), name
        assert all(callable(module.render) for module in renderers(stack.vendors).values())
        for vendor, module in servers(stack.vendors).items():
            assert module.PREFIX.startswith("/") and callable(module.Server), vendor
            assert module.settings("http://here", "a", "b")["BASE_URL"] == "http://here"
