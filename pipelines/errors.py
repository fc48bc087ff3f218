"""The one error type a user ever sees: what went wrong and what to do about it."""


class HavenError(Exception):
    """A failure with a known cause and a remedy, printed by the command as one line.

    Args:
        cause: what is wrong, in plain words, without secrets.
        remedy: what the reader can do next.
    """

    def __init__(self, cause: str, remedy: str) -> None:
        self.cause = " ".join(cause.split())
        self.remedy = " ".join(remedy.split())
        super().__init__(f"{self.cause.rstrip('.')}. {self.remedy}")
