"""How strong an unseen factor would have to be."""

from __future__ import annotations


def e_value(risk_ratio: float) -> float:
    """Least risk ratio of an unseen factor with both routing and outcome that would explain a ratio away.

    Args:
        risk_ratio: above 0; below 1 its inverse is taken.

    Raises:
        ValueError: not above 0.

    Source: VanderWeele and Ding (2017): RR + sqrt(RR (RR - 1)).
    """
    if not risk_ratio > 0:
        raise ValueError("a risk ratio is above 0")
    ratio = max(risk_ratio, 1 / risk_ratio)
    return ratio + (ratio * (ratio - 1)) ** 0.5
