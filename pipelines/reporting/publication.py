"""What the published file says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from pipelines.errors import HavenError


def read_build(database: Path) -> tuple[str, date, str, bool]:
    """Company, day of the data, run id and whether the company is invented, from the published file.

    Raises:
        HavenError: there is no published file, or it does not say what it was built from.
    """
    if not database.is_file():
        raise HavenError(f"{database} does not exist", "Run `haven run` to publish first.")
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.execute("select company, data_as_of, run_id, is_invented from meta.build").fetchone()
    if row is None or row[1] is None:
        raise HavenError(f"{database} does not say what it was built from", "Run `haven run` to publish again.")
    return row[0], row[1].date(), row[2], bool(row[3])
