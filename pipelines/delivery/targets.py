"""Who gets what: the targets, from the same configuration as the sources (environment, config.toml, secrets.toml)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.delivery.folder import Folder
from pipelines.delivery.sending import Target
from pipelines.delivery.smtp import Email, Server
from pipelines.delivery.webhook import Webhook
from pipelines.errors import HavenError

SECURITIES = {"starttls": 587, "tls": 465, "none": 25}
LAST_DUE_DAY = 28


@dataclass(frozen=True)
class Targets:
    """`owner` answers for delivery and hears of what fails; `owners` are the addresses of the roles of the register.

    `due_day`: day of the month by whose end the report of the month before is to be sent. `formats`: parts of file
    names; empty sends every file of the report.
    """

    server: Server | None = None
    to: tuple[str, ...] = ()
    folder: Path | None = None
    webhook: str | None = field(default=None, repr=False)
    owner: str | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    site_url: str | None = None
    due_day: int = 3

    @property
    def shared(self) -> list[Target]:
        """Targets that get every message."""
        folder: list[Target] = [Folder(self.folder)] if self.folder else []
        return folder + ([Webhook(self.webhook)] if self.webhook else [])

    @property
    def of_reports(self) -> list[Target]:
        return self._emails(self.to) + self.shared

    @property
    def of_failures(self) -> list[Target]:
        return self._emails([self.owner] if self.owner else []) + self.shared

    def of_digests(self, role: str) -> list[Target]:
        """The role's own address, else that of the owner of delivery, and the shared targets."""
        address = self.owners.get(role_key(role)) or self.owner
        return self._emails([address] if address else []) + self.shared

    @property
    def is_set_up(self) -> bool:
        return bool(self.of_reports or self.of_failures or (self.server and self.owners))

    def _emails(self, addresses: Sequence[str]) -> list[Target]:
        return [Email(self.server, address) for address in addresses] if self.server else []


def role_key(role: str) -> str:
    """`Head of support` -> head_of_support, as settings spell it."""
    return re.sub(r"[^a-z0-9]+", "_", role.lower()).strip("_")


def load_targets() -> Targets:
    """Read `delivery.*`: DELIVERY__EMAIL__HOST and so on, or a section `[delivery.email]` of a file.

    Raises:
        HavenError: a setting is missing or is not what it should be.
    """
    server = _server()
    to = _listed("email.to")
    owner = _text("owner") or (to[0] if to else None)
    folder = _text("folder.path")
    due_day = _whole("due_day", Targets.due_day)
    if not 1 <= due_day <= LAST_DUE_DAY:
        raise _wrong("due_day", f"a day from 1 to {LAST_DUE_DAY}")
    if (to or _text("owner")) and server is None:
        raise HavenError("an e-mail address is set but no mail server", f"Set {variable('email.host')}.")
    return Targets(
        server=server,
        to=to,
        folder=Path(folder).expanduser().resolve() if folder else None,
        webhook=_text("webhook.url"),
        owner=owner,
        owners=_owners(),
        formats=_listed("formats"),
        site_url=_text("site_url"),
        due_day=due_day,
    )


def variable(setting: str) -> str:
    """The environment variable of a setting."""
    return f"DELIVERY__{setting.upper().replace('.', '__')}"


def _server() -> Server | None:
    host = _text("email.host")
    if host is None:
        return None
    security = (_text("email.security") or "starttls").lower()
    if security not in SECURITIES:
        raise _wrong("email.security", " or ".join(SECURITIES))
    sender = _text("email.sender") or _text("email.user")
    if sender is None:
        raise HavenError("the mail server is set but no sender", f"Set {variable('email.sender')}.")
    return Server(
        host=host,
        port=_whole("email.port", SECURITIES[security]),
        sender=sender,
        security=security,
        user=_text("email.user"),
        password=_text("email.password"),
        ca_file=_text("email.ca_file"),
        timeout=float(_whole("email.timeout", 60)),
    )


def _owners() -> dict[str, str]:
    """The table `delivery.owners`: from a file as it stands, from the environment one variable per role."""
    import os

    prefix = variable("owners.")
    given = {
        name.removeprefix(prefix): value for name, value in os.environ.items() if name.startswith(prefix) and value
    }
    table = _get("owners")
    named = dict(table) if isinstance(table, Mapping) else {}
    return {role_key(role): str(address) for role, address in {**named, **given}.items() if address}


def _listed(setting: str) -> tuple[str, ...]:
    """A list of a file, or a text with commas."""
    value = _get(setting)
    parts = value.split(",") if isinstance(value, str) else value or ()
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _text(setting: str) -> str | None:
    value = _get(setting)
    return str(value).strip() or None if value is not None else None


def _whole(setting: str, default: int) -> int:
    value = _text(setting)
    if value is None:
        return default
    if not value.isdigit():
        raise _wrong(setting, "a whole number")
    return int(value)


def _wrong(setting: str, wanted: str) -> HavenError:
    return HavenError(f"the setting {variable(setting)} is not {wanted}", f"Set it to {wanted}.")


def _get(setting: str) -> Any:
    """The value as given, not guessed at: a password of digits stays a text."""
    import os

    import dlt

    return os.environ.get(variable(setting)) or dlt.secrets.get(f"delivery.{setting}")
