import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import command_names, main
from pipelines.commands import _settings as settings_of
from tests.conftest import clean_environment, haven


def outcome(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    code = ended.value.code
    return (0 if code is None else int(code)), printed.out, printed.err


def test_every_promised_command_exists_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    promised = ["run", "load", "build", "check", "publish", "report", "docs", "deliver"]
    promised += ["sandbox", "status", "forget", "verify", "ui"]
    assert command_names() == promised
    for name in promised:
        code, out, _ = outcome(capsys, name, "--help")
        assert (code, out.startswith(f"usage: haven {name}")) == (0, True)


def test_help_is_instant_because_nothing_heavy_is_imported(tmp_path: Path) -> None:
    code = "import sys, pipelines.cli; print(sorted(set(sys.modules) & set(sys.argv[1:])))"
    heavy = ["duckdb", "dlt", "dagster", "dbt", "great_expectations", "sqlalchemy", "pandas", "numpy"]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], env=clean_environment(tmp_path), capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["rnu"], "haven: argument COMMAND: invalid choice: 'rnu'"),
        (["build", "--as-of", "yesterday"], "haven: there is no warehouse in "),
        (["publish"], "haven: there is no warehouse in "),
        (["check"], "haven: there is no warehouse in "),
        (["report"], "haven: nothing is published in "),
        (["forget", "zendesk:1"], "haven: there is no warehouse in "),
        (["load"], "haven: no source is set up. Set for example SOURCES__DROP__PATH"),
        (["load", "--source", "drop"], "haven: the source drop was chosen but is not set up. Set SOURCES__DROP__PATH"),
        (["load", "--source", "fax"], "haven: there is no source fax. Choose among"),
        (["verify", "nowhere.json"], "haven: nowhere.json cannot be read"),
    ],
)
def test_a_failure_is_one_line_with_its_remedy(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    line: str,
) -> None:
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HAVEN_SOURCES", "")
    code, _, err = outcome(capsys, *arguments)
    assert code == 1
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_debug_shows_where_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path))
    code, _, err = outcome(capsys, "publish", "--debug")
    assert code == 1
    assert "Traceback" in err


def test_a_data_folder_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HAVEN_DATA_DIR", str(tmp_path / "file"))
    code, _, err = outcome(capsys, "run")
    assert code == 1
    assert err.startswith(f"haven: the data folder {tmp_path / 'file'} cannot be used")


def test_a_locked_warehouse_is_named_with_who_holds_it(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(warehouse)).close()
    code = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(120)"
    holder = subprocess.Popen([sys.executable, "-c", code, str(warehouse)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        for command in ("build", "check", "publish"):
            done = haven(command, data_dir=tmp_path)
            assert done.returncode == 1
            assert done.stderr.startswith("haven: ") and "is locked by" in done.stderr
            assert done.stderr.count("\n") == 1
        status = haven("status", data_dir=tmp_path)
        assert status.returncode == 0
        assert "is locked by" in status.stdout
    finally:
        holder.kill()
        holder.wait()


def test_chosen_sources_reach_every_later_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    from argparse import Namespace

    monkeypatch.setenv("HAVEN_SOURCES", "zendesk")
    assert settings_of(Namespace(source=["drop", "ada"])).sources == ("drop", "ada")


def test_verify_counts_an_unknown_function_as_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = {"id": "W", "function": "wilson", "inputs": {"successes": 0, "n": 10}, "expected": {"low": 0.0}}
    unknown = {"id": "U", "function": "no_such_thing", "inputs": {}, "expected": 1}
    file = tmp_path / "values.json"
    file.write_text(json.dumps({"values": [known, unknown]}))
    code, out, _ = outcome(capsys, "verify", str(file))
    assert code == 1
    assert out == "U (no_such_thing): unknown function\n1 of 2 entries agree\n"


def test_status_of_an_empty_folder_says_so_quickly(tmp_path: Path) -> None:
    started = time.monotonic()
    done = haven("status", data_dir=tmp_path)
    assert done.returncode == 0
    assert "nothing has been loaded yet" in done.stdout
    assert time.monotonic() - started < 20
