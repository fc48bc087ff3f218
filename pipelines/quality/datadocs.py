"""Great Expectations' Data Docs as a folder that works without a network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent / "assets"
OUTSIDE = re.compile(
    r"""<link\b[^>]*href=["']https?:[^>]*>|<script\b[^>]*src=["']https?:[^>]*>\s*</script>|"""
    r"""<img\b[^>]*src=["']https?:[^>]*>|@import\s+url\(['"]?https?:[^)]*\);?|"""
    r"""background(-image)?:\s*url\(['"]?https?:[^)]*\)[^;}]*;?|<footer\b.*?</footer>""",
    re.IGNORECASE | re.DOTALL,
)
STYLE = '<link rel="stylesheet" href="{up}haven.css"/>\n</head>'


def build(context: Any, folder: Path) -> None:
    """Write the pages of everything `context` validated into `folder`, replacing what was there."""
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(fresh)}
    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": backend,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site("haven", site)
    context.build_data_docs(site_names=["haven"])
    make_local(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def make_local(folder: Path) -> None:
    """Drop every reference to another host and bring our own style instead."""
    shutil.copy(ASSETS / "data_docs.css", folder / "haven.css")
    for page in folder.rglob("*.html"):
        up = "../" * (len(page.relative_to(folder).parts) - 1)
        page.write_text(localise(page.read_text(), up))
    for sheet in folder.rglob("*.css"):
        sheet.write_text(OUTSIDE.sub("", sheet.read_text()))


def localise(html: str, up: str) -> str:
    """One page without outside requests; `up` leads from the page to the site's root."""
    return OUTSIDE.sub("", html).replace("</head>", STYLE.format(up=up), 1)
