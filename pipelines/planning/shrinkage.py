"""From agents needed on the line to agents on the schedule."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pipelines.planning.arrays import Ints, nonnegative


def shrinkage_gross_up(agents: ArrayLike, shrinkage: ArrayLike) -> Ints:
    """ceil(N / (1 - shrinkage)) agents on the schedule, any shape, broadcast.

    Multiplying by 1 + shrinkage would leave too few: 130 scheduled at 30 % leave 91, and 91 x 1.3 is 119.

    Args:
        agents: needed on the line, 0 or more; shrinkage: share of paid time off the line, in [0, 1).

    Raises:
        ValueError: a value outside its range.
    """
    needed, lost = nonnegative(agents, "agents"), nonnegative(shrinkage, "shrinkage")
    if (lost >= 1).any():
        raise ValueError("shrinkage must lie in [0, 1)")
    # The margin keeps 14 / 0.7 at 20: in binary fractions it is a hair above.
    return np.ceil(needed / (1 - lost) - 1e-9).astype(np.int64)


def combined_shrinkage(external: float, internal: float) -> float:
    """1 - (1 - external)(1 - internal of those present); adding the two overstates.

    Args:
        external: absence and leave / paid; internal: breaks, training, coaching, meetings / attended.

    Raises:
        ValueError: outside [0, 1].
    """
    if not (0 <= external <= 1 and 0 <= internal <= 1):
        raise ValueError("shrinkage must lie in [0, 1]")
    return 1 - (1 - external) * (1 - internal)
