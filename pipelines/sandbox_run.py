"""The invented company, served for the length of one run when no real source is set up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from pipelines.environment import environment
from pipelines.errors import HavenError
from pipelines.progress import Progress, step
from pipelines.settings import Settings, remember_company

COMPANY, TIME_ZONE = "Larkspur Outfitters", "Europe/Berlin"
SEED, DAYS, SCALE = 7, 90, 1.0
PLANTS = ("training_gap", "overclaim", "stale_snapshot", "scope_creep")


@dataclass(frozen=True)
class WorldChoice:
    """What the user asked of the sandbox; None where nothing was asked."""

    seed: int | None = None
    days: int | None = None
    scale: float | None = None
    plants: list[str] | None = None
    stack: str | None = None

    @property
    def is_given(self) -> bool:
        return any(value is not None for value in (self.seed, self.days, self.scale, self.plants, self.stack))

    def arguments(self) -> dict[str, Any]:
        """`build_world`'s arguments. All four faults are planted unless some were named, so that there is something
        to see."""
        return {
            "seed": SEED if self.seed is None else self.seed,
            "days": DAYS if self.days is None else self.days,
            "scale": SCALE if self.scale is None else self.scale,
            "plants": tuple(PLANTS if self.plants is None else self.plants),
        } | ({"stack": self.stack} if self.stack else {})


@contextmanager
def sources_for(settings: Settings, choice: WorldChoice, progress: Progress) -> Iterator[bool]:
    """Make sure that there is something to load from; yields True when that is the sandbox.

    The sandbox's addresses, the invented company's name and the mark that it is invented go into this process's
    environment for the length of the block.
    """
    from pipelines.loading import configured_sources

    if configured_sources(settings):
        if choice.is_given:
            raise HavenError(
                "sandbox options were given, but real sources are set up",
                "Leave out --seed, --days, --scale, --plant and --stack, or unset the SOURCES__* settings.",
            )
        yield False
        return
    from pipelines.sandbox import running

    with ExitStack() as stack:
        with step("build and serve the sandbox world", progress):
            served = stack.enter_context(running(settings.sandbox_dir, **choice.arguments()))
        company = {
            "HAVEN_COMPANY": os.environ.get("HAVEN_COMPANY") or COMPANY,
            "HAVEN_TIME_ZONE": os.environ.get("HAVEN_TIME_ZONE") or TIME_ZONE,
            "HAVEN_IS_INVENTED": "1",
        }
        remember_company(settings.data_dir, company)
        with environment({**company, **served}):
            progress(f"no source is set up: using the invented company {company['HAVEN_COMPANY']}")
            yield True
