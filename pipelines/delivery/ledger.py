"""What was sent to whom: written before an attempt and confirmed after it, so that nothing is sent twice.

One SQLite file in the data folder. An entry that still says `sending` when it is met again was cut off between the two
writes: whether the message arrived cannot be known, and is told instead of guessed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

CREATE = """
create table if not exists deliveries (
    key text primary key, kind text not null, target text not null, about text not null, build text, content text,
    state text not null check (state in ('sending', 'sent', 'failed', 'unclear')),
    attempts integer not null, begun_at text not null, settled_at text, reason text
);
create table if not exists parcels (
    about text, build text, content text, files text not null, data_as_of text, company text, kept_at text not null,
    primary key (about, build, content)
);
create table if not exists digests (
    owner text, day text, subject text not null, paragraphs text not null, alerts text not null,
    is_told integer not null, primary key (owner, day)
);
create table if not exists told (
    owner text, alert_id text, news_key text not null, what text not null, told_on text not null,
    primary key (owner, alert_id)
);
"""


@dataclass(frozen=True)
class Delivery:
    """One message to one target. `about` is the period, or the owner and day; `content` the hash of what is sent."""

    kind: str
    target: str
    about: str
    build: str
    content: str

    @property
    def key(self) -> str:
        parts = (self.kind, self.target, self.about, self.build, self.content)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


class Ledger:
    """The open ledger. Every write is on the disk before the method returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma synchronous = full")
        self._connection.executescript(CREATE)

    def close(self) -> None:
        self._connection.close()

    def begin(self, delivery: Delivery, *, is_repeatable: bool) -> str:
        """`go` when an attempt may be made, and is noted; else the state that forbids it: sent or unclear."""
        with self._writing():
            row = self._connection.execute("select state from deliveries where key = ?", [delivery.key]).fetchone()
            state = row["state"] if row else None
            if state == "sending" and not is_repeatable:
                self._settle(delivery, "unclear", "the process ended between sending it and noting that it was sent")
                return "unclear"
            if state in ("sent", "unclear"):
                return str(state)
            now = _now()
            named = [delivery.key, delivery.kind, delivery.target, delivery.about, delivery.build, delivery.content]
            self._connection.execute(
                """insert into deliveries values (?, ?, ?, ?, ?, ?, 'sending', 1, ?, null, null)
                   on conflict (key) do update set state = 'sending', attempts = attempts + 1, begun_at = ?,
                       settled_at = null, reason = null""",
                [*named, now, now],
            )
            return "go"

    def settle(self, delivery: Delivery, state: str, reason: str | None = None) -> None:
        """Note how the attempt ended: sent, failed or unclear."""
        with self._writing():
            self._settle(delivery, state, reason)

    def state(self, delivery: Delivery) -> str | None:
        row = self._connection.execute("select state from deliveries where key = ?", [delivery.key]).fetchone()
        return str(row["state"]) if row else None

    def sent_before(self, kind: str, target: str, about: str) -> datetime | None:
        """When something of this kind about this was last confirmed by the target."""
        row = self._connection.execute(
            "select max(settled_at) as at from deliveries "
            "where state = 'sent' and kind = ? and target = ? and about = ?",
            [kind, target, about],
        ).fetchone()
        return datetime.fromisoformat(row["at"]) if row["at"] else None

    def deliveries(self, kind: str) -> list[dict[str, Any]]:
        rows = self._connection.execute("select * from deliveries where kind = ? order by begun_at, target", [kind])
        return [dict(row) for row in rows]

    def keep_parcel(self, about: str, build: str, content: str, files: Mapping[str, str], **facts: str) -> None:
        """Note what a report consisted of: names and hashes; once."""
        with self._writing():
            self._connection.execute(
                "insert or ignore into parcels values (?, ?, ?, ?, ?, ?, ?)",
                [about, build, content, json.dumps(files), facts.get("data_as_of"), facts.get("company"), _now()],
            )

    def parcels(self) -> list[dict[str, Any]]:
        """Every report that was sent, or tried, the newest first."""
        rows = self._connection.execute("select * from parcels order by kept_at desc, about")
        return [{**dict(row), "files": json.loads(row["files"])} for row in rows]

    def told(self, owner: str) -> dict[str, dict[str, str]]:
        """Alerts an owner knows of: alert_id -> news_key and what it said."""
        rows = self._connection.execute("select * from told where owner = ?", [owner])
        return {row["alert_id"]: dict(row) for row in rows}

    def owners_told(self) -> set[str]:
        return {row["owner"] for row in self._connection.execute("select distinct owner from told")}

    def digest(self, owner: str, day: date) -> dict[str, Any] | None:
        """What was written for an owner on a day: one digest, whatever happens later that day."""
        row = self._connection.execute(
            "select * from digests where owner = ? and day = ?", [owner, day.isoformat()]
        ).fetchone()
        if row is None:
            return None
        return {**dict(row), "paragraphs": json.loads(row["paragraphs"]), "alerts": json.loads(row["alerts"])}

    def freeze_digest(
        self, owner: str, day: date, subject: str, paragraphs: tuple[str, ...], alerts: Mapping[str, Any]
    ) -> None:
        with self._writing():
            self._connection.execute(
                "insert into digests values (?, ?, ?, ?, ?, 0)",
                [owner, day.isoformat(), subject, json.dumps(paragraphs), json.dumps(alerts)],
            )

    def confirm_digest(self, owner: str, day: date) -> None:
        """Some target confirmed it: from now on its alerts are known, and those it called over are forgotten."""
        digest = self.digest(owner, day)
        if digest is None or digest["is_told"]:
            return
        with self._writing():
            for alert_id, entry in digest["alerts"]["told"].items():
                self._connection.execute(
                    "insert or replace into told values (?, ?, ?, ?, ?)",
                    [owner, alert_id, entry["news_key"], entry["what"], day.isoformat()],
                )
            for alert_id in digest["alerts"]["over"]:
                self._connection.execute("delete from told where owner = ? and alert_id = ?", [owner, alert_id])
            self._connection.execute(
                "update digests set is_told = 1 where owner = ? and day = ?", [owner, day.isoformat()]
            )

    def _settle(self, delivery: Delivery, state: str, reason: str | None) -> None:
        self._connection.execute(
            "update deliveries set state = ?, settled_at = ?, reason = ? where key = ?",
            [state, _now(), reason, delivery.key],
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")


@contextmanager
def open_ledger(data_dir: Path) -> Iterator[Ledger]:
    with closing(Ledger(data_dir / "delivery" / "ledger.sqlite")) as ledger:
        yield ledger


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
