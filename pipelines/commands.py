"""What each `haven` command does: settings, the lock, one call into the part that does the work."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from pipelines.errors import HavenError
from pipelines.locking import run_lock
from pipelines.progress import say, step
from pipelines.settings import Settings, load_settings

Command = Callable[[Namespace], int]


def run(given: Namespace) -> int:
    from pipelines.running import run_everything
    from pipelines.sandbox_run import WorldChoice

    settings = _settings(given)
    chosen = WorldChoice(given.seed, given.days, given.scale, given.plant, given.stack)
    with run_lock(settings, "haven run"):
        run_everything(settings, reports=not given.no_reports, world=chosen)
    return 0


def load(given: Namespace) -> int:
    from pipelines.forgetting import forget_again
    from pipelines.loading import configured_sources, ensure_raw_tables, load_source
    from pipelines.redaction import redact_again

    settings = _settings(given)
    with run_lock(settings, "haven load"):
        sources = configured_sources(settings)
        if not sources:
            raise HavenError(
                "no source is set up",
                "Set for example SOURCES__DROP__PATH or SOURCES__ZENDESK__BASE_URL; `haven run` needs none.",
            )
        for source in sources:
            with step(f"load {source}") as notes:
                summary = load_source(source, settings, progress=say)
                notes.append(f"{summary.appended:,} new rows, {summary.quarantined:,} quarantined")
        ensure_raw_tables(settings)
        redact_again(settings, sources)
        forget_again(settings)
    return 0


def build(given: Namespace) -> int:
    from pipelines.building import build as build_models
    from pipelines.building.progress import Counter
    from pipelines.loading import ensure_raw_tables

    settings = _settings(given)
    if given.as_of:
        settings = replace(settings, as_of=given.as_of)
    with run_lock(settings, "haven build"):
        _need_warehouse(settings)
        ensure_raw_tables(settings)
        counter = Counter(say)
        build_models(settings, counter, say)
        say(counter.summary)
    return 0


def check(given: Namespace) -> int:
    from pipelines.quality import run_gates

    settings = _settings(given)
    with run_lock(settings, "haven check"):
        _need_warehouse(settings)
        reports = []
        for door in [given.door] if given.door else ["raw", "published"]:
            with step(f"check the {door} door") as notes:
                report = run_gates(settings, door)
                reports.append(report)
                notes.append(f"{len(report.results)} expectations, {len(report.failures)} failed")
            for result in [*report.failures, *report.warnings]:
                say(f"{result.severity}: {result.line}")
            say(f"see {report.docs}")
    for report in reports:
        report.raise_if_failed()
    return 0


def publish(given: Namespace) -> int:
    from pipelines.building import load_manifest
    from pipelines.publishing import publish as put_in_place

    settings = _settings(given)
    with run_lock(settings, "haven publish"):
        _need_warehouse(settings)
        with step("publish"):
            publication = put_in_place(settings, load_manifest(settings), say)
    say(f"published: {publication.database}")
    return 0


def report(given: Namespace) -> int:
    settings = _settings(given)
    if not settings.published_db.exists():
        raise HavenError(f"nothing is published in {settings.published_dir}", "Run `haven run` first.")
    from pipelines.reporting import build_board_report, build_site, print_dispute_files, write_dispute_files

    with run_lock(settings, "haven report"):
        with step("write the dispute files"):
            disputes = write_dispute_files(settings)
            print_dispute_files(settings)
        if disputes:
            say(f"disputes: {len(disputes)} files in {disputes[0].parent}")
        with step("build the report site"):
            site = build_site(settings, say)
        say(f"site: {site}")
        if not given.no_pdf:
            with step("print the board report"):
                board = build_board_report(settings)
            say(f"board report: {board[0]}, and {len(board) - 1} more beside it")
    return 0


def docs(given: Namespace) -> int:
    from pipelines.reporting.dbt_docs import build_dbt_docs

    settings = _settings(given)
    with run_lock(settings, "haven docs"):
        _need_warehouse(settings)
        with step("write dbt's pages"):
            page = build_dbt_docs(settings)
    say(f"models and columns: {page}")
    return 0


def deliver(given: Namespace) -> int:
    from pipelines.delivery import deliver_digests, deliver_report, load_targets

    settings = _settings(given)
    targets = load_targets()
    if not targets.is_set_up:
        raise HavenError(
            "no target is set up",
            "Set for example DELIVERY__FOLDER__PATH, DELIVERY__WEBHOOK__URL, or DELIVERY__EMAIL__HOST and the others.",
        )
    wanted: list[tuple[str, Callable[..., object]]] = []
    if given.only != "report":
        wanted.append(("send the alerts", deliver_digests))
    if given.only == "report" or (given.only is None and targets.of_reports):
        wanted.append(("send the board report", deliver_report))
    failed = []
    with run_lock(settings, "haven deliver"):
        for name, send in wanted:
            # What holds up the one must not hold up the other.
            try:
                with step(name):
                    send(settings, targets, say)
            except HavenError as error:
                say(f"{name}: {error}")
                failed.append(error)
    if failed:
        raise failed[0]
    return 0


def sandbox(given: Namespace) -> int:
    settings = load_settings()
    folder = given.folder or str(settings.sandbox_dir)
    arguments = ["--seed", str(given.seed), "--days", str(given.days), "--scale", str(given.scale)]
    arguments += ["--port", str(given.port), "--folder", folder, "--faults", given.faults]
    if given.stack:
        arguments += ["--stack", given.stack]
    for plant in given.plant or []:
        arguments += ["--plant", plant]
    _become(["-m", "pipelines.sandbox", *arguments])
    return 0


def status(given: Namespace) -> int:
    from pipelines.status import gather, render

    if given.requirements:
        return _requirements(load_settings(), given.json)
    found = gather(load_settings())
    print(found.as_json() if given.json else render(found))
    return 0


def _requirements(settings: Settings, as_json: bool) -> int:
    from pipelines.building import load_manifest
    from pipelines.coverage import coverage, render

    rows = coverage(settings.dbt_project, settings.root / "reports", load_manifest(settings))
    print(json.dumps([asdict(row) for row in rows], indent=2) if as_json else render(rows))
    return 0


def forget(given: Namespace) -> int:
    from pipelines.forgetting import forget as forget_customer

    settings = _settings(given)
    with run_lock(settings, "haven forget"):
        _need_warehouse(settings)
        with step(f"forget {given.customer_id}") as notes:
            count = forget_customer(settings, given.customer_id)
            notes.append(f"{count:,} raw records without personal data now")
        if not given.no_rebuild:
            for follow in (build, check, publish):
                follow(Namespace(as_of=None, door=None, source=[]))
    return 0


def verify(given: Namespace) -> int:
    from pipelines.verification import verify_file

    outcome = verify_file(Path(given.file))
    for line in outcome.failures:
        print(line)
    print(f"{outcome.passed} of {outcome.total} entries agree")
    return 0 if outcome.passed == outcome.total else 1


def ui(given: Namespace) -> int:
    from pipelines.defs.instance import prepare_home

    prepare_home(load_settings())
    _become(["-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(given.port)])
    return 0


def _settings(given: Namespace) -> Settings:
    """The settings; chosen sources go through the environment, where every later reader finds them."""
    if chosen := getattr(given, "source", []):
        os.environ["HAVEN_SOURCES"] = ",".join(chosen)
    return load_settings()


def _need_warehouse(settings: Settings) -> None:
    if not settings.warehouse.exists():
        raise HavenError(
            f"there is no warehouse in {settings.data_dir}",
            "Run `haven load` or `haven run` first, or check HAVEN_DATA_DIR.",
        )


def _become(arguments: list[str]) -> None:
    """Replace this process, so that signals and the exit code are the other program's own."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *arguments])
