"""E-mail over SMTP, one message per recipient: one refused address holds up nobody else."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipelines.delivery.message import Message, as_email
from pipelines.delivery.outcome import NotDelivered, Unclear, without


@dataclass(frozen=True)
class Server:
    """`security` is starttls, tls (from the first byte) or none; `ca_file` is for a server with an own authority."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float = 60.0


@dataclass(frozen=True)
class Email:
    """One recipient. A second copy cannot be taken back, so an unclear attempt is not repeated."""

    server: Server
    to: str
    is_repeatable = False

    @property
    def name(self) -> str:
        return f"email:{self.to}"

    def send(self, message: Message, key: str) -> None:
        """Hand the message over.

        Raises:
            NotDelivered: before the server had the whole message, or it answered that it did not take it.
            Unclear: the connection broke between the message and the server's answer.
        """
        whole = as_email(message, self.server.sender, self.to, key, datetime.now(UTC))
        server = self._connect()
        try:
            self._hand_over(server, whole)
        finally:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connect(self) -> smtplib.SMTP:
        given = self.server
        server: smtplib.SMTP | None = None
        try:
            if given.security == "tls":
                server = smtplib.SMTP_SSL(given.host, given.port, timeout=given.timeout, context=self._context())
            else:
                server = smtplib.SMTP(given.host, given.port, timeout=given.timeout)
            if given.security == "starttls":
                server.starttls(context=self._context())
            if given.user and given.password:
                server.login(given.user, given.password)
            server.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            raise self._refused(error) from error
        return server

    def _hand_over(self, server: smtplib.SMTP, whole: bytes) -> None:
        try:
            for code, answer in (server.mail(self.server.sender), server.rcpt(self.to)):
                if code >= 400:
                    raise smtplib.SMTPResponseException(code, answer)
        except (smtplib.SMTPException, OSError) as error:
            raise self._refused(error) from error
        try:
            code, answer = server.data(whole)
        except smtplib.SMTPDataError as error:
            raise self._refused(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unclear(f"the mail server did not confirm it: {type(error).__name__}") from error
        if code != 250:
            raise self._refused(smtplib.SMTPResponseException(code, answer))

    def _context(self) -> ssl.SSLContext:
        if self.server.ca_file and not Path(self.server.ca_file).is_file():
            raise NotDelivered(f"the authority file {self.server.ca_file} does not exist", may_retry=False)
        return ssl.create_default_context(cafile=self.server.ca_file)

    def _refused(self, error: Exception) -> NotDelivered:
        """A code from 500 on, a bad certificate and a missing ability will not pass by waiting."""
        if isinstance(error, smtplib.SMTPResponseException):
            said = (
                error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
            )
            reason, may_retry = f"the mail server answered {error.smtp_code} {said}", error.smtp_code < 500
        else:
            reason = f"the mail server {self.server.host}:{self.server.port} could not be used: {error}"
            may_retry = not isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)
        return NotDelivered(without((self.server.password,), reason), may_retry=may_retry)
