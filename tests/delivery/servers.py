"""A real mail server and a real webhook on this machine, each with a plan for its next visits.

A plan is a list of behaviours, one per connection or request; when it is used up, everything is accepted. What was
accepted is kept, so that a test can count it.
"""

from __future__ import annotations

import base64
import email
import json
import shlex
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast


@dataclass
class Mailbox:
    """`accepted` are the e-mails the server took, `visits` how often somebody connected, `logins` who logged in."""

    port: int = 0
    plan: list[str] = field(default_factory=list)
    accepted: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    visits: int = 0


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    chain, key = folder / "server.pem", folder / "server.key"
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost "
        f"-keyout {shlex.quote(str(key))} -out {shlex.quote(str(chain))}",
        shell=True,
        check=True,
        capture_output=True,
    )
    return chain, key


class MailHandler(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client of ours speaks, with STARTTLS and AUTH."""

    def handle(self) -> None:
        server = cast("MailServer", self.server)
        box = server.box
        box.visits += 1
        behaviour = box.plan.pop(0) if box.plan else "accept"
        self.is_encrypted, self.recipients = False, []
        if behaviour == "busy":
            return self.say("421 busy, come back later")
        if behaviour == "slow":
            time.sleep(1.0)
        self.say("220 mail server ready")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    offers = ["250-localhost", "250-AUTH PLAIN", "250 8BITMIME"]
                    self.say(
                        *(offers if self.is_encrypted or not server.context else ["250-localhost", "250 STARTTLS"])
                    )
                case "STARTTLS":
                    self.say("220 go on")
                    self.encrypt(server.context)
                case "AUTH":
                    name, password = base64.b64decode(rest.split()[1]).decode().split("\0")[1:]
                    box.logins.append((name, password))
                    self.say(f"535 no {password}" if behaviour == "wrong password" else "235 welcome")
                case "RCPT":
                    self.recipients.append(rest)
                    self.say("550 no such person" if behaviour == "unknown person" else "250 ok")
                case "DATA":
                    self.say("354 go on")
                    if not self.take(behaviour, box):
                        return None
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 ok")
        return None

    def take(self, behaviour: str, box: Mailbox) -> bool:
        """Read the message to its end; false when the line is cut without an answer."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        if behaviour == "later":
            self.say("451 not now")
            return True
        box.accepted.append(cast("EmailMessage", email.message_from_bytes(b"".join(lines), policy=default)))
        box.encrypted.append(self.is_encrypted)
        if behaviour == "cut":
            return False
        self.say("250 taken")
        return True

    def encrypt(self, context: ssl.SSLContext | None) -> None:
        assert context is not None
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), cast("Any", self.connection.makefile("wb", 0))
        self.is_encrypted = True

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int, box: Mailbox, context: ssl.SSLContext | None) -> None:
        self.box, self.context = box, context
        super().__init__(("127.0.0.1", port), MailHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves is no news."""


@contextmanager
def mail_server(plan: Sequence[str] = (), tls: tuple[Path, Path] | None = None, port: int = 0) -> Iterator[Mailbox]:
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
    box = Mailbox(plan=list(plan))
    with MailServer(port, box, context) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield box
        server.shutdown()


@dataclass
class Hook:
    """`accepted` are the texts the webhook took, `visits` the requests it saw."""

    url: str = ""
    plan: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    visits: int = 0


@contextmanager
def webhook(plan: Sequence[str] = (), port: int = 0) -> Iterator[Hook]:
    hook = Hook(plan=list(plan))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.visits += 1
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            behaviour = hook.plan.pop(0) if hook.plan else "accept"
            if behaviour == "slow":
                time.sleep(1.0)
            if behaviour.isdigit():
                self.send_response(int(behaviour))
                self.end_headers()
                self.wfile.write(f"sorry, {self.path}".encode())
                return
            hook.accepted.append(body["text"])
            if behaviour == "cut":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *arguments: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        hook.url = f"http://127.0.0.1:{server.server_address[1]}/services/T0/B0/secretword"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield hook
        server.shutdown()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
