"""Sends what was published to those who read it elsewhere: the board report and a daily digest of alerts.

Nothing here knows Dagster. Every message goes through the ledger (`ledger.py`), so that a retry never sends twice.
"""

from pipelines.delivery.alerts import deliver_digests
from pipelines.delivery.notice import tell_failure
from pipelines.delivery.report import deliver_report
from pipelines.delivery.targets import Targets, load_targets

__all__ = ["Targets", "deliver_digests", "deliver_report", "load_targets", "tell_failure"]
