"""The daily digests: one message per owner and day, of what is news."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from pipelines.coverage import pages_of_tables
from pipelines.delivery.digest import Alert, compare, paragraphs, subject
from pipelines.delivery.ledger import Delivery, Ledger, open_ledger
from pipelines.delivery.message import Message
from pipelines.delivery.notice import matter, tell_owner
from pipelines.delivery.permission import Published, published_build
from pipelines.delivery.sending import WAITS, Result, Sleep, send_once
from pipelines.delivery.standing import late_reports, late_text, standing_alerts
from pipelines.delivery.targets import Targets, role_key
from pipelines.errors import HavenError
from pipelines.progress import Progress, quiet
from pipelines.settings import Settings
from pipelines.warehouse import connect, tables

KIND = "digest"
MART = "board_alerts"
COLUMNS = ("alert_id", "severity", "what", "owner", "next_step", "news_key", "since_on", "due_on", "evidence")


def deliver_digests(
    settings: Settings,
    targets: Targets,
    progress: Progress = quiet,
    now: datetime | None = None,
    waits: Sequence[float] = WAITS,
    sleep: Sleep = time.sleep,
) -> list[Result]:
    """Tell every owner what is new, changed or over since they were last told. The caller holds the data folder's lock.

    The digest of a day is written once: a second run that day sends it to whoever did not get it, and nothing else.
    `now` is naive UTC.

    Raises:
        HavenError: nothing is published, or a digest did not surely reach somebody; the owner has been told.
    """
    now = now or datetime.now(UTC).replace(tzinfo=None)
    published = published_build(settings)
    today = now.replace(tzinfo=UTC).astimezone(ZoneInfo(settings.time_zone)).date()
    alerts = [*standing_alerts(settings, published, now), *published_alerts(settings)]
    results = []
    with open_ledger(settings.data_dir) as ledger:
        for owner in sorted({alert.owner for alert in alerts} | ledger.owners_told()):
            mine = [alert for alert in alerts if alert.owner == owner]
            results += tell_alerts(ledger, targets, owner, mine, published, today, waits, sleep)
        if late := late_reports(ledger, targets, today):
            title = f"{published.label}: the board report is late"
            tell_owner(ledger, targets, f"late {late[0][0]}", title, late_text(late, published), sleep=sleep)
        for result in results:
            progress(f"alerts for {result.delivery.about} to {result.line}")
        if missing := [result for result in results if not result.is_well]:
            tell_missing(ledger, targets, published, today, missing, sleep)
            raise HavenError(
                f"the alerts for {missing[0].delivery.about} did not surely reach {missing[0].line}",
                "Correct its settings or the other side, then `haven deliver`.",
            )
    return results


def published_alerts(settings: Settings) -> list[Alert]:
    """The rows of the mart, most severe first; none in a publication that is older than the mart."""
    with connect(settings.published_db, read_only=True) as connection:
        if MART not in tables(connection, "marts"):
            return []
        rows = connection.execute(f"select {', '.join(COLUMNS)} from marts.{MART} order by alert_order").fetchall()
    pages = pages_of_tables(settings.root / "reports")
    found = [Alert(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
    return [replace(alert, evidence=shown_by(alert.evidence, pages)) for alert in found]


def shown_by(table: str, pages: Mapping[str, set[str]]) -> str:
    """Where a leader sees it: the first page that shows the table, else the table itself."""
    mine = sorted(pages.get(table, ()))
    return f"the page {mine[0].replace('-', ' ')}" if mine else f"the table {table}"


def tell_alerts(
    ledger: Ledger,
    targets: Targets,
    owner: str,
    alerts: Sequence[Alert],
    published: Published,
    today: date,
    waits: Sequence[float],
    sleep: Sleep,
) -> list[Result]:
    """The digest of one owner and day to each of their targets; nothing when there is no news."""
    channels = targets.of_digests(owner)
    if not channels:
        return []
    about = f"{today} {owner}"
    written = ledger.digest(owner, today)
    if written is None:
        digest = compare(owner, alerts, ledger.told(owner))
        if digest.is_empty:
            return []
        words = paragraphs(digest, published.provenance, targets.site_url, is_last_unclear(ledger, owner))
        known = {a.alert_id: {"news_key": a.news_key, "what": a.what} for a in (*digest.new, *digest.changed)}
        changes = {"told": known, "over": [alert_id for alert_id, _ in digest.over]}
        ledger.freeze_digest(owner, today, subject(digest, published.label), words, changes)
        written = ledger.digest(owner, today)
    assert written is not None
    message = Message(written["subject"], tuple(written["paragraphs"]), place=f"alerts/{today}/{role_key(owner)}")
    content = hashlib.sha256(message.text.encode()).hexdigest()
    results = []
    for target in channels:
        delivery = Delivery(KIND, target.name, about, "", content)
        results.append(send_once(ledger, target, message, delivery, waits, sleep))
        if results[-1].is_well:
            ledger.confirm_digest(owner, today)
    return results


def is_last_unclear(ledger: Ledger, owner: str) -> bool:
    """Whether nobody can tell if the owner's last digest arrived."""
    mine = [entry for entry in ledger.deliveries(KIND) if entry["about"].split(" ", 1)[1] == owner]
    last = max((entry["about"] for entry in mine), default="")
    return any(entry["state"] in ("unclear", "sending") for entry in mine if entry["about"] == last)


def tell_missing(
    ledger: Ledger, targets: Targets, published: Published, today: date, missing: Sequence[Result], sleep: Sleep
) -> None:
    """One notice a day for all digests that did not surely arrive, through what still works."""
    lines = "\n".join(f"- {result.delivery.about} to {result.line}" for result in missing)
    words = ("A digest of alerts did not surely reach:", lines, "Tomorrow's says again what nobody confirmed.")
    title, broken = f"{published.label}: alerts not delivered", [result.delivery.target for result in missing]
    tell_owner(ledger, targets, matter(f"digests {today}", missing), title, words, broken, sleep)
