"""The company's fixed facts: intents, channels, groups, AI versions, prices, dates of the vendors' own changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

COMPANY = "Northlight"


@dataclass(frozen=True)
class Intent:
    """One reason to write in, with the words each system uses for it.

    `ai_takes`: whether the AI agent may answer it (the others it passes on at once).
    `share`: of new issues. `complexity`: 1 (easy) to 5.
    """

    key: str
    family: str
    complexity: int
    share: float
    ai_takes: bool
    zendesk: str
    ada_topic: str
    ada_intent: str


INTENTS: tuple[Intent, ...] = (
    Intent(
        "refund_request",
        "billing",
        3,
        0.12,
        True,
        "topic__billing__refund__request",
        "Money back",
        "Refund not received",
    ),
    Intent("invoice_copy", "billing", 1, 0.07, True, "topic__billing__invoice__copy", "Invoices", "Needs an invoice"),
    Intent("payment_failed", "billing", 3, 0.08, True, "topic__billing__payment__failed", "Paying", "Card declined"),
    Intent(
        "delivery_status", "orders", 1, 0.15, True, "topic__orders__delivery__status", "Parcels", "Where is my parcel"
    ),
    Intent("return_label", "orders", 2, 0.09, True, "topic__orders__return__label", "Parcels", "Send it back"),
    Intent("damaged_item", "orders", 3, 0.07, True, "topic__orders__item__damaged", "Parcels", "Arrived broken"),
    Intent(
        "password_reset", "account", 1, 0.10, True, "topic__account__password__reset", "Signing in", "Forgot password"
    ),
    Intent("address_change", "account", 2, 0.06, True, "topic__account__details__change", "My data", "New address"),
    Intent(
        "suspicious_login", "account", 5, 0.03, False, "topic__account__security__alert", "Signing in", "Someone got in"
    ),
    Intent("setup_help", "technical", 3, 0.09, True, "topic__technical__setup__help", "Using it", "First steps"),
    Intent(
        "device_fault", "technical", 4, 0.07, True, "topic__technical__device__fault", "Using it", "Stopped working"
    ),
    Intent(
        "plan_cancellation",
        "subscription",
        4,
        0.07,
        False,
        "topic__subscription__plan__cancel",
        "Leaving",
        "Wants to cancel",
    ),
)
FAMILIES = tuple(dict.fromkeys(i.family for i in INTENTS))
COMPLEXITY = np.array([i.complexity for i in INTENTS])
FAMILY = np.array([FAMILIES.index(i.family) for i in INTENTS])


def intent_number(key: str) -> int:
    """Position of an intent in `INTENTS`."""
    return next(n for n, intent in enumerate(INTENTS) if intent.key == key)


# How a contact begins. Chat is the AI agent's door; messaging goes to a person directly.
# In a trial of the AI agent some chats are held out and go to a person at once.
CHAT, EMAIL, WEB, VOICE, MESSAGING, HELD_OUT = range(6)
CHANNELS = ("chat", "email", "web", "voice", "messaging", "chat")
# Where people answer while the customer waits in the window or on the line.
LIVE = (CHAT, VOICE, MESSAGING, HELD_OUT)
# An intent up to EASY is easy, one from HARD on is hard.
EASY, HARD = 2, 4
FIRST_CHANNEL = np.array([0.60, 0.17, 0.08, 0.11, 0.04])
# People who come back change the channel more often than not.
NEXT_CHANNEL_AFTER_CHAT = np.array([0.36, 0.27, 0.09, 0.22, 0.06])
NEXT_CHANNEL_AFTER_PERSON = np.array([0.40, 0.24, 0.06, 0.24, 0.06])

# Groups of people; the number is the position here.
GROUP_MESSAGING, GROUP_EMAIL, GROUP_VOICE, GROUP_SPECIALISTS = range(4)
GROUPS = (("Messaging", 3301), ("Email and web", 3302), ("Voice", 3303), ("Specialists", 3304))
# The one set of opening hours that all groups keep.
SCHEDULE = 50
# What is added to an article's number to make its id in the helpdesk's help centre.
FIRST_ARTICLE = 360_000
GROUP_OF_CHANNEL = np.array([GROUP_MESSAGING, GROUP_EMAIL, GROUP_EMAIL, GROUP_VOICE, GROUP_MESSAGING, GROUP_MESSAGING])


@dataclass(frozen=True)
class Version:
    """A release of the AI agent; `gain` is added to its chance of resolving."""

    name: str
    released_on: date
    gain: float


VERSIONS: tuple[Version, ...] = (
    Version("2025-11", date(2025, 11, 17), -0.03),
    Version("2026-02", date(2026, 2, 16), 0.0),
    Version("2026-05", date(2026, 5, 6), 0.02),
)

# Changes the helpdesk vendor made to its product, on fixed dates.
SURVEY_FROM = date(2026, 4, 1)
AI_TICKETS_FROM = date(2026, 5, 4)
TIERS_FROM = date(2026, 5, 18)

# Custom ticket fields of the helpdesk.
FIELD_INTENT, FIELD_LANGUAGE, FIELD_RESOLUTION_TYPE, FIELD_RESOLUTION_TIER = 5501, 5502, 5503, 5504

PRICE_PER_RESOLUTION = "0.99"
PLATFORM_FEE_A_MONTH = "2400.00"
HOURLY_PAY = {"in_house": 21.50, "bpo": 14.80}
SEAT_A_MONTH = 89.00
PAY_CURRENCY = "EUR"
VENDOR_CURRENCY = "USD"

LANGUAGES = ("en", "de", "fr")
