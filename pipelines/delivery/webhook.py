"""A Slack-compatible webhook: one JSON object with a text. Files cannot travel this way; their hashes do."""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipelines.delivery.message import Message
from pipelines.delivery.outcome import NotDelivered, Unclear, without

# A gateway says these of a server behind it that may well have done its work.
SAID_BY_A_GATEWAY = (502, 504)
LONGEST = 30_000  # characters; Slack cuts a text at 40,000


@dataclass(frozen=True)
class Webhook:
    """The address is a secret: whoever has it may write there."""

    url: str = field(repr=False)
    timeout: float = 60.0
    is_repeatable = False

    @property
    def name(self) -> str:
        return f"webhook:{hashlib.sha256(self.url.encode()).hexdigest()[:8]}"

    def send(self, message: Message, key: str) -> None:
        """Post the message.

        Raises:
            NotDelivered: no connection, or an answer that says that it was not taken.
            Unclear: it was posted and no answer came back, or a gateway answered for the server.
        """
        where = urlsplit(self.url)
        path = where.path + (f"?{where.query}" if where.query else "")
        try:
            connection = self._connect(where.scheme, where.hostname or "", where.port)
        except (OSError, ValueError) as error:
            is_lasting = isinstance(error, ValueError | ssl.SSLCertVerificationError)
            raise NotDelivered(
                self._hide(f"the webhook cannot be reached: {error}"), may_retry=not is_lasting
            ) from error
        try:
            body = json.dumps({"text": as_text(message)}).encode()
            connection.request("POST", path or "/", body, {"Content-Type": "application/json", "Idempotency-Key": key})
            answer = connection.getresponse()
            said = answer.read(200).decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Unclear(f"the webhook did not answer: {type(error).__name__}") from error
        finally:
            connection.close()
        self._judge(answer.status, said, answer.headers.get("Retry-After") or "")

    def _connect(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme not in ("http", "https") or not host:
            raise ValueError("its address is not one of http or https")
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = kind(host, port, timeout=self.timeout)
        connection.connect()
        return connection

    def _judge(self, status: int, said: str, wait: str) -> None:
        if 200 <= status < 300:
            return
        if status in SAID_BY_A_GATEWAY:
            raise Unclear(f"a gateway before the webhook answered {status}")
        after = float(wait) if wait.isdigit() else 0.0
        may_retry = status == 429 or status >= 500
        raise NotDelivered(self._hide(f"the webhook answered {status} {said}"), may_retry=may_retry, after=after)

    def _hide(self, text: str) -> str:
        return without((self.url, urlsplit(self.url).path.strip("/")), text)


def as_text(message: Message) -> str:
    """Slack's markup: a bold first line, `&<>` escaped, and what was attached elsewhere named with its hash."""
    named = "\n".join(f"- {file.name} (sha256 {file.sha256[:16]})" for file in message.files)
    words = "\n\n".join([*message.paragraphs, *([named] if named else [])])
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(sign, escaped)
    title = message.subject.replace("*", "")
    if len(words) > LONGEST:
        words = words[:LONGEST].rsplit("\n", 1)[0] + "\n- and more: see the site"
    return f"*{title}*\n{words}"
