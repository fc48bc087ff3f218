"""The people who contact the company, and the different faces they show to each system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sandbox.world.clock import DAY, Clock
from pipelines.sandbox.world.draws import Draws, Flags, Floats, Ints

PEOPLE_AT_SCALE_1 = 13_000
# Never gives a name to the AI agent, whatever happens there; decided per person, not per chat.
ANONYMOUS_SHARE = 0.18


@dataclass(frozen=True)
class Customers:
    """One row per person. Ids are in `helpdesk_id` (also the CRM's); `account` is -1 for a private person."""

    helpdesk_id: Ints
    account: Ints
    accounts: int
    is_anonymous_in_chat: Flags
    has_two_devices: Flags
    language: Ints
    plan: Ints
    # How the address is written in the helpdesk and in the chat: 0 plain, 1 capitalised, 2 upper case, 3 with spaces.
    spelling_helpdesk: Ints
    spelling_chat: Ints
    known_since: Ints
    _cumulative: Floats

    def __len__(self) -> int:
        return len(self.helpdesk_id)

    def pick(self, u: Floats) -> Ints:
        """People for uniform numbers; some write far more often than others."""
        return np.searchsorted(self._cumulative, u, side="right").astype(np.int64)


PLANS = ("basic", "plus", "pro")


def customers(draws: Draws, clock: Clock, scale: float) -> Customers:
    """The pool of people, sized by scale alone so that a longer world knows the same people."""
    n = max(150, round(PEOPLE_AT_SCALE_1 * scale))
    weight = np.exp(0.7 * draws.normal("customers/weight", n))
    accounts = max(3, n // 40)
    in_account = draws.uniform("customers/business", n) < 0.25
    account = (draws.uniform("customers/account", n) ** 1.5 * accounts).astype(np.int64)
    age = (draws.uniform("customers/age", n) * 900 * DAY).astype(np.int64) + DAY
    return Customers(
        helpdesk_id=900_000_000 + np.arange(n, dtype=np.int64),
        account=np.where(in_account, account, -1),
        accounts=accounts,
        is_anonymous_in_chat=draws.uniform("customers/anonymous", n) < ANONYMOUS_SHARE,
        has_two_devices=draws.uniform("customers/devices", n) < 0.25,
        language=np.searchsorted([0.7, 0.9], draws.uniform("customers/language", n), side="right").astype(np.int64),
        plan=np.searchsorted([0.55, 0.85], draws.uniform("customers/plan", n), side="right").astype(np.int64),
        spelling_helpdesk=np.searchsorted([0.88, 0.95], draws.uniform("customers/spelling", n), "right").astype(
            np.int64
        ),
        spelling_chat=np.searchsorted([0.6, 0.8, 0.9], draws.uniform("customers/spelling_chat", n), "right").astype(
            np.int64
        ),
        known_since=clock.start - age,
        _cumulative=np.cumsum(weight) / weight.sum(),
    )
