"""OpenTelemetry GenAI spans: what an AI of one's own did, step by step, from files of OTLP/JSON.

What        files of the collector's file exporter: `.jsonl` (one export request a line) or `.json` (one a file), in any
            sub-folder. Semantic conventions for generative AI, status Development: old names are read, too.
Where       SOURCES__OTEL__PATH
Key         trace id and span id.
Cursor      The span's end. A file that was read before (same name, same SHA-256) is not read again; of one that grew,
            the spans that are new are appended.
Kept        spans with an attribute `gen_ai.*`, one record each: times, ids, status, and the attributes of span and
            resource as a map, their dots written as underscores. Contents (messages, instructions, arguments and
            results of tools) are left out: no model reads them, and customers' words lie in them.
Whose       a resource attribute `haven.source` (OTEL_RESOURCE_ATTRIBUTES=haven.source=ada) says which system the ids
            of conversations and the versions of the AI are from; without it they are this source's own.
Guards      A line that is no JSON, and a span without its ids, goes to quarantine; the rest is read.
Not known   Money, hand-offs, what a step was decided on. [documented: there are no such attributes]
Tables      spans
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.folders import files_in, fresh_files
from pipelines.sources.otel.spans import requests_in, spans_of
from pipelines.sources.raw import Run, field_text, quarantine_resource, raw_batches, raw_resource


@dlt.source(name="otel", section="otel", max_table_nesting=0)
def otel(path: str = dlt.config.value, run: Run | None = None) -> Any:
    """The spans of one folder."""
    run = run or Run.begin()
    files = files_in(Path(path).expanduser().resolve(), "otel", (".jsonl", ".json"))

    def spans() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("spans")
        records = (
            span
            for file in fresh_files(files, state)
            for request in requests_in(file, lambda text: run.reject("spans", "the line is no JSON object", text))
            for span in spans_of(request)
        )
        yield from raw_batches(run, "spans", records, key=_key, cursor=field_text("end_nanos"))

    yield raw_resource("spans", spans)
    yield quarantine_resource(run)


def _key(span: dict[str, Any]) -> str | None:
    return f"{span['trace_id']}:{span['span_id']}" if span.get("trace_id") and span.get("span_id") else None
