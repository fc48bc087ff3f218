"""Loads a source and kills its own process at a named point: `python -m tests.loading.killed SOURCE POINT`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import dlt
from dlt.common.storages.load_package import PackageStorage
from dlt.common.storages.load_storage import LoadStorage
from dlt.destinations.impl.duckdb.duck import DuckDbClient

from pipelines.loading import load_source
from pipelines.loading.unchanged import UnchangedFilter
from pipelines.settings import load_settings

# Point -> class and method before (or after) whose n-th call the process dies.
POINTS: dict[str, tuple[Any, str, int, bool]] = {
    "in the middle of extracting": (UnchangedFilter, "changed", 2, True),
    "after extracting": (dlt.Pipeline, "normalize", 1, False),
    "before loading": (dlt.Pipeline, "load", 1, False),
    "after the first job was committed": (PackageStorage, "complete_job", 1, False),
    "before the load is marked in the warehouse": (DuckDbClient, "complete_load", 1, False),
    "before the package is put away": (LoadStorage, "complete_load_package", 1, False),
}


def die_at(point: str) -> None:
    owner, method, wanted, after = POINTS[point]
    original: Callable[..., Any] = getattr(owner, method)
    calls = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = original(*args, **kwargs) if after or calls < wanted else None
        if calls == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, method, deadly)


if __name__ == "__main__":
    die_at(sys.argv[2])
    load_source(sys.argv[1], load_settings())
