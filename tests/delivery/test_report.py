"""The board report arrives exactly once, whatever the other side does, and only from what passed both doors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipelines.delivery import Targets, deliver_report
from pipelines.delivery.ledger import open_ledger
from pipelines.delivery.smtp import Server
from pipelines.errors import HavenError
from pipelines.settings import ROOT, Settings
from tests.conftest import clean_environment
from tests.delivery.houses import age, house, print_report, publish
from tests.delivery.servers import certificate, free_port, mail_server, webhook

SHORT = (0.01, 0.01, 0.01)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = house(tmp_path / "data")
    publish(settings)
    print_report(settings)
    return settings


def plain(port: int, timeout: float = 5.0) -> Server:
    return Server("127.0.0.1", port, "haven@example.org", security="none", timeout=timeout)


def states(settings: Settings) -> dict[str, tuple[str, int]]:
    with open_ledger(settings.data_dir) as ledger:
        return {entry["target"]: (entry["state"], entry["attempts"]) for entry in ledger.deliveries("report")}


def test_a_report_reaches_every_target_with_its_files_and_provenance(settings: Settings, tmp_path: Path) -> None:
    print_report(settings, "board-2026-05.pptx", b"slides")
    with mail_server() as box, webhook() as hook:
        targets = Targets(plain(box.port), ("a@example.org", "b@example.org"), tmp_path / "share", hook.url)
        deliver_report(settings, targets, waits=SHORT)
    assert sorted(mail["To"] for mail in box.accepted) == ["a@example.org", "b@example.org"]
    mail = box.accepted[0]
    assert mail["Subject"] == "Board report May 2026: Brightwater (invented company)"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "80 % held" in body.get_content()
    assert "Data as of 2026-06-01 02:00 UTC · build build-1 · 2 promises kept" in body.get_content()
    files = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert files == {"board-2026-05-a4.pdf": b"%PDF-1.4 may", "board-2026-05.pptx": b"slides"}
    assert (tmp_path / "share" / "2026-05" / "board-2026-05-a4.pdf").read_bytes() == b"%PDF-1.4 may"
    (text,) = hook.accepted
    assert text.startswith("*Board report May 2026: Brightwater (invented company)*")
    assert "board-2026-05-a4.pdf (sha256 " in text


def test_a_server_that_is_down_slow_busy_and_then_well_gets_it_once(settings: Settings) -> None:
    port, waited = free_port(), []
    with mail_server(["busy", "later", "slow"]) as box:
        alive = {"port": port}

        def come_up(seconds: float) -> None:
            waited.append(seconds)
            alive["port"] = box.port

        class Moving(Server):
            @property
            def port(self) -> int:  # type: ignore[override]
                return alive["port"]

            @port.setter
            def port(self, value: int) -> None:
                pass

        server = Moving("127.0.0.1", port, "haven@example.org", security="none", timeout=5)
        targets = Targets(server, ("a@example.org",))
        (result,) = deliver_report(settings, targets, waits=(1, 2, 3, 4), sleep=come_up)
    assert result.state == "sent"
    assert len(box.accepted) == 1
    assert waited == [1, 2, 3]  # refused, busy, later; the slow fourth attempt is accepted
    assert states(settings) == {"email:a@example.org": ("sent", 4)}


def test_a_webhook_that_fails_and_is_slow_and_then_accepts_gets_it_once(settings: Settings) -> None:
    with webhook(["500", "429", "503", "slow"]) as hook:
        (result,) = deliver_report(settings, Targets(webhook=hook.url), waits=(0, 0, 0, 0), sleep=lambda _: None)
        assert (result.state, hook.visits, len(hook.accepted)) == ("sent", 4, 1)
        (again,) = deliver_report(settings, Targets(webhook=hook.url), waits=SHORT)
        assert (again.state, hook.visits, len(hook.accepted)) == ("already sent", 4, 1)


@pytest.mark.parametrize("kind", ["mail", "webhook"])
def test_a_line_cut_before_the_answer_is_told_and_never_sent_again(
    settings: Settings, kind: str, tmp_path: Path
) -> None:
    with mail_server(["cut"]) as box, webhook(["cut"]) as hook, mail_server() as other:
        is_mail = kind == "mail"
        targets = Targets(
            server=plain(box.port) if is_mail else plain(other.port),
            to=("a@example.org",) if is_mail else (),
            webhook=None if is_mail else hook.url,
            folder=tmp_path / "share" if is_mail else None,
            owner=None if is_mail else "owner@example.org",
        )
        for _ in range(2):
            with pytest.raises(
                HavenError, match=r"did not surely reach .*unclear.*The owner has been told.*ask the reader"
            ):
                deliver_report(settings, targets, waits=SHORT)
    assert len(box.accepted if is_mail else hook.accepted) == 1
    if is_mail:
        (notice,) = (tmp_path / "share" / "notices").glob("*.html")
        words = notice.read_text()
    else:
        (mail,) = other.accepted
        body = mail.get_body(("plain",))
        assert body is not None
        assert mail["To"] == "owner@example.org"
        words = body.get_content()
    assert "the board report did not reach everybody" in words or "did not surely reach" in words
    assert "unclear" in words


def test_a_slow_answer_beyond_patience_is_unclear_and_not_sent_again(settings: Settings) -> None:
    from pipelines.delivery.message import Message
    from pipelines.delivery.outcome import Unclear
    from pipelines.delivery.webhook import Webhook

    with webhook(["slow"]) as hook, pytest.raises(Unclear, match="did not answer"):
        Webhook(hook.url, timeout=0.2).send(Message("s", ("p",), "x"), "key")
    assert settings


def test_a_refused_person_is_not_tried_again_and_holds_up_nobody(settings: Settings) -> None:
    with mail_server(["unknown person"]) as box:
        targets = Targets(plain(box.port), ("gone@example.org", "b@example.org"), owner="b@example.org")
        with pytest.raises(HavenError, match=r"gone@.*: failed \(the mail server answered 550 no such person\)"):
            deliver_report(settings, targets, waits=SHORT)
    assert [mail["To"] for mail in box.accepted] == ["b@example.org", "b@example.org"]
    assert box.accepted[1]["Subject"].endswith("the board report did not reach everybody")
    assert states(settings) == {"email:gone@example.org": ("failed", 1), "email:b@example.org": ("sent", 1)}


def test_a_process_killed_while_sending_is_told_and_the_report_not_repeated(settings: Settings) -> None:
    """Killed for good between the server's taking the mail and the note that it was sent."""
    program = textwrap.dedent("""
        import os, signal, sys
        from pipelines.delivery import Targets, deliver_report
        from pipelines.delivery.ledger import Ledger
        from pipelines.delivery.smtp import Server
        from pipelines.settings import load_settings
        Ledger.settle = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
        server = Server("127.0.0.1", int(sys.argv[1]), "haven@example.org", security="none")
        deliver_report(load_settings(), Targets(server, ("a@example.org",)))
    """)
    with mail_server() as box, webhook() as hook:
        arguments = [sys.executable, "-c", program, str(box.port)]
        killed = subprocess.run(arguments, cwd=ROOT, env=clean_environment(settings.data_dir), capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
        assert len(box.accepted) == 1
        with pytest.raises(HavenError, match="unclear"):
            deliver_report(settings, Targets(plain(box.port), ("a@example.org",), webhook=hook.url), waits=SHORT)
        assert len(box.accepted) == 1
    assert len(hook.accepted) == 2  # the report, and the notice that the mail is in doubt
    assert "did not surely reach" in hook.accepted[1]


def test_a_process_killed_while_it_waits_goes_on_where_it_was(settings: Settings) -> None:
    with webhook(["500"]) as hook:

        def killed(seconds: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            deliver_report(settings, Targets(webhook=hook.url), waits=SHORT, sleep=killed)
        (result,) = deliver_report(settings, Targets(webhook=hook.url), waits=SHORT)
    assert (result.state, len(hook.accepted)) == ("sent", 1)


def test_a_folder_that_was_cut_off_is_written_again_into_the_same_files(settings: Settings, tmp_path: Path) -> None:
    targets = Targets(folder=tmp_path / "share")
    blocked = tmp_path / "share"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(HavenError, match="cannot be written"):
        deliver_report(settings, targets, waits=())
    blocked.unlink()
    deliver_report(settings, targets, waits=())
    deliver_report(settings, targets, waits=())
    names = sorted(path.name for path in (tmp_path / "share" / "2026-05").iterdir())
    assert [name for name in names if not name.startswith("message-")] == ["board-2026-05-a4.pdf"]
    assert len(names) == 2


def test_nothing_is_sent_that_did_not_pass_both_doors(tmp_path: Path) -> None:
    share = tmp_path / "share"
    wrong = {
        "a broken promise": {"broken": 1},
        "one door": {"doors": ("raw",)},
        "the past": {"as_of": "2026-01-01"},
    }
    for number, given in enumerate(wrong.values()):
        settings = house(tmp_path / f"data{number}")
        publish(settings, **given)  # type: ignore[arg-type]
        print_report(settings)
        with pytest.raises(HavenError, match=r"not let through by both doors|shows the past"):
            deliver_report(settings, Targets(folder=share), waits=())
    with pytest.raises(HavenError, match="nothing is published"):
        deliver_report(house(tmp_path / "empty"), Targets(folder=share), waits=())
    assert not share.exists()


def test_a_report_printed_from_an_earlier_publication_is_not_sent(tmp_path: Path) -> None:
    settings = house(tmp_path / "data")
    publish(settings)
    age(print_report(settings), 60)
    with pytest.raises(HavenError, match=r"no board report .* was printed from what is published. Run `haven report`"):
        deliver_report(settings, Targets(folder=tmp_path / "share"), waits=())


def test_a_later_build_of_the_month_replaces_the_earlier_report_and_says_so(settings: Settings) -> None:
    with mail_server() as box:
        targets = Targets(plain(box.port), ("a@example.org",))
        deliver_report(settings, targets, waits=())
        publish(settings, "build-2")
        print_report(settings, content=b"%PDF-1.4 may, corrected")
        deliver_report(settings, targets, waits=())
        deliver_report(settings, targets, waits=())
    words = [mail.get_body(("plain",)).get_content() for mail in box.accepted]  # type: ignore[union-attr]
    assert len(words) == 2
    assert "It replaces the one sent on " not in words[0]
    assert "It replaces the one sent on " in words[1]


def test_the_archive_keeps_every_report_with_an_index_of_who_got_it(settings: Settings, tmp_path: Path) -> None:
    targets = Targets(folder=tmp_path / "share")
    deliver_report(settings, targets, waits=())
    publish(settings, "build-2")
    print_report(settings, content=b"corrected")
    print_report(settings, "board-2026-Q2-a4.pdf", b"a quarter")
    deliver_report(settings, targets, waits=())
    archive = settings.reports_dir / "archive"
    page = (archive / "index.html").read_text()
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert sorted((archive / link).read_bytes() for link in links) == [b"%PDF-1.4 may", b"a quarter", b"corrected"]
    assert page.count(": sent, ") == 3
    assert "May 2026" in page
    assert "second quarter of 2026" in page
    assert "http" not in page  # asks for nothing outside


def test_only_the_formats_that_are_wanted_are_sent(settings: Settings, tmp_path: Path) -> None:
    print_report(settings, "board-2026-05-letter.pdf")
    print_report(settings, "board-2026-05.pptx")
    deliver_report(settings, Targets(folder=tmp_path / "share", formats=("letter",)), waits=())
    files = {path.name for path in (tmp_path / "share" / "2026-05").iterdir() if path.suffix != ".html"}
    assert files == {"board-2026-05-letter.pdf"}


def test_a_login_goes_over_tls_only_to_a_server_whose_certificate_holds(settings: Settings, tmp_path: Path) -> None:
    chain, key = certificate(tmp_path)
    with mail_server(tls=(chain, key)) as box:
        given = {"sender": "haven@example.org", "user": "haven", "password": "pass word", "timeout": 5.0}
        trusted = Server("localhost", box.port, ca_file=str(chain), **given)  # type: ignore[arg-type]
        deliver_report(settings, Targets(trusted, ("a@example.org",)), waits=())
        assert box.encrypted == [True]
        assert box.logins == [("haven", "pass word")]
        strange = Server("localhost", box.port, **given)  # type: ignore[arg-type]
        with pytest.raises(HavenError, match="certificate verify failed"):
            deliver_report(settings, Targets(strange, ("b@example.org",)), waits=SHORT)
    assert len(box.accepted) == len(box.logins) == 1


def test_no_secret_is_written_or_said(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain, key = certificate(tmp_path)
    with mail_server(["wrong password"], tls=(chain, key)) as box, webhook(["404"]) as hook:
        server = Server(
            "localhost", box.port, "h@example.org", user="haven", password="hunter2", ca_file=str(chain), timeout=5
        )
        targets = Targets(server, ("a@example.org",), webhook=hook.url)
        with pytest.raises(HavenError, match=r"535 no \*\*\*") as told:
            deliver_report(settings, targets, print, waits=SHORT)
    assert (box.visits, hook.visits) == (1, 1)  # neither passes by waiting; nobody is left to tell
    written = [path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()]
    said = str(told.value) + capsys.readouterr().out + repr(targets)
    for secret in ("hunter2", "secretword"):
        assert secret not in said
        assert not any(secret.encode() in content for content in written)


def test_the_command_sends_by_its_settings(settings: Settings, tmp_path: Path) -> None:
    with mail_server() as box:
        env = clean_environment(settings.data_dir) | {
            "DELIVERY__EMAIL__HOST": "127.0.0.1",
            "DELIVERY__EMAIL__PORT": str(box.port),
            "DELIVERY__EMAIL__SECURITY": "none",
            "DELIVERY__EMAIL__SENDER": "haven@example.org",
            "DELIVERY__EMAIL__TO": "a@example.org, b@example.org",
            "DELIVERY__FOLDER__PATH": str(tmp_path / "share"),
        }
        command = [sys.executable, "-m", "pipelines.cli", "deliver", "--only", "report"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert sorted(mail["To"] for mail in box.accepted) == ["a@example.org", "b@example.org"]
        assert "board report 2026-05 to email:a@example.org: sent" in done.stdout
        bare = subprocess.run(
            command, cwd=ROOT, env=clean_environment(settings.data_dir), capture_output=True, text=True
        )
    assert bare.returncode == 1
    assert bare.stderr.startswith("haven: no target is set up. Set for example DELIVERY__FOLDER__PATH")


def test_the_ledger_names_each_delivery_by_target_period_build_and_content() -> None:
    from dataclasses import replace

    from pipelines.delivery.ledger import Delivery

    one = Delivery("report", "email:a", "2026-05", "build-1", "content")
    others = [
        replace(one, target="email:b"),
        replace(one, about="2026-06"),
        replace(one, build="build-2"),
        replace(one, content="other"),
        replace(one, kind="digest"),
    ]
    assert len({one.key, *(other.key for other in others)}) == 6
    assert Delivery("report", "email:a", "2026-05", "build-1", "content").key == one.key
    assert json.dumps(one.key) and os.sep not in one.key
