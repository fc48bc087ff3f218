"""Which sources there are, how each is made, and which of them are set up."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import dlt

from pipelines.errors import HavenError
from pipelines.settings import ALL_SOURCES, Settings
from pipelines.sources.raw import Run

# Sources that are read from a folder; every other has a base URL. The presence of that setting says that one is wanted.
FROM_FILES = ("drop", "otel", "vcon")


def configured_sources(settings: Settings) -> list[str]:
    """The sources to load: the chosen ones, else every source whose base URL (or path) is set.

    Raises:
        HavenError: a chosen source does not exist or is not set up.
    """
    for name in settings.sources:
        check_name(name)
        if not _is_configured(name):
            setting = _switch(name)
            raise HavenError(
                f"the source {name} was chosen but is not set up",
                f"Set {variable(name, setting)} in the environment, or sources.{name}.{setting} in .dlt/config.toml.",
            )
    return [name for name in settings.sources or ALL_SOURCES if _is_configured(name)]


def check_name(name: str) -> None:
    if name not in ALL_SOURCES:
        raise HavenError(f"there is no source {name}", f"Choose among {', '.join(ALL_SOURCES)}.")


def variable(source: str, setting: str) -> str:
    """The environment variable of a source's setting."""
    return f"SOURCES__{source.upper()}__{setting.upper()}"


def make_source(name: str, run: Run) -> Any:
    """The dlt source, its settings resolved. Only the chosen source's module is imported."""
    return getattr(import_module(f"pipelines.sources.{name}"), name)(run=run)


def _switch(name: str) -> str:
    return "path" if name in FROM_FILES else "base_url"


def _is_configured(name: str) -> bool:
    return bool(dlt.config.get(f"sources.{name}.{_switch(name)}"))
