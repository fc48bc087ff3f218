"""Great Expectations, imported safely.

It imports pyspark where that is installed, and pyspark's Connect client ends the interpreter (`sys.exit`) when one of
its optional packages is missing. Nothing here needs Spark: hide it while Great Expectations is being imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without_spark() -> Iterator[None]:
    present = "pyspark" in sys.modules
    if not present:
        sys.modules["pyspark"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if not present:
            sys.modules.pop("pyspark", None)


os.environ["GX_ANALYTICS_ENABLED"] = "false"
with _without_spark():
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.metadata_types import FailureSeverity as Severity

__all__ = ["ProgressBarsConfig", "Severity", "gx", "gxe"]
