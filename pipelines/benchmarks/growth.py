"""A full build of 10,000 and of 100,000 conversations, side by side: `python -m pipelines.benchmarks.growth`.

Prints seconds, CPU and peak memory of both builds, and every model that grows faster than what it reads.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

DAYS, CONVERSATIONS_PER_SCALE = 90, 20_000
SIZES = (10_000, 100_000)
# A model is told when it grew by a quarter more than its input, and is worth telling: not a blink, not a few rows.
TOLERANCE, LEAST_SECONDS, LEAST_ROWS = 1.25, 1.0, 10_000
BLINK = 0.05  # seconds that any model takes, whatever it reads


@dataclass(frozen=True)
class Node:
    """One model of one build: seconds it took, rows it has, and rows of all that it reads."""

    seconds: float
    rows: int
    rows_read: int


@dataclass(frozen=True)
class Measured:
    """One full build. `memory` is the peak in MB of the process that built."""

    conversations: int
    seconds: float
    cpu: float
    memory: float
    nodes: dict[str, Node]


def growing(small: Mapping[str, Node], large: Mapping[str, Node]) -> list[str]:
    """A line for each model whose time or rows grew more than the rows it reads, the slowest first."""
    lines = []
    for name in sorted(large, key=lambda name: -large[name].seconds):
        if name not in small:
            continue
        before, after = small[name], large[name]
        read = after.rows_read / max(before.rows_read, 1)
        seconds = after.seconds / max(before.seconds, BLINK)
        rows = after.rows / max(before.rows, 1)
        if after.seconds >= LEAST_SECONDS and seconds > TOLERANCE * read:
            lines.append(
                f"{name}: reads {read:.1f} times as much in {seconds:.1f} times the time ({after.seconds:.1f} s)"
            )
        if after.rows >= LEAST_ROWS and rows > TOLERANCE * read:
            lines.append(f"{name}: reads {read:.1f} times as much and has {rows:.1f} times the rows ({after.rows:,})")
    return lines


def measured(conversations: int, folder: Path) -> Measured:
    """Load an invented company of about so many conversations, and build it in a process of its own."""
    from pipelines.environment import environment
    from pipelines.loading import ensure_raw_tables, load_source
    from pipelines.sandbox import running
    from pipelines.sandbox_run import PLANTS, SEED, TIME_ZONE
    from pipelines.settings import CORE_SOURCES, load_settings

    settings = load_settings({"HAVEN_DATA_DIR": str(folder), "HAVEN_TIME_ZONE": TIME_ZONE})
    ensure_raw_tables(settings)
    scale = conversations / CONVERSATIONS_PER_SCALE
    with running(folder / "world", seed=SEED, days=DAYS, scale=scale, plants=PLANTS) as env, environment(env):
        for source in CORE_SOURCES:
            load_source(source, settings)
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", __spec__.name, "--folder", str(folder)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build failed with exit code {process.returncode}")
    seconds = time.perf_counter() - began
    nodes = read_nodes(settings.warehouse, json.loads((folder / "seconds.json").read_text()), _manifest(settings))
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        built = connection.sql("select count(*) from core.fct_conversations").fetchall()[0][0]
    return Measured(built, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, nodes)


def read_nodes(warehouse: Path, seconds: Mapping[str, float], manifest: Mapping[str, Any]) -> dict[str, Node]:
    """Rows that each built table has and reads. A view has no rows of its own: it stands for what it reads."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        sizes = dict(
            connection.sql("select schema_name || '.' || table_name, estimated_size from duckdb_tables()").fetchall()
        )
    everything = {**manifest["nodes"], **manifest["sources"]}

    def read(key: str) -> int:
        return sum(rows(parent) for parent in everything[key].get("depends_on", {}).get("nodes", ()))

    def rows(key: str) -> int:
        node = everything[key]
        size = sizes.get(f"{node['schema']}.{node['name']}")
        return read(key) if size is None else int(size)

    return {
        everything[key]["name"]: Node(took, rows(key), read(key))
        for key, took in seconds.items()
        if key.startswith("model.") and f"{everything[key]['schema']}.{everything[key]['name']}" in sizes
    }


def build_here(folder: Path) -> None:
    """Build everything without the tests of the models, and leave the seconds of each beside the warehouse."""
    from pipelines.building import build
    from pipelines.sandbox_run import TIME_ZONE
    from pipelines.settings import load_settings

    seconds: dict[str, float] = {}
    settings = load_settings({"HAVEN_DATA_DIR": str(folder), "HAVEN_TIME_ZONE": TIME_ZONE})
    build(settings, lambda node: seconds.update({node.unique_id: node.seconds}), tests=False)
    (folder / "seconds.json").write_text(json.dumps(seconds))


def _manifest(settings: Any) -> dict[str, Any]:
    from pipelines.building.manifest import load_manifest

    return load_manifest(settings)


def compare(sizes: tuple[int, int]) -> None:
    """Print both builds, their ratio, and the models that grow faster than what they read."""
    print(f"{'conversations':>14}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}", flush=True)
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="haven-bench-") as folder:
            found.append(one := measured(size, Path(folder)))
        print(f"{one.conversations:>14,}{one.seconds:>10.1f}{one.cpu:>10.1f}{one.memory:>10,.0f}", flush=True)
    small, large = found
    ratios = [getattr(large, name) / getattr(small, name) for name in ("conversations", "seconds", "cpu", "memory")]
    print(f"{ratios[0]:>13.1f}x{ratios[1]:>9.1f}x{ratios[2]:>9.1f}x{ratios[3]:>9.1f}x")
    print("grow faster than what they read:")
    print("\n".join(f"  {line}" for line in growing(small.nodes, large.nodes)) or "  none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES, metavar=("SMALL", "LARGE"))
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.folder:
        build_here(arguments.folder)
    else:
        compare(tuple(arguments.sizes))


if __name__ == "__main__":
    main()
