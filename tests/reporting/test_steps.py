import sys
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.reporting.steps import find_failure, last_words, run_step


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_step_that_prints_a_query_error_fails_although_it_exits_with_zero(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="ladder_all"):
        run_step("prerender", python("print('ladder_all | Error in Query! no such column')"), tmp_path, 20)


def test_a_step_that_exits_with_an_error_is_told_with_its_first_error_line(tmp_path: Path) -> None:
    with pytest.raises(HavenError, match="Error: out of paper"):
        run_step("bundle", python("print('Error: out of paper'); raise SystemExit(3)"), tmp_path, 20)


def test_a_step_that_hangs_is_ended_with_everything_it_started(tmp_path: Path) -> None:
    marker = tmp_path / "still-alive"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(marker)!r}).touch()"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    with pytest.raises(HavenError, match="was not done after 1 s"):
        run_step("sources", python(code), tmp_path, 1)
    run_step("wait", python("import time; time.sleep(3.5)"), tmp_path, 20)
    assert not marker.exists()


def test_a_step_never_reports_its_use_to_anyone(tmp_path: Path) -> None:
    log = run_step("env", python("import os; print(os.environ['SEND_ANONYMOUS_USAGE_STATS'])"), tmp_path, 20)
    assert log.strip() == "no"


def test_a_clean_log_has_no_failure() -> None:
    assert find_failure("measure_population_read ✔ Finished, wrote 104 rows.") is None


def test_a_silent_failure_is_told_as_such() -> None:
    assert last_words("\n") == "it said nothing"
