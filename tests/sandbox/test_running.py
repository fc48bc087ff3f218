from __future__ import annotations

import json
import socket
import subprocess
import sys
import time

import pytest
import requests
from conftest import token

from pipelines.errors import HavenError
from pipelines.sandbox import build_world, running
from pipelines.settings import ROOT

SMALL = {"days": 1, "scale": 0.1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_world(tmp_path_factory.mktemp("small"), **SMALL).folder


def ask(env, path="/api/v2/incremental/ticket_events?start_time=0", header=None):
    header = header or {"Authorization": f"Bearer {token(env).json()['access_token']}"}
    return requests.get(env["SOURCES__ZENDESK__BASE_URL"] + path, headers=header, timeout=20)


def closed(env) -> bool:
    port = int(env["SOURCES__ADA__BASE_URL"].split(":")[2].split("/")[0])
    for _ in range(50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.1)
    return False


def test_the_server_stops_with_its_block_whatever_happens(folder):
    with running(folder, **SMALL) as env:
        assert ask(env).status_code == 200
    assert closed(env)
    with pytest.raises(RuntimeError, match="on purpose"), running(folder, **SMALL) as env:
        raise RuntimeError("on purpose")
    assert closed(env)


def test_the_server_does_not_outlive_a_caller_that_was_killed(folder):
    code = f"""
import os
from pipelines.sandbox import running
with running({str(folder)!r}, days=1, scale=0.1) as env:
    print(env["SOURCES__ADA__BASE_URL"], flush=True)
    os.kill(os.getpid(), 9)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT).stdout
    assert closed({"SOURCES__ADA__BASE_URL": said.strip()})


def test_a_server_that_cannot_start_leaves_its_last_words(folder):
    with pytest.raises(HavenError, match="no plant named gremlin"), running(folder, plants=["gremlin"]):
        pass
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        with pytest.raises(HavenError, match="is taken"), running(folder, port=busy.getsockname()[1], **SMALL):
            pass


def test_the_request_log_names_paths_and_never_credentials(folder, tmp_path):
    log = tmp_path / "requests.jsonl"
    with running(folder, log=log, **SMALL) as env:
        ask(env)
        ask(env, "/api/v2/groups", {"Authorization": "Bearer nonsense"})
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(x["method"], x["path"], x["status"]) for x in lines] == [
        ("POST", "/zendesk/oauth/tokens", 200),
        ("GET", "/zendesk/api/v2/incremental/ticket_events?start_time=0", 200),
        ("GET", "/zendesk/api/v2/groups", 401),
    ]
    assert env["SOURCES__ZENDESK__CLIENT_SECRET"] not in log.read_text()


def test_bad_days_look_like_the_real_ones(folder):
    with running(folder, faults=["429:4", "500:10"], **SMALL) as env:
        header = {"Authorization": f"Bearer {token(env).json()['access_token']}"}
        answers = [ask(env, "/api/v2/groups", header) for _ in range(10)]
        assert [a.status_code for a in answers] == [200, 200, 500, 429, 200, 200, 200, 429, 200, 200]
        assert answers[3].headers["Retry-After"] == "1"


def test_a_page_can_be_broken_once_or_always_and_a_connection_cut(folder):
    path = "/api/v2/incremental/ticket_events?start_time=0"
    with running(folder, faults=["malformed:ticket_events", "reset:users"], **SMALL) as env:
        header = {"Authorization": f"Bearer {token(env).json()['access_token']}"}
        with pytest.raises(ValueError):
            ask(env, path, header).json()
        assert ask(env, path, header).json()["ticket_events"]
        users = "/api/v2/incremental/users/cursor?start_time=0"
        with pytest.raises(requests.exceptions.RequestException):
            ask(env, users, header)
        assert ask(env, users, header).json()["users"]
    with running(folder, faults=["malformed-always"], **SMALL) as env:
        header = {"Authorization": f"Bearer {token(env).json()['access_token']}"}
        for _ in range(2):
            with pytest.raises(ValueError):
                ask(env, path, header).json()
        assert ask(env, "/api/v2/groups", header).json()["groups"]


def test_unknown_faults_are_refused(folder):
    with pytest.raises(HavenError, match="no fault named flood"), running(folder, faults=["flood"], **SMALL):
        pass
