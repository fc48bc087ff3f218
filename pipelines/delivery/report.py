"""Send the board report to every target, once, and keep what was sent."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pipelines.delivery import archive
from pipelines.delivery.ledger import Delivery, Ledger, open_ledger
from pipelines.delivery.message import Message
from pipelines.delivery.notice import matter, tell_owner
from pipelines.delivery.parcel import Parcel, period_label, printed_reports
from pipelines.delivery.permission import Published, published_build
from pipelines.delivery.sending import WAITS, Result, Sleep, Target, send_once
from pipelines.delivery.targets import Targets
from pipelines.errors import HavenError
from pipelines.progress import Progress, quiet
from pipelines.settings import Settings

KIND = "report"


def deliver_report(
    settings: Settings,
    targets: Targets,
    progress: Progress = quiet,
    waits: Sequence[float] = WAITS,
    sleep: Sleep = time.sleep,
) -> list[Result]:
    """Send every printed report of what is published. The caller holds the data folder's lock.

    A target that has this very report already is left alone.

    Raises:
        HavenError: there is nothing that may be sent, no target, or a target did not get it; its owner has been told.
    """
    if not targets.of_reports:
        raise HavenError(
            "no target is set up for the board report", "Set for example DELIVERY__FOLDER__PATH; see README."
        )
    published = published_build(settings)
    parcels = printed_reports(settings.reports_dir / "board", published, targets.formats)
    results = []
    with open_ledger(settings.data_dir) as ledger:
        for parcel in parcels:
            archive.keep(settings, ledger, parcel, published)
            for target in targets.of_reports:
                result = deliver_parcel(ledger, target, parcel, published, targets.site_url, waits, sleep)
                results.append(result)
                progress(f"board report {parcel.period} to {result.line}")
        archive.write_index(settings, ledger, published.label)
        if missing := [result for result in results if not result.is_well]:
            told = tell_missing(ledger, targets, published, missing, sleep)
            raise missing_error(missing, told)
    return results


def deliver_parcel(
    ledger: Ledger,
    target: Target,
    parcel: Parcel,
    published: Published,
    site_url: str | None,
    waits: Sequence[float],
    sleep: Sleep,
) -> Result:
    """One report to one target; when the target has an earlier issue of the period, the message says so."""
    delivery = Delivery(KIND, target.name, parcel.period, published.run_id, parcel.content)
    before = ledger.sent_before(KIND, target.name, parcel.period)
    issue = f"It replaces the one sent on {before:%Y-%m-%d}." if before else None
    link = f"The figures, with definitions: {site_url}" if site_url else None
    paragraphs = (published.headline, issue, link, published.provenance)
    subject = f"Board report {period_label(parcel.period)}: {published.label}"
    words = tuple(text for text in paragraphs if text)
    return send_once(ledger, target, Message(subject, words, parcel.period, parcel.files), delivery, waits, sleep)


def tell_missing(
    ledger: Ledger, targets: Targets, published: Published, missing: Sequence[Result], sleep: Sleep
) -> list[Result]:
    """One notice for all that is missing, through what still works."""
    lines = "\n".join(f"- {result.delivery.about} to {result.line}" for result in missing)
    paragraphs = [
        "The board report did not surely reach:",
        lines,
        "What failed is tried again by `haven deliver`. What is unclear may have arrived and is not sent again by "
        "itself: ask the reader, and send it by hand from the archive if it is missing.",
        published.provenance,
    ]
    about = matter(f"missing {published.run_id}", missing)
    subject = f"{published.label}: the board report did not reach everybody"
    return tell_owner(ledger, targets, about, subject, paragraphs, [r.delivery.target for r in missing], sleep)


def missing_error(missing: Sequence[Result], told: Sequence[Result]) -> HavenError:
    first = missing[0]
    others = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
    knows = "The owner has been told." if any(result.is_well for result in told) else "Nobody could be told."
    remedy = (
        "Correct its settings or the other side, then `haven deliver`."
        if first.state == "failed"
        else "It may have arrived and is not sent again: ask the reader."
    )
    return HavenError(
        f"the report of {first.delivery.about} did not surely reach {first.line}{others}", f"{knows} {remedy}"
    )
