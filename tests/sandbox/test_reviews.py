"""Quality reviews: everybody's work, every week, and graders who differ as the truth says."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

import pytest
from sandbox_reading import truth

from pipelines.statistics.calibration import Mark, calibrate
from tests.world_files import dropped

DIMENSIONS = ("correct", "complete", "next_step", "policy", "clear", "tone", "hand_off", "record")
WEEK = 7 * 86400
LONG = {"days": 60, "scale": 0.4}


def marks(world, dimension: str) -> list[Mark]:
    return [
        Mark(
            row["conversation_id"],
            "ai" if row["actor_id"].startswith("ada:") else "human",
            row["reviewer_id"],
            row["score"],
            row["reviewer_type"] != "human",
        )
        for row in dropped(world, "quality_scores")
        if row["is_calibration"] and row["dimension"] == dimension
    ]


def graders(world, dimension: str):
    return {grader.grader: grader for grader in calibrate(marks(world, dimension)).graders}


def test_a_review_marks_every_dimension_of_the_one_scorecard_once_in_five_levels(world):
    reviews = defaultdict(list)
    levels = {"fails": 0.0, "poor": 0.25, "fair": 0.5, "good": 0.75, "excellent": 1.0}
    for row in dropped(world, "quality_scores"):
        reviews[row["review_id"]].append(row)
        assert row["score"] == levels[row["level"]]
        assert row["score"] == 0 or not row["is_auto_fail"]
    assert reviews
    for rows in reviews.values():
        assert sorted(row["dimension"] for row in rows) == sorted(DIMENSIONS)
        told = {(row["conversation_id"], row["actor_id"], row["reviewer_id"], row["reviewed_at"]) for row in rows}
        assert len(told) == 1
    assert len({row["quality_score_id"] for row in dropped(world, "quality_scores")}) == 8 * len(reviews)


def test_everybody_who_ended_enough_contacts_in_a_week_is_reviewed_for_it_and_so_is_the_ai(world):
    """Three of a person and thirty of the AI, or all there are."""
    ended = truth(
        world,
        f"""with ends as (
                select k.contact, coalesce(a.agent, -1) as agent,
                    (((case when is_ai_only then ai_ends_at else solved_at end) + 7200) // 86400 + 3) // 7 as week
                from contacts k left join (
                    select contact, arg_max(agent_id, job) as agent_id from jobs where kind in (0, 2) group by 1
                ) j using (contact) left join agents a on a.agent_id = 'zendesk:' || j.agent_id
                where not is_spam and not is_test
                    and (has_person and solved_at is not null or is_ai_only and is_engaged)
            ), held as (select distinct contact from reviews where not is_calibration)
            select agent, week, count(*), count(held.contact) from ends left join held using (contact)
            where ((week + 1) * 7 - 3) * 86400 + 4 * 86400 < {world.end} group by all""",
    )
    assert len(ended) > 40
    for agent, _, contacts, reviewed in ended:
        assert reviewed == min(contacts, 30 if agent < 0 else 3)


def test_the_shared_sample_is_marked_by_two_people_the_ai_grader_and_the_vendors(world):
    by_contact = defaultdict(Counter)
    for row in dropped(world, "quality_scores"):
        if row["is_calibration"] and row["dimension"] == "correct":
            by_contact[row["conversation_id"]][row["reviewer_type"]] += 1
    assert len(by_contact) >= 40
    assert all(types == {"human": 2, "ai": 1, "vendor": 1} for types in by_contact.values())
    # Nobody but people marks what counts.
    counted = {row["reviewer_type"] for row in dropped(world, "quality_scores") if not row["is_calibration"]}
    assert counted == {"human"}


def test_people_agree_and_the_ai_grader_does_on_all_but_the_tone(worlds):
    world = worlds(**LONG)
    for dimension in DIMENSIONS:
        found = calibrate(marks(world, dimension))
        assert found.alpha.alpha > 0.667, dimension
        ai = next(grader for grader in found.graders if grader.grader == "drop:grader:ai")
        assert (ai.alpha > 0.667) == (dimension != "tone"), dimension


@pytest.mark.parametrize("dimension", ["correct", "clear", "record"])
def test_the_vendors_grader_is_kinder_to_its_own_ai_and_the_others_are_not(worlds, dimension):
    world = worlds(**LONG)
    kindness = json.loads((world.truth / "truth.json").read_text())["graders"]["vendor_kindness"]
    found = graders(world, dimension)
    # Marks stop at the top, which takes some of the kindness away.
    assert kindness / 2 < found["ada:grader"].bias_gap < kindness + 0.05
    assert abs(found["drop:grader:ai"].bias_gap) < 0.05
    assert not found["ada:grader"].is_admitted


def test_only_what_has_to_do_with_the_outcome_goes_with_it(worlds):
    gaps = dict(
        truth(
            worlds(**LONG),
            """select dimension, avg(r.score) filter (is_resolved) - avg(r.score) filter (not is_resolved)
               from reviews r join contacts using (contact) where not is_calibration group by 1""",
        )
    )
    assert min(gaps[d] for d in ("correct", "complete", "next_step")) > 0.25
    assert max(abs(gaps[d]) for d in ("clear", "tone", "hand_off", "record")) < 0.08


def test_a_gap_in_training_shows_in_what_is_said_and_not_in_how(worlds):
    base, other = worlds(**LONG), worlds(**LONG, plants=("training_gap",))
    gap = json.loads((other.truth / "truth.json").read_text())["training_gap"]
    year, month = map(int, gap["cohort"].split("-"))
    sql = f"""select dimension, avg(deserved) from reviews r join contacts k using (contact)
        where began_at >= {gap["from"]} and intent like '{gap["family"]}.%' and not is_transferred
            and cohort_month = {year * 12 + month - 1} and has_person group by 1"""
    before, after = dict(truth(base, sql)), dict(truth(other, sql))
    assert after["correct"] < before["correct"] - 0.1 and after["complete"] < before["complete"] - 0.1
    assert abs(after["tone"] - before["tone"]) < 0.08


# What happens to the company.


def test_events_happen_in_every_world_and_bring_contacts_only_where_that_is_planted(worlds):
    base, other = worlds(), worlds(plants=("event_rise",))
    assert dropped(base, "ops_events") == dropped(other, "ops_events")
    assert {"release", "outage", "campaign"} <= {row["kind"] for row in dropped(base, "ops_events")}
    assert truth(base, "select count(*) from contacts where is_by_event or is_surge") == [(0,)]
    first = "journey, person, intent, began_at, channel, is_ai_only, hand_over, is_resolved, is_satisfied"
    sql = f"select {first} from contacts where level = 0 and not is_by_event order by all"
    assert truth(other, sql) == truth(base, sql)


def test_an_event_brings_contacts_of_its_intent_within_its_days_as_many_as_planted(worlds):
    base, other = worlds(**LONG), worlds(**LONG, plants=("event_rise",))
    events = json.loads((other.truth / "truth.json").read_text())["event_rise"]
    inside = " or ".join(
        f"intent = '{e['intent']}' and began_at >= {e['from'] - 3600} and began_at < {e['until']}" for e in events
    )
    assert truth(other, f"select count(*) from contacts where is_by_event and level = 0 and not ({inside})") == [(0,)]
    for event in events:
        here = f"""from contacts where level = 0 and intent = '{event["intent"]}' and began_at >= {event["from"]}
            and began_at < {event["until"]}"""
        ((brought,),) = truth(other, f"select count(*) {here} and is_by_event")
        ((usual,),) = truth(base, f"select count(*) {here}")
        expected = event["rise"] * usual
        # Both are counts: four standard deviations of their difference.
        assert abs(brought - expected) <= 4 * (expected + event["rise"] ** 2 * usual) ** 0.5
