"""Flat append-only load against dlt's default nested load of the same records: `python -m pipelines.benchmarks.load`.

Both read the same JSONL file into an empty DuckDB file, each in a process of its own; times include starting Python.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

RECORDS = 200_000


def invented_records(count: int) -> Iterator[dict[str, Any]]:
    """Tickets as a helpdesk sends them: nested objects, and lists of objects and of values."""
    for i in range(count):
        yield {
            "id": i,
            "subject": f"Refund not received, order {i * 7919 % 1_000_003}",
            "status": ("new", "open", "pending", "solved")[i % 4],
            "created_at": "2026-05-01T08:02:11Z",
            "updated_at": f"2026-05-{1 + i % 28:02d}T11:40:05Z",
            "via": {"channel": "email", "source": {"from": {"address": f"c{i % 5000}@example.org"}, "rel": None}},
            "requester_id": 900_000 + i % 5000,
            "assignee_id": 100 + i % 60,
            "tags": ["billing", "refund", f"t{i % 50}"],
            "custom_fields": [{"id": 5500 + n, "value": f"v{(i + n) % 9}"} for n in range(4)],
            "metric_set": {"reopens": i % 3, "reply_time_in_minutes": {"calendar": i % 500, "business": i % 200}},
        }


def load_flat(records: Path, folder: Path) -> None:
    """The way every source of this project loads."""
    import dlt

    from pipelines.loading.load import load_from
    from pipelines.settings import load_settings
    from pipelines.sources.raw import Run, field_text, quarantine_resource, raw_batches, raw_resource

    @dlt.source(name="zendesk", section="zendesk", max_table_nesting=0)
    def invented(run: Run) -> Any:
        def tickets() -> Any:
            cursor = field_text("updated_at")
            return raw_batches(run, "tickets", _read(records), key=field_text("id"), cursor=cursor)

        return raw_resource("tickets", tickets), quarantine_resource(run)

    settings = load_settings({"HAVEN_DATA_DIR": str(folder)})
    load_from(invented, "zendesk", settings, ("tickets",), lambda _: None)


def load_nested(records: Path, folder: Path) -> None:
    """dlt as it comes: columns inferred, lists in child tables."""
    import dlt

    dlt.config["runtime.dlthub_telemetry"] = False
    pipeline = dlt.pipeline(
        "nested",
        destination=dlt.destinations.duckdb(str(folder / "warehouse.duckdb")),
        dataset_name="nested",
        pipelines_dir=str(folder / "dlt"),
    )
    pipeline.run(_read(records), table_name="tickets")


LOADS = {"flat": load_flat, "nested": load_nested}


def _read(records: Path) -> Iterator[Any]:
    with records.open("rb") as handle:
        for line in handle:
            yield orjson.loads(line)


def measure(load: str, records: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds, CPU seconds and peak resident MB of one load in its own process."""
    command = [sys.executable, "-m", __spec__.name, "--load", load, "--records", str(records), "--folder", str(folder)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # wait4 gives the memory of this one child; the other way round, the larger child would hide the smaller.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the {load} load failed with exit code {process.returncode}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(count: int) -> None:
    """Print records per second, seconds, CPU seconds and peak memory of both loads, and their ratios."""
    with tempfile.TemporaryDirectory(prefix="haven-bench-") as name:
        folder = Path(name)
        records = folder / "records.jsonl"
        with records.open("wb") as handle:
            handle.writelines(orjson.dumps(record) + b"\n" for record in invented_records(count))
        print(f"{count:,} nested records, {records.stat().st_size / 1e6:,.0f} MB of JSON lines", flush=True)
        print(f"{'load':<24}{'records/s':>12}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}", flush=True)
        measured = {}
        for load, label in (("flat", "flat, append-only"), ("nested", "dlt default, nested")):
            (folder / load).mkdir()
            measured[load] = seconds, cpu, memory = measure(load, records, folder / load)
            print(f"{label:<24}{count / seconds:>12,.0f}{seconds:>10.1f}{cpu:>10.1f}{memory:>10,.0f}", flush=True)
        faster, leaner, smaller = (n / f for f, n in zip(measured["flat"], measured["nested"], strict=True))
        print(f"flat is {faster:.1f} times as fast, with 1/{leaner:.1f} of the CPU and 1/{smaller:.1f} of the memory")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=RECORDS, help=f"number of records (default {RECORDS:,})")
    parser.add_argument("--load", choices=LOADS, help=argparse.SUPPRESS)
    parser.add_argument("--records", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.load:
        LOADS[arguments.load](arguments.records, arguments.folder)
    else:
        compare(arguments.count)


if __name__ == "__main__":
    main()
