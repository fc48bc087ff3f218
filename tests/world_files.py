"""The files of an invented company, whoever carries what is in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipelines.sandbox import World


def dropped(world: World | Path, entity: str) -> list[dict[str, Any]]:
    """Rows of a file of the world (or of its folder), or those it would have if no vendor carried the entity."""
    folder = world if isinstance(world, Path) else world.folder
    path = folder / "drop" / f"{entity}.jsonl"
    told = path if path.exists() else folder / "truth" / path.name
    return [json.loads(line) for line in told.read_text().splitlines()]
