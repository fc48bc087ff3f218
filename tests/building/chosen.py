"""A part of the models, built of what the vendors of one stack and the files tell."""

from __future__ import annotations

from pipelines.building.arguments import common_arguments
from pipelines.building.manifest import dbt_manifest
from pipelines.building.runner import run_dbt
from pipelines.loading import ensure_raw_tables, load_source
from pipelines.sandbox.stacks import STACKS
from pipelines.settings import Settings
from tests.loading.warehouses import ask


def load_stack(settings: Settings, stack: str) -> None:
    """Loads every vendor of the stack that is served now, and the files."""
    for source in (*STACKS[stack].vendors, "drop"):
        load_source(source, settings)


def build_up_to(settings: Settings, *models: str, tests: bool = True) -> None:
    """Builds the models, and what they are made of, with the tests that need nothing else; a failed one fails here."""
    ensure_raw_tables(settings)
    # A test that reads a seed which is not chosen is not run.
    chosen = ["--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"]
    chosen += [] if tests else ["--exclude-resource-type", "test"]
    chosen += ["--select", *(f"+{model}" for model in models)]
    arguments = ["build", *common_arguments(settings, None), *chosen]
    run = run_dbt(settings, arguments, manifest=dbt_manifest(settings))
    assert [(node.name, node.message) for node in run.failed_nodes] == [], run.error


def people_and_their_time(settings: Settings) -> tuple[list[tuple[bool, str]], float]:
    """Of the people who work: whether the files know them, and their employers; the share of their work with a time."""
    rows = ask(
        settings,
        """select distinct a.hired_at is not null, a.employer from core.fct_legs as l
        join core.dim_agents as a on l.actor_id = a.agent_id where l.population = 'human' order by 2""",
    )
    counted = "select count(handle_seconds) / count(*) from core.fct_legs where population = 'human' and is_handled"
    return rows, ask(settings, counted)[0][0]
