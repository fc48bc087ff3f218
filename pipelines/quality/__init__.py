"""The two doors: Great Expectations judges what arrived and what is about to be published.

Importing this package is light; Great Expectations itself (several seconds) is imported when a gate runs.
"""

from pipelines.quality.report import GateReport, GateResult
from pipelines.quality.run import run_gates

__all__ = ["GateReport", "GateResult", "run_gates"]
