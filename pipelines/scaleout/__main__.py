"""Build on a Spark cluster of its own and compare with the warehouse: `python -m pipelines.scaleout`.

Exits 1 when a table differs, with one line per table.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.scaleout.build import build_on_spark, compare_engines
from pipelines.scaleout.cluster import running_cluster
from pipelines.settings import load_settings


def main() -> int:
    settings = load_settings()
    # Being told to stop must stop the cluster too: its processes are in sessions of their own.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="haven-spark-") as name:
        folder = Path(name)
        try:
            with running_cluster(folder / "cluster") as cluster:
                print(f"Spark cluster {cluster.master} with {cluster.workers} workers", flush=True)
                tables = build_on_spark(settings, cluster, folder, say=lambda line: print(line, flush=True))
        except HavenError as error:
            print(f"haven: {error}", file=sys.stderr)
            return 1
        differences = list(compare_engines(settings, tables))
    for found in differences:
        agrees = found.only_duckdb == found.only_spark == 0
        verdict = "equal" if agrees else f"DIFFERENT: {found.only_duckdb} only DuckDB, {found.only_spark} only Spark"
        print(f"{found.table}: {found.rows} rows, {verdict}")
    return int(any(found.only_duckdb or found.only_spark for found in differences) or not differences)


if __name__ == "__main__":
    sys.exit(main())
