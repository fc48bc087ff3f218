"""How an attempt can end when it does not end well: surely not delivered, or nobody can tell."""

from __future__ import annotations


class NotDelivered(Exception):
    """The message surely did not arrive. `may_retry`: the cause may pass; `after`: seconds the other side asked for."""

    def __init__(self, reason: str, *, may_retry: bool = True, after: float = 0.0) -> None:
        self.reason = " ".join(reason.split())[:300]
        self.may_retry = may_retry
        self.after = after
        super().__init__(self.reason)


class Unclear(Exception):
    """The message was handed over and no answer came back: it may have arrived, so it is not sent again."""

    def __init__(self, reason: str) -> None:
        self.reason = " ".join(reason.split())[:300]
        super().__init__(self.reason)


def without(secrets: tuple[str | None, ...], text: str) -> str:
    """The text with every secret blotted out: other sides like to repeat what they were given."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text
