"""A standalone Spark cluster on loopback, from pip's `pyspark`: one master, some workers, all stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import HavenError

START_SECONDS = 60


@dataclass(frozen=True)
class SparkCluster:
    """A running cluster: its master address and how many workers answered."""

    master: str
    workers: int


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _spark_class() -> Path:
    import pyspark

    return Path(pyspark.__file__).parent / "bin" / "spark-class"


def _start(role: str, arguments: list[str], log: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [str(_spark_class()), f"org.apache.spark.deploy.{role}.{role.capitalize()}", *arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
        )


def _alive_workers(page: int) -> int:
    """How many workers the master's status page counts as alive; 0 while it does not answer."""
    import json

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=2) as answer:
            return int(json.load(answer)["aliveworkers"])
    except (OSError, ValueError, KeyError):
        return 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, sign)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue


@contextmanager
def running_cluster(folder: Path, *, workers: int = 2, cores: int = 1, memory: str = "2g") -> Iterator[SparkCluster]:
    """Start a master and `workers` workers on loopback, wait until all answer, and always stop them.

    Args:
        folder: where logs and the workers' scratch files go.
        cores, memory: of each worker.

    Raises:
        HavenError: Java is missing, or the cluster did not come up within a minute.
    """
    if shutil.which("java") is None:
        raise HavenError("Spark needs Java and none was found", "Install Java 17 and run again.")
    folder.mkdir(parents=True, exist_ok=True)
    port, page = _free_port(), _free_port()
    env = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "TZ": "UTC"}
    master = f"spark://127.0.0.1:{port}"
    log = folder / "master.log"
    processes = [_start("master", ["--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)], log, env)]
    try:
        for number in range(workers):
            scratch = folder / f"worker-{number}"
            arguments = ["--host", "127.0.0.1", "--cores", str(cores), "--memory", memory, "--work-dir", str(scratch)]
            arguments += ["--webui-port", "0", master]
            processes.append(_start("worker", arguments, folder / f"worker-{number}.log", env))
        deadline = time.monotonic() + START_SECONDS
        while _alive_workers(page) < workers:
            dead = [process for process in processes if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                raise HavenError(
                    f"the Spark cluster did not start with {workers} workers",
                    f"Read {log} and the worker logs beside it.",
                )
            time.sleep(0.3)
        yield SparkCluster(master, workers)
    finally:
        for process in reversed(processes):
            _stop(process)
