"""Why a JSON object is not taken for a vCon, and what of it may be shown."""

from __future__ import annotations

import re
from typing import Any

# Extensions that are understood here; a vCon may demand (`critical`) that whoever reads it knows some.
KNOWN = frozenset({"CC"})
# Sound, signed and encrypted contents: long words of base64, with either alphabet.
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{200,}={0,2}")
# What follows an address of the web may open what lies there.
OPENING = re.compile(r"(?<=://)([^\s\"?]+)\?[^\s\"]*")
# Names of what it was made from, in this version of the draft and in others.
REDACTED = ("redacted", "redacted_from")
AMENDED = ("amended", "amended_from", "appended")


def reason_against(told: dict[str, Any]) -> str | None:
    """The reason for setting it aside, None if there is none."""
    if "payload" in told and ("signatures" in told or "signature" in told):
        return "it is signed (JWS): verify it, and put the vCon in its payload into the folder in its place"
    if "ciphertext" in told:
        return "it is encrypted (JWE): decrypt it, and put the vCon that it holds into the folder in its place"
    if not isinstance(told.get("uuid"), str) or not told["uuid"].strip():
        return "it is no vCon: it has no uuid"
    if not isinstance(told.get("parties") or told.get("dialog"), list):
        return "it is no vCon: it has neither parties nor dialogs"
    if any(not isinstance(told.get(name) or [], list) for name in ("parties", "dialog", "analysis")):
        return "it is no vCon: its parties, dialogs or analyses are no list"
    if made_from(told, REDACTED) is not None and made_from(told, AMENDED) is not None:
        return "it says that it is redacted and amended, which exclude each other"
    critical = told.get("critical") or []
    unknown = {str(name) for name in (critical if isinstance(critical, list) else [critical])} - KNOWN
    if unknown:
        return f"it demands extensions that are not known here: {', '.join(sorted(unknown))}"
    return None


def made_from(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any] | None:
    """What it says of the vCon that it was made from. Older writers put an empty object where they say nothing."""
    return next((told[name] for name in names if isinstance(told.get(name), dict) and told[name]), None)


def without_encoded(text: str) -> str:
    """The text without sound, without what is signed or encrypted (only how long that was stays), and without keys."""
    return OPENING.sub(r"\1", ENCODED.sub(lambda found: f"[{len(found[0])} characters left out]", text))
