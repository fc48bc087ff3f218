"""What is planted about coaching, volume, mix and a trial of the AI changes what it says, and nothing else."""

from __future__ import annotations

import json
from collections import defaultdict

import duckdb
import numpy as np
import pytest
from sandbox_reading import records, truth

from pipelines.sandbox.world.clock import DAY
from pipelines.sandbox.world.coaching import REVIEWED_SHARE
from pipelines.sandbox.world.draws import Draws
from pipelines.statistics.coaching import coaching_effect
from pipelines.statistics.comparison import Cell, fair_comparison
from tests.world_files import dropped

# What a first contact is before anybody answers it; then what was made of it.
ARRIVES = "journey, person, began_at, is_spam, is_test, is_unlabelled"
HANDLED = "intent, channel, is_ai_only, hand_over, first_agent_id, is_transferred"
ENDS = "is_abandoned, is_resolved, is_satisfied"
COLUMNS = f"{ARRIVES}, {HANDLED}, {ENDS}"
# Days and scale at which there are agents enough for eight newly and eight not yet coached.
WHOLE = {"days": 90, "scale": 1.0}


def planted(world, plant: str) -> dict:
    return json.loads((world.truth / "truth.json").read_text())[plant]


def differing(base, other, columns: str = COLUMNS) -> list[dict]:
    """First contacts, as they are in the planted world, of issues that are not there or not so in the other."""
    con = duckdb.connect()
    rows = con.execute(
        f"""select {columns} from '{other.truth}/contacts.parquet' where level = 0
            except select {columns} from '{base.truth}/contacts.parquet' where level = 0"""
    )
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def seconds(text: str) -> int:
    return int(np.datetime64(text.removesuffix("Z"), "s").astype(int))


# Coaching.


def test_coaching_sessions_are_the_same_whatever_is_planted(worlds):
    honest = dropped(worlds(), "coaching_sessions")
    assert honest
    for plant in ("coaching_works", "training_gap", "volume_surge", "mix_shift", "vendor_better_on_easy_only"):
        assert dropped(worlds(plants=(plant,)), "coaching_sessions") == honest


def test_a_session_is_delivered_or_cancelled_for_a_reason_in_the_hour_kept_for_training(worlds):
    world = worlds(**WHOLE)
    activities = {(a["agent_id"], a["start_time"]): a["end_time"] for a in records(world, "assembled", "activities")}
    people = {f"zendesk:{p['platforms']['zendesk']}": p["agent_id"] for p in records(world, "assembled", "people")}
    rows = dropped(world, "coaching_sessions")
    assert {row["cancel_reason"] for row in rows} == {None, "absence", "queue", "meeting"}
    for row in rows:
        planned = seconds(row["planned_at"])
        assert (row["delivered_at"] is None) != (row["cancelled_at"] is None)
        assert (row["cancelled_at"] is None) == (row["cancel_reason"] is None)
        assert row["duration_seconds"] >= 1800 and row["coach_id"] and row["dimension"]
        if row["delivered_at"]:
            assert row["delivered_at"] == row["planned_at"]
            assert activities[people[row["agent_id"]], planned] - planned >= row["duration_seconds"]
        else:
            assert seconds(row["cancelled_at"]) < planned


def test_eight_newly_and_eight_not_yet_coached_agents_stand_against_each_other_for_weeks(worlds):
    world = worlds(**WHOLE)
    starts = truth(world, f"select least(coached_from, {world.end}) from agents where grp != 3")
    begun = np.array([min(at or world.end, world.end) for (at,) in starts])
    weeks = np.arange(world.start, world.end, 7 * DAY)
    both = [((begun <= w) & (begun > w - 56 * DAY)).sum() >= 8 and (begun > w + 7 * DAY).sum() >= 8 for w in weeks]
    assert sum(both) >= 4


def reviewed_months(world) -> dict[int, list[tuple[int, bool]]]:
    """Per agent, when and whether resolved: the contacts that a lead sees."""
    draws, seen = Draws(world.seed), defaultdict(list)
    rows = truth(
        world,
        """select a.agent, k.level, k.journey, k.began_at, k.is_resolved
           from contacts k join agents a on a.agent_id = 'zendesk:' || k.first_agent_id
           where not k.is_spam and not k.is_transferred""",
    )
    luck = {level: draws.uniform(f"quality/round/{level}", 1 + max(row[2] for row in rows)) for level in range(4)}
    for agent, level, journey, began, resolved in rows:
        if luck[level][journey] < REVIEWED_SHARE:
            seen[agent].append((began, resolved))
    return seen


def month_before(seen: list[tuple[int, bool]], at: int) -> float:
    month = [resolved for began, resolved in seen if at - 28 * DAY <= began < at]
    return sum(month) / len(month) if month else 1.0


def picked_waves(world) -> list[tuple[int, list[int], list[int]]]:
    """Each week in which a lead picked: (Monday, who was picked, who of those classes could have been and was not)."""
    people = truth(
        world, "select agent, cohort_month, coaching_week, hired_on, left_on, after_bad_month, grp from agents"
    )
    classes = sorted({month for _, month, *_ in people})
    picked = set(classes[1::2])
    assert {month for _, month, *_, bad, _ in people if bad} <= picked
    assert not {month for _, month, week, *_, bad, _ in people if week and not bad} & picked
    waves = []
    for at in sorted({week for _, _, week, *_, bad, _ in people if bad}):
        able = [
            (agent, week)
            for agent, month, week, hired, left, _, group in people
            if month in picked and group != 3 and (hired + 28) * DAY <= at and left * DAY > at + 14 * DAY
        ]
        chosen = [agent for agent, week in able if week == at]
        waves.append((at, chosen, [agent for agent, week in able if week is None or week > at]))
    return waves


def test_in_every_second_class_those_with_the_worst_reviewed_month_begin_first(worlds):
    world = worlds(**WHOLE)
    seen, waves = reviewed_months(world), picked_waves(world)
    assert len(waves) > 1
    for at, chosen, waiting in waves:
        worst = max(month_before(seen[agent], at) for agent in chosen)
        assert all(month_before(seen[agent], at) >= worst for agent in waiting)


def test_those_picked_after_a_bad_month_do_better_later_without_any_coaching(worlds):
    """The trap: in a world where coaching does nothing, a comparison with the month before says that it helps."""
    world = worlds(**WHOLE)
    seen = reviewed_months(world)
    before, after = [], []
    for at, chosen, _ in picked_waves(world):
        before += [month_before(seen[agent], at) for agent in chosen]
        after += [month_before(seen[agent], at + 28 * DAY) for agent in chosen]
    assert np.mean(after) > np.mean(before) + 0.05


def test_coaching_helps_the_coached_from_their_first_session_on_and_nobody_else(worlds):
    base, other = worlds(), worlds(plants=("coaching_works",))
    since = dict(truth(other, "select substr(agent_id, 9)::bigint, coached_from from agents"))
    changed = differing(base, other)
    assert changed
    for row in changed:
        assert row["began_at"] >= since[row["first_agent_id"]]
        assert row["is_resolved"] and not row["is_transferred"]
    assert differing(base, other, f"{ARRIVES}, {HANDLED}, is_abandoned") == []
    assert truth(base, "select max(coaching_gain) from contacts") == [(0,)]
    assert truth(other, "select max(coaching_gain) from contacts") == [(planted(other, "coaching_works")["gain"],)]


def test_the_work_of_the_coached_deserves_better_marks_by_the_planted_amount(worlds):
    base, other = worlds(**WHOLE), worlds(**WHOLE, plants=("coaching_works",))
    assert truth(base, "select count(*) from reviews where deserved != without_coaching") == [(0,)]
    gain = planted(other, "coaching_works")["quality"]
    # Whoever was passed on was served by somebody else; what is perfect already cannot get better.
    rows = truth(
        other,
        """select r.without_coaching, r.deserved, k.began_at >= a.coached_from and not k.is_transferred
           from reviews r join contacts k using (contact) join agents a on a.agent = r.agent""",
    )
    coached = [(before, after) for before, after, is_coached in rows if is_coached]
    assert len(coached) > 400
    for before, after in coached:
        assert after == pytest.approx(min(1, before + gain))
    assert all(before == after for before, after, is_coached in rows if not is_coached)


@pytest.mark.parametrize("plants", [(), ("coaching_works",)])
def test_the_not_yet_coached_design_recovers_what_coaching_really_did(worlds, plants):
    world = worlds(**WHOLE, plants=plants)
    monday = world.start // (7 * DAY) * 7 * DAY + 4 * DAY
    monday -= 7 * DAY * (monday > world.start)
    rows = truth(
        world,
        f"""select a.agent, (k.began_at - {monday}) // {7 * DAY}, avg(k.is_resolved::int)
            from contacts k join agents a on a.agent_id = 'zendesk:' || k.first_agent_id
            where not k.is_spam group by all""",
    )
    agents = sorted({row[0] for row in rows})
    outcomes = np.full((len(agents), 13), np.nan)
    for agent, week, share in rows:
        if week < 13:
            outcomes[agents.index(agent), int(week)] = share
    starts = dict(truth(world, f"select agent, (coached_from - {monday}) // {7 * DAY} from agents"))
    found = coaching_effect(outcomes, [starts[a] for a in agents])
    ((real,),) = truth(
        world,
        """select avg(coaching_gain) from contacts k join agents a on a.agent_id = 'zendesk:' || k.first_agent_id
           where k.began_at >= a.coached_from and not k.is_spam""",
    )
    assert found.refused is None
    assert found.low < real < found.high
    assert (found.low > 0) == bool(plants)


# A surge.


def test_a_surge_brings_half_as_many_again_and_changes_only_who_waits_who_leaves_and_how_they_like_it(worlds):
    base, other = worlds(), worlds(plants=("volume_surge",))
    plan = planted(other, "volume_surge")
    new = truth(other, "select began_at, level from contacts where is_surge")
    assert all(plan["from"] <= at for at, _ in new)
    assert all(at < plan["until"] for at, level in new if level == 0)
    usual = truth(
        base, f"select count(*) from contacts where level = 0 and began_at between {plan['from']} and {plan['until']}"
    )[0][0]
    assert sum(level == 0 for _, level in new) > 0.5 * usual
    old = f"select {ARRIVES}, {HANDLED} from contacts where level = 0 and not is_surge"
    # Whoever leaves has no agent and no transfer; all else of the usual issues is as it was.
    routed = old.replace("first_agent_id, is_transferred", "hand_over")
    assert sorted(truth(other, routed)) == sorted(truth(base, routed))
    for row in differing(base, other, f"{COLUMNS}, is_surge"):
        assert row["is_surge"] or row["began_at"] >= plan["from"]
    staff = "select agent_id, cohort_month, grp from agents"
    assert truth(other, staff) == truth(base, staff)
    assert records(other, "assembled", "activities") == records(base, "assembled", "activities")


def test_nobody_forecast_the_surge(worlds):
    def forecast(world):
        return [
            (r["start_time"], r["channel"], r["staffing_required"]["forecasted"])
            for r in records(world, "assembled", "forecasts")
        ]

    assert forecast(worlds(plants=("volume_surge",))) == forecast(worlds())


def test_in_a_surge_customers_wait_longer_leave_more_often_and_are_less_content(worlds):
    base, other = worlds(**WHOLE), worlds(**WHOLE, plants=("volume_surge",))
    plan = planted(other, "volume_surge")
    sql = f"""select avg(waited_seconds), avg(is_abandoned::int), avg(is_satisfied::int) from contacts
        where began_at >= {plan["from"]} and began_at < {plan["until"]}"""
    ((wait, left, content),) = truth(base, sql)
    ((wait_s, left_s, content_s),) = truth(other, sql)
    assert wait_s > 1.5 * wait and left_s > 1.3 * left and content_s < content - 0.03
    # Where nobody waited, nobody is less content for it.
    assert truth(other, "select max(waiting_cost) from contacts where waited_seconds = 0") == [(0,)]
    assert truth(base, "select max(waiting_cost) from contacts") == [(0,)]


# A shift of the mix.


def test_a_shift_of_the_mix_turns_easy_issues_into_hard_ones_from_its_date(worlds):
    base, other = worlds(), worlds(plants=("mix_shift",))
    plan = planted(other, "mix_shift")
    assert differing(base, other, ARRIVES) == []
    changed = differing(base, other, f"{COLUMNS}, is_moved, complexity")
    assert changed
    for row in changed:
        assert row["is_moved"] and row["began_at"] >= plan["from"] and row["complexity"] >= plan["to_complexity_from"]


def test_when_the_mix_shifts_the_rate_of_each_intent_stays_and_the_whole_falls(worlds):
    base, other = worlds(**WHOLE), worlds(**WHOLE, plants=("mix_shift",))
    after = f"from contacts where level = 0 and began_at >= {planted(other, 'mix_shift')['from']}"
    hard = f"select avg((complexity >= 4)::int), avg(is_resolved::int), avg(is_satisfied::int) {after}"
    ((share, resolved, content),) = truth(base, hard)
    ((share_m, resolved_m, content_m),) = truth(other, hard)
    assert share_m > share + 0.2 and resolved_m < resolved - 0.02 and content_m < content - 0.015
    cells = f"select intent, channel = 'chat', count(*), avg(is_resolved::int) {after} group by all order by 1, 2"
    z = [
        (p - q) / (p * (1 - p) / n + q * (1 - q) / m) ** 0.5
        for (_, _, n, p), (_, _, m, q) in zip(truth(base, cells), truth(other, cells), strict=True)
        if 0 < p < 1
    ]
    # 24 cells: four standard errors leave a chance of one in seven hundred.
    assert len(z) >= 20 and max(map(abs, z)) < 4


# A trial of the AI.


def test_a_trial_holds_chats_out_at_random_and_leaves_every_other_channel_alone(worlds):
    base, other = worlds(), worlds(plants=("vendor_better_on_easy_only",))
    assert differing(base, other, f"{ARRIVES.replace(', is_unlabelled', '')}, intent, channel") == []
    changed = differing(base, other)
    assert changed and {row["channel"] for row in changed} == {"chat"}
    ai_share = planted(other, "vendor_better_on_easy_only")["ai_share"]
    shares = truth(
        other,
        """select intent, complexity, count(*), avg((not is_held_out)::int) from contacts
           where channel = 'chat' and not is_test and (is_engaged or is_held_out) group by 1, 2""",
    )
    for _, complexity, n, share in shares:
        expected = ai_share[complexity]
        assert abs(share - expected) < 4.5 * (expected * (1 - expected) / n) ** 0.5
    assert truth(other, "select count(*) from contacts where is_held_out and (ada_id is not null or is_ai_only)") == [
        (0,)
    ]


def test_a_held_out_chat_is_a_chat_in_the_helpdesk_and_unknown_to_the_vendor(worlds):
    other = worlds(plants=("vendor_better_on_easy_only",))
    held = {t for (t,) in truth(other, "select ticket_id from contacts where is_held_out and ticket_id is not null")}
    tickets = {t["id"]: t for t in records(other, "zendesk", "tickets")}
    assert held and {tickets[t]["via"]["channel"] for t in held} == {"chat"}
    linked = {c["metavariables"].get("ticket_id") for c in records(other, "ada", "conversations")}
    assert not {str(t) for t in held} & linked


def test_the_crude_comparison_favours_the_ai_and_the_fair_one_people(worlds):
    other = worlds(**WHOLE, plants=("vendor_better_on_easy_only",))
    cells = [
        Cell(*row)
        for row in truth(
            other,
            """select intent || ' ' || channel, case when is_ai_only then 'ai' else 'human' end,
                   case when is_ai_only then ai_version || began_at // 604800 else first_agent_id::varchar end,
                   count(*), sum(is_durable::int)::int
               from contacts where (has_person or is_ai_only and is_engaged) and not is_test and not is_spam
               group by all order by all""",
        )
    ]
    found = fair_comparison(cells)
    assert found.crude_second.rate > found.crude_first.rate + 0.01
    assert found.verdict == "worse" and found.high < -0.05
    easy = planted(other, "vendor_better_on_easy_only")["easy_up_to_complexity"]
    rates = dict(
        truth(
            other,
            f"""select (is_ai_only, complexity <= {easy})::varchar, avg(is_durable::int) from contacts
            where channel = 'chat' and (is_held_out and has_person or is_ai_only and is_engaged) and not is_test
            group by 1""",
        )
    )
    assert rates["(true, true)"] > rates["(false, true)"] + 0.02
    assert rates["(true, false)"] < rates["(false, false)"] - 0.2


def test_plants_do_not_disturb_each_other(worlds):
    """Coaching changes no arrival and no routing of a shifted mix, and a shifted mix nobody's sessions."""
    both = worlds(plants=("coaching_works", "mix_shift"))
    assert differing(worlds(plants=("mix_shift",)), both, f"{ARRIVES}, {HANDLED}, is_moved") == []
    alone = truth(worlds(plants=("coaching_works",)), "select agent_id, coached_from from agents")
    assert truth(both, "select agent_id, coached_from from agents") == alone
