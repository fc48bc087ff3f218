"""How numbers are written in the board report: the same rules as `reports/components/figures.js`."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

# A no-break space: a number and its unit stay on one line.
GAP = "\u00a0"
NOT_SHOWN = "not shown"
VENDORS = {"openai": "OpenAI", "zendesk_ai_agents": "Zendesk AI agents"}
REPEATED = {"share": f"{GAP}%", "points": f"{GAP}points", "per_1000": f"{GAP}in{GAP}1,000"}


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """Half away from zero, on the exact value of the binary number, as browsers do; nothing has no sign."""
    found = Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(found) if found == 0 else found


def count(value: float) -> str:
    """7455 -> "7,455"."""
    return f"{rounded(value, 0):,}"


def share(value: float, digits: int = 0) -> str:
    """0.7623 -> "76 %"."""
    return f"{rounded(value * 100, digits)}{GAP}%"


def share_digits(low: float | None, high: float | None) -> int:
    """Tenths of a percent only where the range is narrower than two percent; otherwise they would be noise."""
    return 1 if low is not None and high is not None and high - low < 0.02 else 0


def money(value: float | Decimal, currency: str | None = None) -> str:
    """8203.14, "USD" -> "8,203.14 USD"."""
    return f"{rounded(value, 2):,}" + (GAP + currency if currency else "")


def duration(seconds: float) -> str:
    """97 -> "1 min 37 s"; from ten minutes on in whole minutes: 5820 -> "1 h 37 min"."""
    whole = int(rounded(seconds, 0)) if seconds < 600 else int(rounded(seconds / 60, 0)) * 60
    if whole < 60:
        return f"{whole}{GAP}s"
    sizes = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    first = next(index for index, (_, size) in enumerate(sizes) if whole >= size)
    (name, size), (small_name, small_size) = sizes[first], sizes[first + 1]
    rest = whole % size // small_size
    return f"{whole // size}{GAP}{name}" + (f" {rest}{GAP}{small_name}" if rest else "")


def points(value: float) -> str:
    """0.0453 -> "+4.5 points"."""
    found = rounded(value * 100, 1)
    return f"{'+' if found > 0 else ''}{found:,}{GAP}points"


def written(value: float, unit: str, digits: int = 0, currency: str = "USD") -> str:
    """A value in its unit; `digits` is for shares, `currency` for amounts.

    Raises:
        KeyError: a unit that nobody said how to write.
    """
    return {
        "share": lambda: share(value, digits),
        "seconds": lambda: duration(value),
        "amount": lambda: money(value, currency),
        "count": lambda: count(value),
        "score": lambda: f"{rounded(value, 2):,}",
        "number": lambda: f"{rounded(value, 1):,}",
        "points": lambda: points(value),
        "per_1000": lambda: f"{rounded(value, 1):,}{GAP}in{GAP}1,000",
    }[unit]()


def interval(low: float | None, high: float | None, unit: str, currency: str = "USD") -> str:
    """ "75.3 to 77.2 %": the unit once, at the end. Empty when there is no range or both ends read the same."""
    if low is None or high is None:
        return ""
    first, last = (written(end, unit, share_digits(low, high), currency) for end in (low, high))
    if first == last:
        return ""
    return f"{first.removesuffix(GAP + currency if unit == 'amount' else REPEATED.get(unit, GAP))} to {last}"


def sentence(text: str) -> str:
    """A mart's sentence for a reader: a capital first, keys in words, numbers kept on one line with their units."""
    text = text[:1].upper() + text[1:]
    text = re.sub(r"\b([a-z]+)\.([a-z]+_[a-z_]+)\b", r"\1: \2", text)
    text = re.sub(r"(?<=[A-Za-z])_(?=[a-z])", " ", text)
    text = re.sub(r"(\d)%", r"\1 %", text)
    text = re.sub(r"(\d) (%|[A-Z]{3}\b)", rf"\1{GAP}\2", text)
    return re.sub(r"\bn = (\d)", rf"n{GAP}={GAP}\1", text)


def closed(text: str) -> str:
    """Ends like a sentence."""
    return text if text.endswith((".", "!", "?")) else text + "."


def named(key: str) -> str:
    """A key as a reader would write it: "web_form" -> "Web form"."""
    plain = re.sub(r"(?<=[a-z])\.(?=[a-z])", ": ", key).replace("_", " ")
    return plain[:1].upper() + plain[1:]


def listed(words: list[str]) -> str:
    """ "April, May and June"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def day(value: date) -> str:
    """A day: "1 June 2026"."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """A UTC moment: "1 June 2026, 02:00 UTC"."""
    return f"{day(value)}, {value:%H:%M} UTC" if value else "not known"


def vendor_name(vendor: str) -> str:
    """`ada` as a reader would write it."""
    return VENDORS.get(vendor, vendor.replace("_", " ").capitalize())


def month_name(month: str) -> str:
    """ "2026-03" -> "March 2026"."""
    return f"{date(int(month[:4]), int(month[5:7]), 1):%B %Y}"


def number(value: Any) -> float | None:
    """A decimal of the warehouse as a number to draw; unknown stays unknown."""
    return None if value is None else float(value)
