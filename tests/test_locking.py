import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import HavenError
from pipelines.locking import run_lock
from tests.tiny_house import settings

HOLDER = """
import sys, time
from pathlib import Path
from pipelines.locking import run_lock
from tests.tiny_house import settings
with run_lock(settings(Path(sys.argv[1])), "haven run"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(data_dir: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(data_dir)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_refused_and_told_who_is_working(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        with pytest.raises(HavenError) as refused, run_lock(settings(tmp_path), "haven run"):
            pass
        assert f"`haven run` (process {process.pid}, since " in refused.value.cause
    finally:
        process.kill()
        process.wait()


def test_a_killed_run_leaves_no_lock_behind(tmp_path: Path) -> None:
    process = holder(tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with run_lock(settings(tmp_path), "haven run"):
        pass


def test_steps_of_one_run_share_its_lock(tmp_path: Path) -> None:
    with run_lock(settings(tmp_path), "haven run"):
        with run_lock(settings(tmp_path), "a step"):
            pass
        other = subprocess.run([sys.executable, "-c", HOLDER, str(tmp_path)], capture_output=True, text=True)
        assert "HavenError" in other.stderr


def test_a_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HavenError, match="cannot be used"), run_lock(settings(tmp_path / "file"), "haven run"):
        pass
