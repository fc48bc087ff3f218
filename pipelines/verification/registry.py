"""Which function answers for an entry of a file of reference values."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]
FUNCTIONS: dict[str, Function] = {}
# One module per subject; each registers its functions when it is imported.
SUBJECTS = (
    "agreement",
    "capacity",
    "changes",
    "clocks",
    "comparison",
    "conduct",
    "forecasts",
    "graph",
    "handling",
    "intervals",
    "maturity",
    "money",
    "people",
    "queues",
    "resolution",
)


def verifies(function: Function) -> Function:
    """Register a function under its own name; its parameters are the entry's inputs."""
    FUNCTIONS[function.__name__] = function
    return function


def registered() -> dict[str, Function]:
    """Every function that can be verified, by name."""
    for subject in SUBJECTS:
        importlib.import_module(f"pipelines.verification.{subject}")
    return FUNCTIONS
