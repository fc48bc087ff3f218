"""Why satisfaction fell: the worked example, and worlds in which the answer is known."""

import numpy as np
import pytest

from pipelines.statistics.explanation import explain_change
from pipelines.statistics.explanation_data import Answers, Design, Mechanism
from pipelines.statistics.explanation_parts import Periods, mix_part
from pipelines.statistics.weighting import factors, tables

BANDS = ("under 0.75", "0.75-0.85", "0.85-0.92", "above 0.92")
LOAD = (0.2, 0.5, 0.2, 0.1)
COHORTS = {
    ("human", "tenured"): (900, 0.84),
    ("human", "April"): (400, 0.80),
    ("human", "January"): (400, 0.82),
    ("ai", "v2"): (1300, 0.78),
}
INTENTS = {"refund": 0.0, "status": 0.06}
MODULE = Mechanism("refund module", "training", 18, 30, 12, 120)
REVIEWS = Mechanism("refund policy item", "scorecard", 25, 60, 20, 200)


def period(
    rng: np.random.Generator,
    shift: dict[str, float] | None = None,
    volume: dict[str, float] | None = None,
    load: dict[str, tuple[float, ...]] | None = None,
    pressure: float = 0.0,
    answer_good: float = 0.4,
    answer_bad: float = 0.4,
) -> list[Answers]:
    """One period: contacts, outcomes and answers drawn at random around what is planted.

    `shift` and `volume` change a cohort's level and share, `load` its occupancy; the highest band costs `pressure`.
    Customers whose matter was solved answer at `answer_good`, the others at `answer_bad`.
    """
    rows = []
    for (population, cohort), (contacts, base) in COHORTS.items():
        for intent, easier in INTENTS.items():
            for band, part in zip(BANDS, (load or {}).get(cohort, LOAD), strict=True):
                for agent in range(12):
                    n = rng.poisson(contacts * (volume or {}).get(cohort, 1.0) * part / 2 * 10 / 12)
                    level = base + easier + (shift or {}).get(cohort, 0.0) - pressure * (band == BANDS[3])
                    solved = int(rng.binomial(n, np.clip(level, 0, 1)))
                    for outcome, asked, rate, good in (
                        ("solved", solved, answer_good, 0.97),
                        ("unsolved", n - solved, answer_bad, 0.10),
                    ):
                        answers = int(rng.binomial(asked, rate))
                        cluster = f"{cohort} {agent}"
                        happy = int(rng.binomial(answers, good))
                        rows.append(
                            Answers(population, cohort, intent, "chat", asked, answers, happy, band, outcome, cluster)
                        )
    return rows


def constant(*rows: tuple[str, str, int, float]) -> list[Answers]:
    return [Answers(p, c, "all", "chat", 50 * n, 50 * n, round(50 * n * level), "0.75-0.85") for p, c, n, level in rows]


def worked() -> tuple[list[Answers], list[Answers]]:
    """The worked example, fifty times as large so that its rates are whole counts."""
    return (
        constant(("human", "tenured", 700, 0.84), ("human", "April", 300, 0.80), ("ai", "v2", 1000, 0.78)),
        constant(("human", "tenured", 690, 0.84), ("human", "April", 310, 0.58), ("ai", "v2", 1040, 0.78)),
    )


def test_a_change_is_explained_where_one_person_alone_served_all_but_the_cohort() -> None:
    def side(level: float) -> list[Answers]:
        served = [("tenured", "A", 0.84), ("April", "B", level), ("April", "C", level)]
        return [
            Answers("human", cohort, "all", "chat", 500, 500, round(500 * good), "0.75-0.85", None, agent)
            for cohort, agent, good in served
        ]

    found = explain_change(side(0.80), side(0.60))
    assert found.located == ("human", "April")
    assert found.change == pytest.approx(-0.4 / 3)
    (left_out,) = (check for check in found.checks if check.number == 5)
    assert (left_out.passed, left_out.detail) == (True, "+0.0 remain of -13.3")


def test_the_worked_fall_sits_in_the_april_cohort_and_not_in_volume() -> None:
    found = explain_change(*worked())
    assert (found.level1, found.level2) == (pytest.approx(0.8040), pytest.approx(0.769902, abs=1e-6))
    assert (found.mix_effect, found.rate_effect) == (
        pytest.approx(-0.000882, abs=1e-6),
        pytest.approx(-0.033216, abs=1e-6),
    )
    assert found.located == ("human", "April")
    assert found.verdict == "located in"
    assert found.sentence == (
        "CSAT fell by 3.4 points (80.4% to 77.0%, 95 % interval of the change -3.8 to -3.1): 97% of it is located in "
        "cohort April (human), not volume (+2% contacts)."
    )
    assert [check.passed for check in found.checks] == [True] * 5 + [None, None]


def test_words_go_no_further_than_the_evidence() -> None:
    design = Design("not-yet-coached comparison", -0.20, -0.05)
    located = explain_change(*worked())
    consistent = explain_change(*worked(), mechanisms=[MODULE, REVIEWS])
    caused = explain_change(*worked(), mechanisms=[MODULE, REVIEWS], design=design)
    without_mechanism = explain_change(*worked(), design=design)
    verdicts = [found.verdict for found in (located, consistent, caused, without_mechanism)]
    assert verdicts == ["located in", "consistent with", "caused by", "located in"]
    assert "consistent with a training gap (refund module)" in consistent.sentence
    assert "caused" not in located.sentence + consistent.sentence
    assert "caused by a training gap" in caused.sentence


def test_a_mechanism_that_peers_share_explains_nothing() -> None:
    shared = Mechanism("refund module", "training", 12, 60, 40, 200)
    few = Mechanism("refund module", "training", 15, 19, 10, 200)
    better = Mechanism("refund module", "training", 2, 60, 90, 200)
    for mechanism in (shared, few, better):
        assert explain_change(*worked(), mechanisms=[mechanism]).verdict == "located in"
    wrong_way = Design("difference in differences", -0.01, 0.20)
    assert explain_change(*worked(), mechanisms=[MODULE], design=wrong_way).verdict == "consistent with"


@pytest.mark.parametrize("seed", range(8))
def test_a_planted_cohort_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = explain_change(period(rng), period(rng, shift={"April": -0.30}))
    assert (found.verdict, found.located) == ("located in", ("human", "April"))
    assert found.mix_effect + found.rate_effect == pytest.approx(found.change)
    assert sum(effect.rate_effect + effect.mix_effect for effect in found.cohorts) == pytest.approx(found.change)


def test_nothing_planted_is_rarely_explained() -> None:
    verdicts = []
    for seed in range(60):
        rng = np.random.default_rng(500 + seed)
        verdicts.append(explain_change(period(rng), period(rng)).verdict)
    assert sum(verdict != "not explained" for verdict in verdicts) <= 4


@pytest.mark.parametrize("seed", range(4))
def test_work_that_moved_is_not_blamed_on_people(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = explain_change(period(rng), period(rng, volume={"tenured": 0.05, "January": 0.05, "v2": 3.0}))
    assert found.checks[0].passed
    assert (found.verdict, found.driver) == ("explained by mix", "mix")
    assert "explained by mix: contacts with" in found.sentence
    assert found.mix.low <= found.mix.effect <= found.mix.high < 0
    assert "cohort April" not in found.sentence


def test_a_month_of_hire_and_a_version_of_the_same_name_are_two_cohorts() -> None:
    def told(population: str, cohort: str, intent: str, n: int, level: float) -> Answers:
        return Answers(population, cohort, intent, "chat", n, n, round(n * level), "0.75-0.85")

    before = [
        told("human", "2025-01", "a", 600, 0.9),
        told("ai", "2026-02", "a", 300, 0.7),
        told("ai", "2026-02", "b", 100, 0.6),
    ]
    after = [
        told("human", "2025-01", "a", 500, 0.9),
        told("human", "2026-05", "a", 100, 0.9),
        told("ai", "2026-05", "a", 290, 0.5),
        told("ai", "2026-05", "b", 110, 0.4),
    ]
    part = mix_part(Periods.of(before, after), -1.0)
    assert part.name == "contacts with version 2026-05 of the AI"
    assert (part.share1, part.share2) == (0.0, pytest.approx(0.4))


@pytest.mark.parametrize("seed", range(4))
def test_a_cohort_under_more_load_is_not_blamed_for_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    crowded = {"April": (0.0, 0.05, 0.05, 0.9)}
    found = explain_change(period(rng, pressure=0.4), period(rng, pressure=0.4, load=crowded))
    assert found.located == ("human", "April")
    assert found.checks[3].passed is False
    assert found.verdict == "explained by volume"
    assert found.volume_effect < -0.01
    assert "cohort April" not in found.sentence


@pytest.mark.parametrize("seed", range(4))
def test_a_surge_that_crowds_everybody_is_volume(seed: int) -> None:
    rng = np.random.default_rng(seed)
    crowded = {cohort: (0.0, 0.2, 0.2, 0.6) for population, cohort in COHORTS if population == "human"}
    surge = {cohort: 1.6 for _, cohort in COHORTS}
    found = explain_change(period(rng, pressure=0.3), period(rng, pressure=0.3, load=crowded, volume=surge))
    assert found.verdict == "explained by volume"
    assert "above 0.85 occupancy went from 30% to 80%" in found.sentence
    # People are 17 of 30 contacts, half of them moved into the band that costs 0.3 of being solved, and that costs
    # 0.97 - 0.10 of being satisfied.
    assert found.volume is not None
    assert found.volume.low <= -0.3 * 0.87 * 0.5 * 17 / 30 <= found.volume.high


@pytest.mark.parametrize("seed", range(4))
def test_work_that_moves_to_a_side_without_a_queue_is_not_volume(seed: int) -> None:
    rng = np.random.default_rng(seed)
    idle = {"v2": (1.0, 0.0, 0.0, 0.0)}
    found = explain_change(period(rng, load=idle), period(rng, load=idle, volume={"tenured": 0.05, "v2": 3.0}))
    assert found.volume is not None
    assert abs(found.volume.effect) < abs(found.mix.effect) / 4
    assert found.verdict == "explained by mix"


@pytest.mark.parametrize("seed", range(6))
def test_a_gap_on_one_family_is_narrowed_down_to_it_and_a_gap_everywhere_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def rows(low_on: frozenset[str]) -> list[Answers]:
        return [
            Answers(
                "human",
                cohort,
                f"{family}.{intent}",
                "chat",
                n,
                n,
                int(rng.binomial(n, 0.45 if cohort == "April" and family in low_on else 0.85)),
                BANDS[0],
                cluster=f"{cohort} {agent}",
                family=family,
            )
            for cohort in ("April", "January", "tenured")
            for family in ("orders", "billing", "account")
            for intent in ("a", "b")
            for agent in range(12)
            for n in [40]
        ]

    narrow = explain_change(rows(frozenset()), rows(frozenset({"orders"})))
    wide = explain_change(rows(frozenset()), rows(frozenset({"orders", "billing", "account"})))
    assert (narrow.located, narrow.family) == (("human", "April"), "orders")
    assert "located in cohort April (human) on orders" in narrow.sentence
    assert (wide.located, wide.family) == (("human", "April"), None)


def test_the_mechanism_is_asked_for_at_the_place_that_was_found() -> None:
    asked = []

    def lacking(population: str, cohort: str, family: str | None) -> list[Mechanism]:
        asked.append((population, cohort, family))
        return [MODULE]

    found = explain_change(*worked(), mechanisms=lacking, designs={"refund module": Design("courses", -0.2, -0.1)})
    assert asked == [("human", "April", None)]
    assert found.verdict == "caused by"


def test_a_change_that_does_not_survive_several_looks_is_none() -> None:
    found = explain_change(*worked(), is_shown=False)
    assert found.verdict == "not explained"
    assert "after correction for several looks" in found.sentence


@pytest.mark.parametrize("seed", range(4))
def test_a_fall_that_everybody_shares_is_not_blamed_on_one_cohort(seed: int) -> None:
    rng = np.random.default_rng(seed)
    everywhere = {cohort: -0.12 for _, cohort in COHORTS}
    found = explain_change(period(rng), period(rng, shift=everywhere))
    assert found.checks[4].passed is False
    assert found.verdict == "not explained"


@pytest.mark.parametrize("seed", range(4))
def test_happy_customers_falling_silent_are_no_fall(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = period(rng), period(rng, answer_good=0.15)
    raw = [sum(a.positives for a in rows) / sum(a.responded for a in rows) for rows in (before, after)]
    found = explain_change(before, after)
    assert raw[1] - raw[0] < -0.10
    assert abs(found.change) < 0.03
    assert found.verdict == "not explained"


def test_unknown_occupancy_leaves_volume_open() -> None:
    before, after = worked()
    blind = [Answers(a.population, a.cohort, a.intent, a.channel, a.surveyed, a.responded, a.positives) for a in after]
    found = explain_change(before, blind)
    assert (found.checks[3].passed, found.volume_effect, found.verdict) == (None, None, "not explained")


def test_a_cohort_that_entered_is_mix_and_flagged() -> None:
    before, after = worked()
    found = explain_change(before, [*after, *constant(("human", "June", 200, 0.4))])
    june = next(effect for effect in found.cohorts if effect.name == "human / June")
    assert (june.rate_effect, june.presence) == (0, "entered")
    assert june.mix_effect < 0


def test_small_strata_join_the_rest_of_their_cohort_first() -> None:
    rows = [
        Answers("human", "April", "refund", "chat", 19, 19, 9),
        Answers("human", "April", "status", "chat", 18, 18, 9),
        Answers("human", "June", "refund", "chat", 5, 5, 1),
        Answers("human", "tenured", "refund", "chat", 50, 50, 9),
    ]
    before, _ = tables(rows, rows, lambda a: (a.population, a.cohort, a.intent, a.channel))
    names = {"human/" + "/".join(stratum[1:]) for stratum in before.strata}
    assert names == {"human/April/other/other", "human/other/other/other", "human/tenured/refund/chat"}
    assert before.surveyed.sum() == 92


def test_each_answer_stands_for_its_class_and_silent_classes_are_merged() -> None:
    rows = [
        Answers("human", "a", "refund", "chat", 40, 10, 9, outcome="solved"),
        Answers("human", "a", "refund", "chat", 20, 10, 9, outcome="unsolved"),
        Answers("human", "a", "status", "chat", 30, 10, 9, outcome="solved"),
        Answers("human", "a", "status", "chat", 30, 0, 0, outcome="unsolved"),
    ]
    assert factors(rows)[:3] == [4, 2, 6]
    weighted = sum(f * row.responded for f, row in zip(factors(rows), rows, strict=True))
    assert weighted == sum(row.surveyed for row in rows)
    with pytest.raises(ValueError, match="nobody answered of ai"):
        factors([*rows, Answers("ai", "v", "refund", "chat", 9, 0, 0)])


def test_history_can_show_a_change_that_one_period_cannot() -> None:
    def rows(level: float) -> list[Answers]:
        return [Answers("human", "April", "all", "chat", 100, 100, round(100 * level), BANDS[0]), *rest]

    rest = [Answers("human", "tenured", "all", "chat", 100, 100, 80, BANDS[0])]
    steady = [0.80 + 0.002 * (-1) ** week for week in range(24)]
    assert explain_change(rows(0.80), rows(0.72)).checks[0].passed is False
    found = explain_change(rows(0.80), rows(0.72), history=steady)
    assert found.checks[0].passed and "outside the usual limits" in found.checks[0].detail
    assert explain_change(rows(0.80), rows(0.72), history=steady[:19]).checks[0].passed is False


def test_periods_without_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="two periods"):
        explain_change([], worked()[0])
    with pytest.raises(ValueError, match="positives are part"):
        explain_change([Answers("human", "a", "x", "chat", 5, 6, 1)], worked()[0])


@pytest.mark.parametrize("seed", range(4))
def test_a_queue_that_is_always_full_is_known_by_its_waits_and_only_when_more_came(seed: int) -> None:
    """Everybody is as busy as before; only the waits grow, and they cost nothing while they are rare."""
    rng = np.random.default_rng(seed)

    def rows(contacts: int, long_share: float, cost: float) -> list[Answers]:
        found = []
        for agent in range(24):
            for wait, part in (("usual", 1 - long_share), ("longest", long_share)):
                n = int(rng.poisson(contacts * part))
                good = int(rng.binomial(n, 0.85 - (cost if wait == "longest" else 0.0)))
                found.append(
                    Answers("human", f"c{agent % 3}", "a", "chat", n, n, good, BANDS[3], None, str(agent), wait=wait)
                )
        return found

    surge = explain_change(rows(60, 0.1, 0.0), rows(90, 0.6, 0.3))
    slower = explain_change(rows(60, 0.1, 0.0), rows(60, 0.6, 0.3))
    assert surge.verdict == "explained by volume"
    assert surge.volume is not None
    # Had waits stayed as they were, half of all contacts would not have cost 0.3.
    assert surge.volume.low <= -0.15 <= surge.volume.high
    assert (surge.volume.share1, surge.volume.share2) == (pytest.approx(0.1, abs=0.03), pytest.approx(0.6, abs=0.04))
    assert "of it is explained by volume: contacts that waited longer than usual went from" in surge.sentence
    assert slower.verdict != "explained by volume"
