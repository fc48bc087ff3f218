from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from pipelines.benchmarks.load import invented_records, measure


@pytest.mark.parametrize("load", ["flat", "nested"])
def test_both_loads_of_the_benchmark_run_in_a_process_of_their_own(load: str, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in invented_records(20)))
    seconds, cpu_seconds, peak_mb = measure(load, records, tmp_path)
    assert cpu_seconds > 0 and seconds > 0 and 50 < peak_mb < 4_000
