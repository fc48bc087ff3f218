"""What of today's alerts is news to their owner, in words. Pure: alerts and what is known in, one digest out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OPENINGS = {"urgent": "Urgent", "act": "To decide", "look": "Worth a look"}


@dataclass(frozen=True)
class Alert:
    """One alert, as in the mart `board_alerts`. While `news_key` stays the same it is no news."""

    alert_id: str
    severity: str
    what: str
    owner: str
    next_step: str
    news_key: str
    since_on: date | None = None
    due_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Digest:
    """What to say to one owner. `standing` is how many more alerts are as they were: counted, not repeated."""

    owner: str
    new: tuple[Alert, ...]
    changed: tuple[Alert, ...]
    over: tuple[tuple[str, str], ...]
    standing: int

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.over)


def compare(owner: str, alerts: Sequence[Alert], told: Mapping[str, Mapping[str, str]]) -> Digest:
    """Today's alerts of one owner beside those told before; `alerts` come in the order of their severity."""
    new = [alert for alert in alerts if alert.alert_id not in told]
    known = [alert for alert in alerts if alert.alert_id in told]
    changed = [alert for alert in known if told[alert.alert_id]["news_key"] != alert.news_key]
    present = {alert.alert_id for alert in alerts}
    over = [(alert_id, entry["what"]) for alert_id, entry in sorted(told.items()) if alert_id not in present]
    return Digest(owner, tuple(new), tuple(changed), tuple(over), len(known) - len(changed))


def subject(digest: Digest, company: str) -> str:
    counts = [
        f"{len(digest.new)} new" if digest.new else "",
        f"{len(digest.changed)} changed" if digest.changed else "",
        f"{len(digest.over)} over" if digest.over else "",
    ]
    urgent = sum(alert.severity == "urgent" for alert in (*digest.new, *digest.changed))
    return f"{f'{urgent} urgent: ' if urgent else ''}{', '.join(filter(None, counts))} for {digest.owner} · {company}"


def paragraphs(digest: Digest, provenance: str, site_url: str | None = None, repeats: bool = False) -> tuple[str, ...]:
    """The digest in words: most severe first, each alert with since when, by when and the next step."""
    words = []
    if repeats:
        words.append("An earlier message may not have arrived; what it said is said here again.")
    for severity, opening in OPENINGS.items():
        mine = [("", alert) for alert in digest.new if alert.severity == severity]
        mine += [("Changed: ", alert) for alert in digest.changed if alert.severity == severity]
        if mine:
            words += [f"{opening}:", "\n".join(f"- {mark}{told_alert(alert)}" for mark, alert in mine)]
    if digest.over:
        words += ["No longer so:", "\n".join(f"- {what}" for _, what in digest.over)]
    if digest.standing:
        words.append(f"{digest.standing} more as before: told earlier, and still so.")
    if site_url:
        words.append(f"The figures, with definitions: {site_url}")
    return (*words, provenance)


def told_alert(alert: Alert) -> str:
    """One line: what, since when, by when, what next, and where it can be seen."""
    parts = [alert.what.rstrip(".") + "."]
    if alert.since_on:
        parts.append(f"Since {alert.since_on:%Y-%m-%d}.")
    if alert.due_on:
        parts.append(f"By {alert.due_on:%Y-%m-%d}.")
    parts.append(f"Next: {alert.next_step.rstrip('.')}.")
    if alert.evidence:
        parts.append(f"Shown by {alert.evidence}.")
    return " ".join(parts)
