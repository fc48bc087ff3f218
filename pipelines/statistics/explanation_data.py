"""What an explanation of a change is given, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field

NOT_EXPLAINED, LOCATED, CONSISTENT, CAUSED = "not explained", "located in", "consistent with", "caused by"
BY_VOLUME, BY_MIX = "explained by volume", "explained by mix"
WORTH_SAYING = 0.01
USUAL, CERTAIN = 1.959963984540054, 3.290526731491926  # normal points of 5 % and of 0.1 %, two-sided
GAPS = {"training": "a training gap", "knowledge": "a knowledge gap", "scorecard": "failing reviews"}


@dataclass(frozen=True, slots=True)
class Answers:
    """Contacts of one period that share everything below.

    Attributes:
        population, cohort, intent, channel: the strata of the split.
        band: occupancy when they came (`under 0.75`, `0.75-0.85`, `0.85-0.92`, `above 0.92`); null where unknown.
        outcome: state that, with population and intent, makes the weighting class of non-response.
        cluster: agent, or the AI's block of seven days; null takes contacts as independent.
        surveyed, responded, positives: contacts asked, answers, and good ones. For a measure that is known of every
            contact, `surveyed` and `responded` are both the contacts.
        wait: how long the customer waited, in classes (`short`, `usual`, `long`, ...); null where it is not looked at.
        family: of the intent, where there are families; a cohort's effect is narrowed down to one of them.
    """

    population: str
    cohort: str
    intent: str
    channel: str
    surveyed: int
    responded: int
    positives: int
    band: str | None = None
    outcome: str | None = None
    cluster: str | None = None
    family: str | None = None
    wait: str | None = None


@dataclass(frozen=True, slots=True)
class Mechanism:
    """Something that would explain why a cohort does worse: failures among its reviews, courses or contacts, and among
    those of its peers.

    Attributes:
        name: such as `refund policy module not completed`; kind: `training`, `knowledge` or `scorecard`.
    """

    name: str
    kind: str
    cohort_failed: int
    cohort_n: int
    peers_failed: int
    peers_n: int


@dataclass(frozen=True, slots=True)
class Design:
    """An effect estimated by a design that supports a cause, in the unit of the measure, with its interval."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Check:
    """One of the seven; `passed` is null where it could not be made."""

    number: int
    name: str
    passed: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one stratum or cohort contributes; `share` of the whole change, null when there is none."""

    name: str
    rate_effect: float
    mix_effect: float
    share: float | None
    presence: str


@dataclass(frozen=True, slots=True)
class Part:
    """What moved along one side of the split, on its own: an effect with its interval.

    Attributes:
        name: what moved, such as `contacts about refunds`; share1, share2: its part of all contacts in both periods.
    """

    name: str
    effect: float
    low: float
    high: float
    share1: float
    share2: float

    def carries(self, change: float) -> bool:
        """Whether it makes at least half of the change, and more than chance could."""
        return (self.low > 0 or self.high < 0) and self.effect * change >= change**2 / 2 > 0

    @property
    def is_certain(self) -> bool:
        """Whether it is a point or more, and that by more than one chance in a thousand."""
        return abs(self.effect) >= max(WORTH_SAYING, CERTAIN / USUAL * (self.high - self.effect))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A change, where it sits, and how far the words may go.

    Attributes:
        level1, level2, change, low, high: the measure after re-weighting in both periods; the interval is clustered.
        mix_effect, rate_effect: Kitagawa over population x cohort x intent x channel.
        volume_change: relative change of contacts; volume_effect: mix effect over occupancy bands, null where unknown.
        driver: `rate` or `mix`; located: the population and cohort with the largest rate effect; family: the family of
            intents in which that cohort's effect sits, null where it does not sit in one.
        volume: what came with a change of load within each population and channel, by occupancy or, where many more
            contacts came, by how long customers waited; null where neither is known;
            mix: what came with a change of the work, whoever did it, named by the side that moved most.
        p: two-sided, of no change.
        effects: strata by size until 80 % of all movement is listed; cohorts: every cohort.
        verdict: `not explained`, `explained by volume`, `explained by mix`, `located in`, `consistent with` or
            `caused by`.
        failing: mechanisms that the located cohort lacks more often than its peers.
    """

    level1: float
    level2: float
    change: float
    low: float
    high: float
    mix_effect: float
    rate_effect: float
    volume_change: float
    volume_effect: float | None
    driver: str
    located: tuple[str, str]
    family: str | None
    volume: Part | None
    mix: Part
    p: float
    verdict: str
    sentence: str
    failing: list[Mechanism] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    cohorts: list[Effect] = field(default_factory=list)
