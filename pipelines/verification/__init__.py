"""`haven verify`: reference values through the pipeline's own formulas.

Each entry names a function, its inputs and what must come out. What is a macro or a model runs as SQL in an in-memory
DuckDB, rendered from the file that the build uses (`sql.py`); what is Python is the function that the pipeline calls.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import HavenError
from pipelines.verification.registry import registered

EXACT = {"rel": 0.0, "abs": 0.0}


@dataclass
class Outcome:
    """How a file of reference values fared; `failures` has one line per failing entry."""

    total: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return self.total - len(self.failures)


def verify_file(path: Path) -> Outcome:
    """Check every entry of a file.

    Raises:
        HavenError: the file is missing or has another form.
    """
    try:
        entries = json.loads(path.read_text())["values"]
    except OSError as error:
        raise HavenError(f"{path} cannot be read: {error.strerror}", "Name a file of reference values.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise HavenError(f"{path} is no file of reference values", 'It needs a JSON object with "values".') from error
    outcome = Outcome()
    for entry in entries:
        outcome.total += 1
        if reason := failure(entry):
            outcome.failures.append(f"{entry.get('id', '?')} ({entry.get('function', '?')}): {reason}")
    return outcome


def failure(entry: Mapping[str, Any]) -> str | None:
    """Why an entry fails, as one line; null when it agrees."""
    function = registered().get(entry.get("function", ""))
    if function is None:
        return "unknown function"
    try:
        got = function(**entry["inputs"])
    except Exception as error:
        return " ".join(f"{type(error).__name__}: {error}".split())[:300]
    tolerance = entry.get("tolerance") or EXACT
    reasons = list(differences(got, entry["expected"], tolerance))
    for dotted, printed in (entry.get("published") or {}).items():
        seen = _at(got, dotted)
        if not isinstance(seen, int | float) or abs(seen - printed["value"]) > printed["abs_tol"]:
            reasons.append(f"{dotted} is {seen}, the source prints {printed['value']}")
    return "; ".join(reasons[:3]) or None


def differences(got: Any, expected: Any, tolerance: Mapping[str, float], path: str = "") -> Iterator[str]:
    """Where `got` differs from `expected`. Floats agree within max(abs, rel * |expected|); all else must be equal.

    Keys that `got` has beyond the expected ones are not looked at.
    """
    name = path or "result"
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            yield f"{name} is {got!r}, not an object"
            return
        for key, value in expected.items():
            if key not in got:
                yield f"{path}{key} is missing"
            else:
                yield from differences(got[key], value, tolerance, f"{path}{key}.")
    elif isinstance(expected, list):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            yield f"{name.rstrip('.')} is {got!r}, expected {expected!r}"
            return
        for index, (left, right) in enumerate(zip(got, expected, strict=True)):
            yield from differences(left, right, tolerance, f"{path}{index}.")
    elif not agrees(got, expected, tolerance):
        yield f"{name.rstrip('.')} is {got!r}, expected {expected!r}"


def agrees(got: Any, expected: Any, tolerance: Mapping[str, float]) -> bool:
    if isinstance(expected, float) and isinstance(got, int | float) and not isinstance(got, bool):
        allowed = max(tolerance.get("abs", 0.0), tolerance.get("rel", 0.0) * abs(expected))
        return math.isclose(got, expected, rel_tol=0.0, abs_tol=allowed)
    return bool(got == expected) and isinstance(got, bool) == isinstance(expected, bool)


def _at(value: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        try:
            value = value[int(part)] if isinstance(value, list | tuple) else value[part]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return value
