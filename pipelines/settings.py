"""Every path and environment variable of the project, in one place."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPANY_FILE = "company.json"
CORE_SOURCES = ("zendesk", "assembled", "ada", "drop")
# With models of their own only where they are set up: `pipelines/staged.py`.
OPTIONAL_SOURCES: tuple[str, ...] = (
    "intercom",
    "openai_usage",
    "otel",
    "vcon",
    "zendesk_qa",
    "workramp",
    "lessonly",
    "guru",
    "calabrio",
    "docebo",
    "gorgias",
    "freshdesk",
    "decagon",
    "forethought",
    "agentforce",
    "zendesk_wfm",
    "zendesk_ai_agents",
    "maestroqa",
)
ALL_SOURCES = (*CORE_SOURCES, *OPTIONAL_SOURCES)


@dataclass(frozen=True)
class Settings:
    """Where things are. All paths are absolute.

    `sources` is empty when the user chose none: the caller then takes every configured one. `time_zone` is the
    company's IANA zone: its days and months are those of the marts.
    """

    root: Path
    data_dir: Path
    sources: tuple[str, ...]
    as_of: str | None
    company: str
    is_invented: bool
    time_zone: str = "UTC"

    @property
    def warehouse(self) -> Path:
        """The private DuckDB file; one process writes it at a time."""
        return self.data_dir / "warehouse.duckdb"

    @property
    def published_dir(self) -> Path:
        return self.data_dir / "published"

    @property
    def published_db(self) -> Path:
        """The read-only DuckDB file that everybody else opens."""
        return self.published_dir / "haven.duckdb"

    @property
    def quarantine_dir(self) -> Path:
        return self.data_dir / "quarantine"

    @property
    def reports_dir(self) -> Path:
        return self.data_dir / "reports"

    @property
    def dagster_home(self) -> Path:
        return self.data_dir / "dagster"

    @property
    def dlt_dir(self) -> Path:
        """dlt's working folder: pipeline state and packages not yet loaded."""
        return self.data_dir / "dlt"

    @property
    def sandbox_dir(self) -> Path:
        return self.data_dir / "sandbox"

    @property
    def dbt_project(self) -> Path:
        return self.root / "dbt_project"

    @property
    def dbt_target(self) -> Path:
        """dbt's artefacts live with the data they describe, so that two data folders never share them."""
        return self.data_dir / "dbt"


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `env` (default: the process environment).

    What the data folder remembers of whose data it holds (`remember_company`) stands where `env` says nothing.
    """
    env = os.environ if env is None else env
    data_dir = Path(env.get("HAVEN_DATA_DIR") or ROOT / "data").resolve()
    env = _remembered(data_dir) | {name: value for name, value in env.items() if value}
    chosen = tuple(name.strip() for name in env.get("HAVEN_SOURCES", "").split(",") if name.strip())
    return Settings(
        root=ROOT,
        data_dir=data_dir,
        sources=chosen,
        as_of=env.get("HAVEN_AS_OF") or None,
        company=env.get("HAVEN_COMPANY") or "Your company",
        is_invented=env.get("HAVEN_IS_INVENTED", "") == "1",
        time_zone=env.get("HAVEN_TIME_ZONE") or "UTC",
    )


def remember_company(data_dir: Path, variables: Mapping[str, str]) -> None:
    """Keep whose data the folder holds, so that a later `haven build` of it needs no setting repeated."""
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / f"{COMPANY_FILE}.new"
    fresh.write_text(json.dumps(dict(variables), indent=2) + "\n")
    fresh.replace(data_dir / COMPANY_FILE)


def _remembered(data_dir: Path) -> dict[str, str]:
    file = data_dir / COMPANY_FILE
    return dict(json.loads(file.read_text())) if file.is_file() else {}
