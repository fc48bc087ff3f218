"""What an AI would have to keep of each intent for a given share of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.blended import IntentLoad
from pipelines.statistics.arrays import vector

HALVINGS = 60


def kept_share(intents: Sequence[IntentLoad]) -> float:
    """Share of all contacts that end with the AI; 0 where nothing comes."""
    volume = sum(intent.contacts for intent in intents)
    kept = sum(intent.contacts * intent.ai_attempt * intent.ai_contain for intent in intents)
    return kept / volume if volume else 0.0


def with_share(intents: Sequence[IntentLoad], share: float, ease: ArrayLike) -> list[IntentLoad]:
    """The same intents when the AI keeps `share` of everything.

    More is taken where it is easy: each intent gives up a part of what people still have in proportion to `ease`, so
    that what is left is harder. Less is given back everywhere alike. The share of today changes nothing.

    Args:
        intents: as they are today.
        share: of all contacts, in [0, 1].
        ease: shape (k,), above 0: how well the AI keeps each intent where it tries.

    Raises:
        ValueError: a share outside its range, or an ease that is not above 0.

    Source: attempts p and containment k are raised together, p' = p + (1 - p) x and p' k' = c + (1 - c) x with c = p k,
    x = min(1, t ease): both reach 1 with x, and k' never falls.
    """
    weight = vector(ease, "ease")
    if not 0 <= share <= 1 or (weight <= 0).any() or weight.size != len(intents):
        raise ValueError("a share lies in [0, 1], and each intent has an ease above 0")
    today = kept_share(intents)
    if share <= today:
        part = share / today if today else 1.0
        return [replace(intent, ai_attempt=intent.ai_attempt * part) for intent in intents]
    v = np.array([intent.contacts for intent in intents])
    c = np.array([intent.ai_attempt * intent.ai_contain for intent in intents])

    def lifted(strength: float) -> np.ndarray:
        return np.minimum(1.0, strength * weight)

    low, high = 0.0, float(1 / weight.min())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if v @ (c + (1 - c) * lifted(middle)) < share * v.sum():
            low = middle
        else:
            high = middle
    return [
        replace(intent, ai_attempt=attempt, ai_contain=min(kept / attempt, 1.0) if attempt else 0.0)
        for intent, attempt, kept in zip(
            intents,
            [i.ai_attempt + (1 - i.ai_attempt) * x for i, x in zip(intents, lifted(high), strict=True)],
            (c + (1 - c) * lifted(high)).tolist(),
            strict=True,
        )
    ]
