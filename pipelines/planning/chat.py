"""One agent, several chats."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from pipelines.planning.erlang_c import min_agents_c


@dataclass(frozen=True, slots=True)
class ChatStaffing:
    """Slots are chats that can run at once; an agent brings `concurrency` of them."""

    session_aht_s: float
    effective_aht_s: float
    load_slots: float
    slots: int
    agents: int


def chat_staffing(
    chats: float,
    interval_s: float,
    single_aht_s: float,
    concurrency: float,
    slowdown: float,
    sl: float,
    target_s: float,
) -> ChatStaffing:
    """Agents for live chat: Erlang C on sessions that last longer the more of them run at once.

    Args:
        chats: sessions in the interval; interval_s: its length, seconds.
        single_aht_s: session time of one chat alone, seconds.
        concurrency: chats per agent, at least 1; cap it where satisfaction or verified resolution falls.
        slowdown: share by which each further chat lengthens a session, from own data, 0 or more.
        sl, target_s: share of sessions accepted within so many seconds.

    Asynchronous messaging is no such queue: plan it by hours of work and reply targets.

    Raises:
        ValueError: a value outside its range.

    Source: session time = single x (1 + s (c - 1)); Goes et al. (2018) on what multitasking costs.
    """
    if concurrency < 1 or slowdown < 0:
        raise ValueError("concurrency is at least 1 and slowdown at least 0")
    session = single_aht_s * (1 + slowdown * (concurrency - 1))
    slots = int(min_agents_c(chats, interval_s, session, sl, target_s).agents)
    load = chats / interval_s * session
    return ChatStaffing(session, session / concurrency, load, slots, ceil(slots / concurrency - 1e-9))
