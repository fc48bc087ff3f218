"""What no published table can tell of itself: that a later build was held up, that it is old, that a report is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pipelines.delivery.digest import Alert
from pipelines.delivery.ledger import Ledger
from pipelines.delivery.parcel import period_label
from pipelines.delivery.permission import Published
from pipelines.delivery.report import KIND
from pipelines.delivery.targets import Targets
from pipelines.errors import HavenError
from pipelines.quality.results import first_failure, latest_gate
from pipelines.settings import Settings
from pipelines.warehouse import connect

OWNER = "Head of data"
SILENT = timedelta(hours=72)  # as for a single source


def standing_alerts(settings: Settings, published: Published, now: datetime) -> list[Alert]:
    """Doors that are shut since the publication, and a publication that has learnt nothing for three days."""
    return [*shut_doors(settings, published), *_aged(published, now)]


def shut_doors(settings: Settings, published: Published) -> list[Alert]:
    """One alert per door whose last judgement stopped a build; none while another program writes the warehouse."""
    alerts = []
    try:
        with connect(settings.warehouse, read_only=True) as connection:
            for door in ("raw", "published"):
                gate = latest_gate(connection, door)
                if gate is not None and not gate.passed:
                    alerts.append(_shut(door, first_failure(connection, gate), gate.checked_at, published))
    except HavenError:
        return []
    return alerts


def late_reports(ledger: Ledger, targets: Targets, today: date) -> list[tuple[str, str]]:
    """(month, target) for each target that should have the report of the last whole month and does not."""
    if today.day <= targets.due_day:
        return []
    month = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    names = [target.name for target in targets.of_reports]
    return [(month, name) for name in names if ledger.sent_before(KIND, name, month) is None]


def late_text(late: list[tuple[str, str]], published: Published) -> tuple[str, ...]:
    known = f"{published.data_as_of:%Y-%m-%d}" if published.data_as_of else "an unknown day"
    return (
        f"The board report of {period_label(late[0][0])} is late. It has not reached:",
        "\n".join(f"- {name}" for _, name in late),
        f"What is published knows the data until {known}. `haven report`, then `haven deliver` send it.",
        published.provenance,
    )


def _shut(door: str, reason: str, since: datetime, published: Published) -> Alert:
    known = f"{published.data_as_of:%Y-%m-%d}" if published.data_as_of else "an unknown day"
    return Alert(
        alert_id=f"gate:{door}",
        severity="urgent",
        what=f"The {door} door has held up the last build: {reason}. What is published knows the data until {known}.",
        owner=OWNER,
        next_step="Look at the records it names; nothing new is published until it passes",
        news_key=f"urgent, {reason}",
        since_on=since.date(),
        evidence="the pages of the door",
    )


def _aged(published: Published, now: datetime) -> list[Alert]:
    if published.data_as_of is None or now - published.data_as_of <= SILENT:
        return []
    return [
        Alert(
            alert_id="freshness:publication",
            severity="act",
            what=f"What is published has learnt nothing since {published.data_as_of:%Y-%m-%d %H:%M} UTC.",
            owner=OWNER,
            next_step="See whether the daily run still runs, and what it says",
            news_key=f"act since {published.data_as_of:%Y-%m-%d}",
            since_on=published.data_as_of.date(),
            evidence="meta.build",
        )
    ]
