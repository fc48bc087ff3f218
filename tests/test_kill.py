"""A run that is killed outright, while loading, building and publishing, and then simply run again."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import ROOT, Settings, load_settings
from tests.conftest import clean_environment, haven

ARGUMENTS = ("run", "--days", "2", "--scale", "0.5", "--no-reports")
# The line after which to kill, and how many seconds later: in the middle of the step.
MOMENTS = (("load zendesk ...", 0.7), ("build the models ...", 5.0), ("publish ...", 0.15))


def killed(data_dir: Path, after: str, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *ARGUMENTS],
        cwd=ROOT,
        env=clean_environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.rstrip().endswith(after):
            time.sleep(seconds)
            break
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "".join(said[-5:])
    process.stdout.close()


def contents(settings: Settings) -> dict[str, list[tuple]]:
    """Every published core and mart table without the columns that say when something was known."""
    tables = {}
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables() where schema_name in ('core', 'marts') order by all"
        ).fetchall()
        for schema, table in names:
            columns = [row[0] for row in connection.execute(f"describe {schema}.{table}").fetchall()]
            kept = [name for name in columns if not name.endswith("known_at") and name != "extracted_at"]
            query = f"select {', '.join(kept)} from {schema}.{table} order by all"
            tables[f"{schema}.{table}"] = connection.execute(query).fetchall()
    return tables


def whole(settings: Settings) -> bool:
    """Whether what is published can be read, database and files alike."""
    if not settings.published_db.exists():
        return True
    with duckdb.connect(str(settings.published_db), read_only=True) as connection:
        stated = connection.execute("select schema_name, table_name, row_count from meta.tables").fetchall()
        for schema, table, rows in stated:
            for relation in (f"{schema}.{table}", f"'{settings.published_dir}/{schema}/{table}.parquet'"):
                assert connection.execute(f"select count(*) from {relation}").fetchone() == (rows,)
    return True


@pytest.mark.slow
def test_runs_killed_at_every_stage_and_one_left_alone_publish_the_same(tmp_path: Path) -> None:
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    done = haven(*ARGUMENTS, data_dir=undisturbed)
    assert done.returncode == 0, done.stderr
    settings = load_settings({"HAVEN_DATA_DIR": str(disturbed)})
    for after, seconds in MOMENTS:
        killed(disturbed, after, seconds)
        assert whole(settings)
    done = haven(*ARGUMENTS, data_dir=disturbed)
    assert done.returncode == 0, done.stderr
    expected, got = contents(load_settings({"HAVEN_DATA_DIR": str(undisturbed)})), contents(settings)
    assert sorted(got) == sorted(expected)
    assert [name for name in expected if got[name] != expected[name]] == []
