"""A threshold that is a number is compared by the machine; one that is not is known by name."""

from __future__ import annotations

import re

from pipelines.settings import ROOT
from tests.registers.conftest import seed

CROSSINGS = ROOT / "dbt_project" / "models" / "marts" / "steps" / "int_threshold_crossings.sql"
PLAIN = re.compile(r"(above|below) \d+(\.\d+)?( %| s| of 100| of 7| in 1000)?( for (people|the AI))?")
# Read by people: a comparison of two numbers, a trend, or a bound on both sides.
FOR_READERS = {
    "contacts",
    "volume_share",
    "csat_response_rate",
    "cost_per_contact",
    "cost_per_verified",
    "path_transfer_warm",
    "path_transfer_cold",
    "effort_index_mean",
    "governance_override",
    "context_fresh",
    "context_age_p50",
    "leaving_after_change",
}


def test_every_threshold_of_a_watched_mart_is_compared_or_known_to_be_for_readers() -> None:
    watched = set(re.findall(r"^    \['(\w+)'", CROSSINGS.read_text(), flags=re.M))
    assert len(watched) == 14
    unread = {
        row["metric"]
        for row in seed("metric_register")
        if row["mart"] in watched and not PLAIN.fullmatch(row["threshold"])
    }
    assert unread == FOR_READERS
