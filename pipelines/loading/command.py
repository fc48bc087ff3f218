"""Loading one source from the command line, for whoever works on that source."""

from __future__ import annotations

import sys

from pipelines.errors import HavenError
from pipelines.loading.load import load_source
from pipelines.settings import load_settings


def main(name: str) -> None:
    """Load the source `name` with the settings of the environment; print counts; exit 1 on a known failure."""
    try:
        summary = load_source(name, load_settings(), progress=lambda line: print(line, file=sys.stderr))
    except HavenError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    for counts in summary.resources:
        print(
            f"{name}.{counts.resource}: {counts.fetched:,} fetched, {counts.appended:,} appended, "
            f"{counts.unchanged:,} unchanged, {counts.quarantined:,} quarantined"
        )
