"""Who gets what, from the environment as from a file; a wrong setting is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.delivery.smtp import Email
from pipelines.delivery.targets import Targets, load_targets
from pipelines.errors import HavenError


@pytest.fixture(autouse=True)
def no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Targets:
    for name, value in settings.items():
        monkeypatch.setenv(f"DELIVERY__{name}", value)
    return load_targets()


def test_without_a_setting_there_is_no_target() -> None:
    targets = load_targets()
    assert not targets.is_set_up
    assert targets.of_reports == targets.of_failures == targets.of_digests("Head of data") == []


def test_settings_of_the_environment_make_targets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    targets = given(
        monkeypatch,
        EMAIL__HOST="mail.example.org",
        EMAIL__SECURITY="tls",
        EMAIL__USER="haven@example.org",
        EMAIL__PASSWORD="0123",
        EMAIL__TO="a@example.org, b@example.org",
        FOLDER__PATH=str(tmp_path / "share"),
        WEBHOOK__URL="https://hooks.example.org/x",
        OWNERS__HEAD_OF_SUPPORT="support@example.org",
        FORMATS="a4,pptx",
        DUE_DAY="5",
    )
    assert targets.server is not None
    assert (targets.server.port, targets.server.password, targets.server.sender) == (465, "0123", "haven@example.org")
    assert [target.name.split(":")[0] for target in targets.of_reports] == ["email", "email", "folder", "webhook"]
    assert targets.owner == "a@example.org"  # the first reader, until an owner is named
    to = [target.to for target in targets.of_digests("Head of support") if isinstance(target, Email)]
    assert to == ["support@example.org"]
    assert [t.to for t in targets.of_digests("Head of data") if isinstance(t, Email)] == ["a@example.org"]
    assert (targets.formats, targets.due_day) == (("a4", "pptx"), 5)


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        ({"EMAIL__TO": "a@example.org"}, r"no mail server. Set DELIVERY__EMAIL__HOST"),
        ({"EMAIL__HOST": "mail.example.org"}, r"no sender. Set DELIVERY__EMAIL__SENDER"),
        (
            {"EMAIL__HOST": "m", "EMAIL__SENDER": "s", "EMAIL__SECURITY": "some"},
            r"is not starttls or tls or none",
        ),
        ({"EMAIL__HOST": "m", "EMAIL__SENDER": "s", "EMAIL__PORT": "mail"}, r"EMAIL__PORT is not a whole number"),
        ({"DUE_DAY": "31"}, r"DUE_DAY is not a day from 1 to 28"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], cause: str) -> None:
    with pytest.raises(HavenError, match=cause):
        given(monkeypatch, **settings)


def test_no_secret_shows_when_targets_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    targets = given(
        monkeypatch,
        EMAIL__HOST="m",
        EMAIL__SENDER="s@example.org",
        EMAIL__PASSWORD="hunter2",
        WEBHOOK__URL="https://hooks.example.org/secretword",
    )
    assert "hunter2" not in repr(targets)
    assert "secretword" not in repr([targets, *targets.of_failures])
