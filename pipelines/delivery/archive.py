"""Every report that was sent, kept with an index page: what, when, from which build, to whom."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipelines.delivery.folder import write_whole
from pipelines.delivery.ledger import Ledger
from pipelines.delivery.parcel import Parcel, period_label
from pipelines.delivery.permission import Published
from pipelines.settings import Settings

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Reports sent · {company}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; color: #1d252c; max-width: 70em; margin: 2em auto; padding: 0 1em }}
table {{ border-collapse: collapse; width: 100% }}
caption {{ text-align: left; margin-bottom: 1em }}
th, td {{ text-align: left; vertical-align: top; padding: 0.4em 1em 0.4em 0; border-bottom: 1px solid #d6dce1 }}
code {{ font-size: 0.85em; color: #54606c }}
</style>
<h1>Reports sent</h1>
<table>
<caption>{company}: every board report, the newest first. A report that was sent is never changed.</caption>
<thead><tr><th>Period</th><th>Files and the first of their SHA-256</th><th>Data as of</th><th>Build</th>
<th>Sent to</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</html>
"""


def folder_of(settings: Settings, about: str, build: str, content: str) -> Path:
    return settings.reports_dir / "archive" / about / f"{build}-{content[:8]}"


def keep(settings: Settings, ledger: Ledger, parcel: Parcel, published: Published) -> Path:
    """Copy the files into a folder of their own before the first attempt; returns it."""
    folder = folder_of(settings, parcel.period, published.run_id, parcel.content)
    folder.mkdir(parents=True, exist_ok=True)
    for file in parcel.files:
        if not (folder / file.name).exists():
            write_whole(folder / file.name, file.content)
    known = f"{published.data_as_of:%Y-%m-%d %H:%M} UTC" if published.data_as_of else "not known"
    hashes = {file.name: file.sha256 for file in parcel.files}
    ledger.keep_parcel(
        parcel.period, published.run_id, parcel.content, hashes, data_as_of=known, company=published.label
    )
    return folder


def write_index(settings: Settings, ledger: Ledger, company: str) -> Path:
    """Write `reports_dir/archive/index.html` anew from the ledger; returns it."""
    deliveries = ledger.deliveries("report")
    rows = []
    for parcel in ledger.parcels():
        same = ("about", "build", "content")
        mine = [entry for entry in deliveries if all(entry[name] == parcel[name] for name in same)]
        rows.append(_row(parcel, mine))
    path = settings.reports_dir / "archive" / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, PAGE.format(company=html.escape(company), rows="\n".join(rows)).encode())
    return path


def _row(parcel: dict[str, Any], deliveries: Iterable[dict[str, Any]]) -> str:
    folder = f"{parcel['about']}/{parcel['build']}-{parcel['content'][:8]}"
    files = [
        f'<a href="{html.escape(f"{folder}/{name}", quote=True)}">{html.escape(name)}</a> <code>{sha256[:16]}</code>'
        for name, sha256 in parcel["files"].items()
    ]
    targets = [
        html.escape(
            f"{entry['target']}: {entry['state']}, {(entry['settled_at'] or entry['begun_at']).replace('T', ' ')}"
        )
        for entry in deliveries
    ]
    cells = (
        period_label(parcel["about"]),
        "<br>".join(files),
        html.escape(parcel["data_as_of"] or "not known"),
        f"<code>{html.escape(parcel['build'])}</code>",
        "<br>".join(targets) or "nobody yet",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
