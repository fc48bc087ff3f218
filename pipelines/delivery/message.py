"""One message, whatever carries it: what it says, and the files that go with it."""

from __future__ import annotations

import hashlib
import html
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    '<body style="font:15px/1.5 system-ui,sans-serif;color:#1d252c;max-width:44em;margin:1.5em auto;padding:0 1em">'
    '<h1 style="font-size:1.25em">{title}</h1>{body}</body></html>\n'
)


@dataclass(frozen=True)
class Attachment:
    """A file to send; read once, so that what is hashed is what is sent."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @staticmethod
    def of(path: Path) -> Attachment:
        return Attachment(path.name, path.read_bytes())


@dataclass(frozen=True)
class Message:
    """`place` is where a folder keeps it, like `2026-05`; `paragraphs` are plain text, a list item begins with `- `."""

    subject: str
    paragraphs: tuple[str, ...]
    place: str
    files: tuple[Attachment, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"

    @property
    def page(self) -> str:
        """The same words as a page without style sheets, pictures or requests."""
        return PAGE.format(title=html.escape(self.subject), body="".join(map(_as_html, self.paragraphs)))


def content_hash(files: Sequence[Attachment]) -> str:
    """One name for several files, whatever their order."""
    return hashlib.sha256("\n".join(sorted(f"{file.sha256} {file.name}" for file in files)).encode()).hexdigest()


def as_email(message: Message, sender: str, to: str, key: str, now: datetime) -> bytes:
    """A whole e-mail. Its id is the delivery's key: a copy that a server makes is known as one."""
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, to, message.subject
    email["Date"] = format_datetime(now)
    email["Message-ID"] = f"<{key}@haven.invalid>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.text)
    email.add_alternative(message.page, subtype="html")
    for file in message.files:
        kind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").split("/")
        email.add_attachment(file.content, maintype=kind[0], subtype=kind[1], filename=file.name)
    return email.as_bytes(policy=SMTP)


def _as_html(paragraph: str) -> str:
    lines = [html.escape(line) for line in paragraph.splitlines()]
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"
