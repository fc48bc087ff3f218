"""What a gate found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.errors import HavenError

CRITICAL = "critical"


@dataclass(frozen=True)
class GateResult:
    """One expectation's verdict on one table. `severity` critical stops publishing; warning and info do not."""

    suite: str
    door: str
    schema_name: str
    table_name: str
    expectation: str
    column_name: str | None
    success: bool
    observed: str | None
    unexpected_count: int | None
    severity: str
    description: str

    @property
    def stops_publishing(self) -> bool:
        return not self.success and self.severity == CRITICAL

    @property
    def line(self) -> str:
        """Readable without the suite at hand: what was promised of which table, and what was seen."""
        seen = f" (seen: {self.observed})" if self.observed else ""
        return f"{self.schema_name}.{self.table_name}: {self.description}{seen}"


@dataclass(frozen=True)
class GateReport:
    """All verdicts of one run of one door (`raw` or `published`)."""

    door: str
    checked_at: datetime
    results: tuple[GateResult, ...]
    docs: Path
    seconds: float

    @property
    def failures(self) -> list[GateResult]:
        return [result for result in self.results if result.stops_publishing]

    @property
    def warnings(self) -> list[GateResult]:
        return [result for result in self.results if not result.success and not result.stops_publishing]

    @property
    def passed(self) -> bool:
        return not self.failures

    def raise_if_failed(self) -> None:
        """Raises HavenError naming the first broken promise when the gate failed."""
        if self.passed:
            return
        others = f" (and {len(self.failures) - 1} more)" if len(self.failures) > 1 else ""
        raise HavenError(
            f"the {self.door} gate failed{others}: {self.failures[0].line}",
            f"See {self.docs}. What was published is untouched.",
        )
