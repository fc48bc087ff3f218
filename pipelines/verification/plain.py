"""Results of the pipeline's functions as plain numbers, the form in which entries give what they expect."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

import numpy as np


def plain(result: Any, **names: str) -> dict[str, Any]:
    """A result's fields as Python numbers and lists; `names` renames a field, as in `explained="explained_ref2"`."""
    if not is_dataclass(result) or isinstance(result, type):
        raise TypeError(f"{type(result).__name__} has no fields")
    return {names.get(key, key): value(found) for key, found in asdict(result).items()}


def value(found: Any) -> Any:
    """Arrays as lists and numbers; what is no finite number, which JSON cannot hold, as null."""
    if isinstance(found, np.ndarray | np.generic):
        return value(found.tolist())
    if isinstance(found, list):
        return [value(each) for each in found]
    return None if isinstance(found, float) and not np.isfinite(found) else found
