"""One vCon in one spelling, without its contents: lists of places, who speaks, who the customer is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from pipelines.sources.folders import json_object
from pipelines.sources.vcon.checks import AMENDED, REDACTED, made_from

LEFT_OUT = frozenset({"subject", "attachments", "group", *REDACTED, *AMENDED})
OF_PARTIES = frozenset({"stir", "validation", "gmlpos", "civicaddress"})
OF_CONTENTS = frozenset({"body", "encoding", "url", "content_hash", "filename", "mimetype"})
VERDICT = "resolution-verdict-1"

Record = dict[str, Any]


def spelt_once(told: Record) -> Record:
    """A vCon that passed the checks, as it is stored."""
    redacted, amended = made_from(told, REDACTED), made_from(told, AMENDED)
    parties = [_party(party) for party in _objects(told.get("parties"))]
    customer = customer_of(parties)
    return _without(told, LEFT_OUT) | {
        "uuid": told["uuid"].strip().lower(),
        "replaces": _text((redacted or amended or {}).get("uuid"), "").lower() or None,
        "is_redacted": redacted is not None,
        "parties": parties,
        "customer": customer,
        "dialog": [_dialog(dialog, len(parties), customer) for dialog in _objects(told.get("dialog"))],
        "analysis": [_analysis(analysis) for analysis in _objects(told.get("analysis"))],
    }


def bare(record: Record) -> Record:
    """What is left of a stored vCon that a redacted one replaces: that there was a conversation, and when."""
    kept = {name: record.get(name) for name in ("uuid", "created_at", "updated_at", "replaces", "is_redacted")}
    dialog = [{name: one.get(name) for name in ("type", "start", "interaction_type")} for one in record["dialog"]]
    return kept | {"parties": [], "customer": None, "dialog": dialog, "analysis": [], "is_bare": True}


def customer_of(parties: list[Record]) -> int | None:
    """The place of the customer among the parties."""
    named = [place for place, party in enumerate(parties) if party.get("role") == "customer"]
    if named:
        return named[0]
    others = [
        place
        for place, party in enumerate(parties)
        if any(party.values()) and not party.get("role") and party.get("type") in (None, "person")
    ]
    return others[0] if len(others) == 1 else None


def places(value: Any, count: int) -> list[int]:
    """A place, a list of them or a list of lists, as one list; what is no place of `count` is left out."""
    if isinstance(value, list):
        return list(dict.fromkeys(place for item in value for place in places(item, count)))
    return [value] if type(value) is int and 0 <= value < count else []


def words_of(part: Record) -> str | None:
    """The text that lies in a dialog; None where it is none, or lies elsewhere."""
    body, kind = part.get("body"), _mediatype(part)
    if not isinstance(body, str) or (kind and not kind.startswith("text/")):
        return None
    return _decoded(body) if part.get("encoding") == "base64url" else body


def _party(party: Record) -> Record:
    told = _without(party, OF_PARTIES)
    for name in ("role", "type"):
        told[name] = _text(party.get(name), "").strip().lower() or None
    if isinstance(address := party.get("mailto"), str):
        # An address, or the URL that a mail program would open.
        told["mailto"] = address.strip().lower().removeprefix("mailto:").partition("?")[0]
    return told


def _dialog(dialog: Record, count: int, customer: int | None) -> Record:
    there = places(dialog.get("parties"), count)
    speaker = places(dialog.get("originator"), count) or there
    is_text = dialog.get("type") == "text"
    return _without(dialog, OF_CONTENTS) | {
        "duration": _number(dialog.get("duration")),
        "parties": there,
        "originator": speaker[0] if speaker else None,
        "with_customer": None if customer is None or not there else customer in [*there, *speaker[:1]],
        "transferor": next(iter(places(dialog.get("transferor"), count)), None),
        "mediatype": _mediatype(dialog),
        "party_history": [
            moment | {"party": next(iter(places(moment.get("party"), count)), None)}
            for moment in _objects(dialog.get("party_history"))
        ],
        "body": words_of(dialog) if is_text else None,
    }


def _analysis(analysis: Record) -> Record:
    told = _without(analysis, OF_CONTENTS)
    if (analysis.get("type"), analysis.get("schema")) == ("report", VERDICT):
        verdict = _verdict(analysis)
        told["verdict"] = {name: _text(verdict.get(name), None) for name in ("label", "kind")}
    return told


def _verdict(analysis: Record) -> Record:
    """The report's JSON: as an object, as its text, or as that in base64."""
    body = analysis.get("body")
    if isinstance(body, str):
        text = _decoded(body) if analysis.get("encoding") == "base64url" else body
        body = json_object((text or "").encode())
    return body if isinstance(body, dict) else {}


def _objects(value: Any) -> list[Record]:
    """A list's objects. What is none keeps its place: others point to places."""
    return [item if isinstance(item, dict) else {} for item in value or ()] if isinstance(value, list) else []


def _without(part: Record, names: Iterable[str]) -> Record:
    return {name: value for name, value in part.items() if name not in names}


def _mediatype(part: Record) -> str | None:
    return _text(part.get("mediatype") or part.get("mimetype"), "").strip().lower() or None


def _decoded(body: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _text(value: Any, other: Any) -> Any:
    return value if isinstance(value, str) else other


def _number(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None
