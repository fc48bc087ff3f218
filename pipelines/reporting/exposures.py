"""The pages of the report site as dbt exposures: who would see it when a model changes.

    python -m pipelines.reporting.exposures

writes them from the pages, so that dbt's graph ends where readers begin.
"""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.coverage import pages_of_tables
from pipelines.settings import ROOT

FILE = ROOT / "dbt_project" / "models" / "marts" / "_pages__exposures.yml"
OWNER = "Head of support"


def exposures(reports: Path) -> str:
    """One exposure for each page that reads a mart, in the order of their names."""
    reads: dict[str, set[str]] = {}
    for table, pages in pages_of_tables(reports).items():
        for page in pages:
            reads.setdefault(page, set()).add(table)
    lines = ["# Written by pipelines.reporting.exposures from reports/pages.", "version: 2", "", "exposures:"]
    for page, tables in sorted(reads.items()):
        lines += [
            f"  - name: page_{re.sub(r'[^a-z0-9]+', '_', page)}",
            f"    label: {_title(reports / 'pages' / f'{page}.md')}",
            "    type: dashboard",
            "    maturity: high",
            f"    description: The page `{page}` of the report site.",
            f"    owner: {{name: {OWNER}}}",
            "    depends_on:",
            *(f"      - ref('{table}')" for table in sorted(tables)),
        ]
    return "\n".join(lines) + "\n"


def _title(page: Path) -> str:
    """The page's title without the name of the site."""
    found = re.search(r"^title: (.+)$", page.read_text(), re.M)
    return found[1].split(" · ")[0].strip("'\"") if found else page.stem


if __name__ == "__main__":
    FILE.write_text(exposures(ROOT / "reports"))
