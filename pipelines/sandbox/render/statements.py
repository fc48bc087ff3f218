"""The SQL beside this file, with the company's constants put in."""

from __future__ import annotations

from pathlib import Path
from string import Template

from pipelines.sandbox.world import catalogue as c
from pipelines.sandbox.world.clock import DAY
from pipelines.sandbox.world.coaching import AGENTS_PER_COACH
from pipelines.sandbox.world.staff import SLOT, TIME_OFF

HOST = "https://northlight.zendesk.com"

# Kinds of ids in the workforce tool, so that no two sorts of thing share one.
PERSON, AGENT, TEAM, QUEUE, SITE, TYPE, ACTIVITY, SKILL = range(0x5B0, 0x5B8)

_CONSTANTS = {
    "HOST": HOST,
    "COMPANY": c.COMPANY,
    "PRICE_PER_RESOLUTION": c.PRICE_PER_RESOLUTION,
    "VENDOR_CURRENCY": c.VENDOR_CURRENCY,
    "PAY_CURRENCY": c.PAY_CURRENCY,
    "CHAT": c.CHAT,
    "EMAIL": c.EMAIL,
    "WEB": c.WEB,
    "VOICE": c.VOICE,
    "MESSAGING": c.MESSAGING,
    "HELD_OUT": c.HELD_OUT,
    "FIRST_ARTICLE": c.FIRST_ARTICLE,
    "SCHEDULE": c.SCHEDULE,
    "FIELD_INTENT": c.FIELD_INTENT,
    "FIELD_LANGUAGE": c.FIELD_LANGUAGE,
    "FIELD_RESOLUTION_TYPE": c.FIELD_RESOLUTION_TYPE,
    "FIELD_RESOLUTION_TIER": c.FIELD_RESOLUTION_TIER,
    "AGENTS_PER_COACH": AGENTS_PER_COACH,
    "DAY": DAY,
    "SLOT": SLOT,
    "TIME_OFF": TIME_OFF,
    "PERSON": PERSON,
    "AGENT": AGENT,
    "TEAM": TEAM,
    "QUEUE": QUEUE,
    "SITE": SITE,
    "TYPE": TYPE,
    "ACTIVITY": ACTIVITY,
}


def statement(name: str, **more: object) -> str:
    """The text of `sql/<name>.sql`; every `$NAME` in it is one of the constants or one of `more`."""
    text = (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return Template(text).substitute(_CONSTANTS | more)
