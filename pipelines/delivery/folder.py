"""A folder, for instance a shared drive: each file appears whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.delivery.message import Attachment, Message
from pipelines.delivery.outcome import NotDelivered


@dataclass(frozen=True)
class Folder:
    """Writing the same file again changes nothing, so an attempt that was cut off is simply repeated."""

    path: Path
    is_repeatable = True

    @property
    def name(self) -> str:
        return f"folder:{self.path}"

    def send(self, message: Message, key: str) -> None:
        """Write the files and, last, the message itself into the message's place.

        Raises:
            NotDelivered: the folder cannot be written.
        """
        place = self.path / message.place
        try:
            place.mkdir(parents=True, exist_ok=True)
            for file in (*message.files, Attachment(f"message-{key[:12]}.html", message.page.encode())):
                write_whole(place / file.name, file.content)
        except OSError as error:
            raise NotDelivered(f"{place} cannot be written: {error.strerror}") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename over, so that a reader never sees half a file."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
