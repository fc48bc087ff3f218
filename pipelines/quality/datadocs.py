"""Great Expectations' Data Docs as a folder that works without a network and without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from pipelines.quality.report import GateResult

ASSETS = Path(__file__).parent / "assets"
# What asks another host, and the scripts, which would need libraries from one.
OUTSIDE = re.compile(
    r"""<link\b[^>]*href=["']https?:[^>]*>|<link\b[^>]*shortcut icon[^>]*>|<script\b.*?</script>|"""
    r"""<img\b[^>]*src=["']https?:[^>]*>|"""
    r"""@import\s+url\(['"]?https?:[^)]*\);?|background(-image)?:\s*url\(['"]?https?:[^)]*\)[^;}]*;?|"""
    r"""<footer\b.*?</footer>""",
    re.IGNORECASE | re.DOTALL,
)
SUITE_LINK = re.compile(r'<a\b[^>]*href="[^"]*expectations/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
STYLE = '<link rel="stylesheet" href="{up}haven.css"/>\n</head>'
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Data Docs: {door} door</title><link rel="stylesheet" href="haven.css"></head>
<body><div class="container-fluid">
<h1>The {door} door</h1>
<p>{summary}</p>
<table class="table"><tr><th>Table</th><th>Verdict</th><th>Expectations</th><th>Broken promises</th></tr>
{rows}
</table></div></body></html>
"""


def build(context: Any, folder: Path, door: str, verdicts: Sequence[GateResult]) -> None:
    """Write the pages of everything `context` validated into `folder`, replacing what was there."""
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        # A validation's page shows its expectations; pages of their own would say the same and take as long.
        "site_section_builders": {"expectations": "None", "profiling": "None"},
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(fresh)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site("haven", site)
    context.build_data_docs(site_names=["haven"])
    shutil.copy(ASSETS / "data_docs.css", fresh / "haven.css")
    for page in fresh.rglob("*.html"):
        up = "../" * (len(page.relative_to(fresh).parts) - 1)
        page.write_text(localise(page.read_text(), up))
    for sheet in fresh.rglob("*.css"):
        sheet.write_text(OUTSIDE.sub("", sheet.read_text()))
    (fresh / "index.html").write_text(index(fresh, door, verdicts))
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def localise(html: str, up: str) -> str:
    """One page without outside requests; `up` leads from the page to the site's root."""
    html = SUITE_LINK.sub(r"\1", OUTSIDE.sub("", html))
    return html.replace("</head>", STYLE.format(up=up), 1)


def index(folder: Path, door: str, verdicts: Sequence[GateResult]) -> str:
    """The first page: one row per table, broken ones first, each leading to its own page."""
    by_suite: dict[str, list[GateResult]] = {}
    for verdict in verdicts:
        by_suite.setdefault(verdict.suite, []).append(verdict)
    rows = []
    for suite, mine in sorted(by_suite.items(), key=lambda item: (all(v.success for v in item[1]), item[0])):
        broken = [verdict for verdict in mine if not verdict.success]
        stops = any(verdict.stops_publishing for verdict in broken)
        name = escape(f"{mine[0].schema_name}.{mine[0].table_name}")
        page = next((folder / "validations" / suite).rglob("*.html"), None)
        link = f'<a href="{page.relative_to(folder).as_posix()}">{name}</a>' if page else name
        word, style = ("failed", "text-danger") if stops else ("warning", "") if broken else ("passed", "text-success")
        reasons = "<br>".join(escape(verdict.line) for verdict in broken)
        rows.append(f'<tr><td>{link}</td><td class="{style}">{word}</td><td>{len(mine)}</td><td>{reasons}</td></tr>')
    failed = sum(verdict.stops_publishing for verdict in verdicts)
    summary = f"{len(verdicts)} expectations on {len(by_suite)} tables, {failed} of them stop publishing."
    return PAGE.format(door=escape(door), summary=summary, rows="\n".join(rows))
