"""In how many invented companies is what was planted the first finding: `python -m pipelines.benchmarks.plants`.

For each plant, and for none, several seeded worlds are built, loaded and judged; the truth is read here alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.building import build as build_marts
from pipelines.building.manifest import load_manifest
from pipelines.environment import environment
from pipelines.errors import HavenError
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.sandbox import running
from pipelines.sandbox.world.plants import PLANTS, checked
from pipelines.sandbox_run import TIME_ZONE
from pipelines.settings import load_settings

SOURCES = ("zendesk", "assembled", "ada", "drop")
NOTHING = "nothing"
FINDINGS = "improve_findings"
LISTED = "select rank, kind, place, sentence from marts.improve_findings order by rank"
# The kind of finding that each plant is. A rise of contacts by an event is evidence for an edge and no finding.
KINDS = {
    "training_gap": "change",
    "overclaim": "overclaim",
    "stale_snapshot": "knowledge_lag",
    "scope_creep": "scope",
    "coaching_works": "programme",
    "volume_surge": "volume",
    "mix_shift": "mix",
    "vendor_better_on_easy_only": "comparison",
}


@dataclass(frozen=True)
class Finding:
    """One row of the findings, in their order."""

    rank: int
    kind: str
    place: str
    sentence: str


@dataclass(frozen=True)
class Trial:
    """One world: what was planted, and what was said first. `is_right` for nothing planted: nothing was said."""

    plant: str
    seed: int
    findings: list[Finding]
    is_right: bool
    seconds: float


def places(plant: str, truth: dict[str, Any]) -> tuple[str, ...]:
    """What the place or the sentence of the right finding must name, in small letters."""
    if plant == "training_gap":
        return truth[plant]["cohort"], truth[plant]["family"]
    if plant == "stale_snapshot":
        return ("refund_terms",)
    if plant == "scope_creep":
        return (truth[plant]["intent"],)
    return ("coaching",) if plant == "coaching_works" else ()


def is_right(plant: str, findings: Sequence[Finding], truth: dict[str, Any]) -> bool:
    """Whether the first finding is the planted one, in kind and place; of a world with nothing planted, whether there
    is none."""
    if plant == NOTHING:
        return not findings
    if not findings or findings[0].kind != KINDS[plant]:
        return False
    words = f"{findings[0].place} {findings[0].sentence}".lower()
    return all(place.lower() in words for place in places(plant, truth))


def read_findings(warehouse: Path) -> list[Finding]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return [Finding(*row) for row in connection.sql(LISTED).fetchall()]


def tried(plant: str, seed: int, days: int, scale: float, marts: Sequence[str]) -> Trial:
    """Build one world and judge it, in a folder that is gone afterwards.

    Raises:
        HavenError: the project has no such mart, or loading or building failed.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"HAVEN_DATA_DIR": folder, "HAVEN_TIME_ZONE": TIME_ZONE})
        known = {node["name"] for node in load_manifest(settings)["nodes"].values()}
        if missing := sorted({*marts, FINDINGS} - known):
            raise HavenError(f"the project has no mart {', '.join(missing)}", "Name marts of the project with --mart.")
        ensure_raw_tables(settings)
        plants = () if plant == NOTHING else (plant,)
        world = Path(folder) / "world"
        with running(world, seed=seed, days=days, scale=scale, plants=plants) as env, environment(env):
            for source in SOURCES:
                load_source(source, settings)
        build_marts(settings, marts=tuple(dict.fromkeys((FINDINGS, *marts))), tests=False)
        findings = read_findings(settings.warehouse)
        truth = json.loads((world / "truth" / "truth.json").read_text(encoding="utf-8"))
    return Trial(plant, seed, findings, is_right(plant, findings, truth), time.monotonic() - began)


def summary(trials: Iterable[Trial]) -> list[str]:
    """One line per plant: in how many worlds the right sentence came first, and what came first where it did not."""
    by_plant: dict[str, list[Trial]] = {}
    for trial in trials:
        by_plant.setdefault(trial.plant, []).append(trial)
    lines = []
    for plant, group in by_plant.items():
        wrong = [
            f"seed {trial.seed}: {trial.findings[0].sentence if trial.findings else 'nothing said'}"
            for trial in group
            if not trial.is_right
        ]
        lines.append(f"{plant:28}{sum(trial.is_right for trial in group)} of {len(group)}")
        lines += [f"  {words}" for words in wrong]
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code; trouble is one line on stderr."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plant", action="append", choices=[NOTHING, *KINDS], help="default: nothing, and each alone")
    parser.add_argument("--seeds", type=int, default=3, help="worlds of each, seeds 1 and on")
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--mart", action="append", default=[], help=f"build this one too, beside {FINDINGS}")
    chosen = parser.parse_args(argv)
    plants = chosen.plant or [NOTHING, *(plant for plant in PLANTS if plant in KINDS)]
    checked(plant for plant in plants if plant != NOTHING)
    trials = []
    try:
        for plant in plants:
            for seed in range(1, chosen.seeds + 1):
                trial = tried(plant, seed, chosen.days, chosen.scale, chosen.mart)
                first = trial.findings[0].sentence if trial.findings else "nothing said"
                mark = "right" if trial.is_right else "wrong"
                print(f"{plant}, seed {seed}, {trial.seconds:.0f} s, {mark}: {first}", flush=True)
                trials.append(trial)
    except HavenError as error:
        print(f"plants: {error}", file=sys.stderr)
        return 1
    print("\nthe right sentence came first in")
    print("\n".join(summary(trials)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
