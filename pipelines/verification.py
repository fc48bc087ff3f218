"""`haven verify`: reference values through the pipeline's own formulas.

Each entry names a function, its inputs and what must come out. A function that is a macro runs as SQL in an in-memory
DuckDB, rendered from the macro that the models use.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist
from typing import Any

import duckdb

from pipelines.errors import HavenError
from pipelines.macros import project_macros

Function = Callable[..., Any]
FUNCTIONS: dict[str, Function] = {}
EXACT = {"rel": 0.0, "abs": 0.0}


def verifies(function: Function) -> Function:
    """Register a function under its own name; its parameters are the entry's inputs."""
    FUNCTIONS[function.__name__] = function
    return function


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
    function = FUNCTIONS.get(entry.get("function", ""))
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


def query(sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The one row of a query on an in-memory DuckDB, as a dictionary."""
    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'UTC'")
        result = connection.execute(sql, dict(parameters or {}))
        names = [column[0] for column in result.description]
        row = result.fetchone()
    if row is None:
        raise ValueError("the query returned no row")
    return dict(zip(names, row, strict=True))


def z_of(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@verifies
def wilson(successes: int, n: int, confidence: float = 0.95) -> dict[str, Any]:
    macros, z = project_macros(), z_of(confidence)
    return query(
        f"""select low, high, (low + high) / 2 as centre
            from (select {macros.wilson_low("x", "n", z)} as low, {macros.wilson_high("x", "n", z)} as high
                  from (select {int(successes)} as x, {int(n)} as n) as counts) as bounds"""
    )


@verifies
def newcombe_diff(x1: int, n1: int, x2: int, n2: int, confidence: float = 0.95) -> dict[str, Any]:
    """Newcombe's hybrid score interval of p1 - p2, from the Wilson bounds of each."""
    macros, z = project_macros(), z_of(confidence)
    return query(
        f"""select p1 - p2 as diff,
                   p1 - p2 - sqrt((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2)) as low,
                   p1 - p2 + sqrt((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2)) as high
            from (select x1 / n1 as p1, x2 / n2 as p2,
                         {macros.wilson_low("x1", "n1", z)} as l1, {macros.wilson_high("x1", "n1", z)} as u1,
                         {macros.wilson_low("x2", "n2", z)} as l2, {macros.wilson_high("x2", "n2", z)} as u2
                  from (select {int(x1)} as x1, {int(n1)} as n1,
                               {int(x2)} as x2, {int(n2)} as n2) as counts) as parts"""
    )


@verifies
def service_level(
    answered_within: int, answered_after: int, abandoned_within: int, abandoned_after: int
) -> dict[str, Any]:
    """The four conventions for short abandons, side by side."""
    ratio = project_macros().ratio
    answered, abandoned = "(aw + aa)", "(bw + ba)"
    return query(
        f"""select {answered} + {abandoned} as offered,
                   {ratio("aw", f"({answered} + {abandoned})")} as sl_offered,
                   {ratio("aw", answered)} as sl_answered,
                   {ratio("aw", f"({answered} + ba)")} as sl_excl_short_abandon,
                   {ratio("(aw + bw)", f"({answered} + {abandoned})")} as sl_incl_short_abandon,
                   {ratio(abandoned, f"({answered} + {abandoned})")} as abandon_rate,
                   {ratio("ba", f"({answered} + ba)")} as abandon_rate_excl_short
            from (select {int(answered_within)} as aw, {int(answered_after)} as aa,
                         {int(abandoned_within)} as bw, {int(abandoned_after)} as ba) as calls"""
    )
