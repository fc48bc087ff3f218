"""OTLP/JSON: export requests in files, and the GenAI spans in a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipelines.sources.folders import File, json_object, lines_in

GEN_AI = "gen_ai."
CONTENTS = (
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.prompt",
    "gen_ai.completion",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.call.result",
    "gen_ai.tool.definitions",
    "gen_ai.retrieval.query.text",
    "gen_ai.retrieval.documents",
)


def requests_in(file: File, reject: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """The export requests of one file: the file itself, or its lines. What cannot be read is handed to `reject`."""
    if file.name.endswith(".json") and (whole := json_object(file.path.read_bytes())) is not None:
        yield whole
        return
    for line in lines_in(file):
        request = json_object(line)
        if request is None:
            reject(line.decode(errors="replace"))
        else:
            yield request


def spans_of(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One flat record per span that has to do with generative AI."""
    for resource_spans in request.get("resourceSpans") or ():
        resource = _plain((resource_spans.get("resource") or {}).get("attributes"))
        for scope_spans in resource_spans.get("scopeSpans") or ():
            for span in scope_spans.get("spans") or ():
                attributes = _plain(span.get("attributes"))
                if any(name.startswith(GEN_AI) for name in attributes):
                    yield {
                        "trace_id": span.get("traceId"),
                        "span_id": span.get("spanId"),
                        "parent_span_id": span.get("parentSpanId") or None,
                        "name": span.get("name"),
                        # 64-bit numbers come as text, as the encoding demands, and stay so.
                        "start_nanos": _text(span.get("startTimeUnixNano")),
                        "end_nanos": _text(span.get("endTimeUnixNano")),
                        "status": (span.get("status") or {}).get("code"),
                        "attributes": _named(attributes),
                        "resource": _named(resource),
                    }


def _plain(attributes: list[dict[str, Any]] | None) -> dict[str, Any]:
    """`[{key, value: {<kind>Value: v}}]` as a map of plain values; contents left out."""
    return {
        attribute["key"]: _value(attribute.get("value") or {})
        for attribute in attributes or ()
        if "key" in attribute and attribute["key"] not in CONTENTS
    }


def _value(value: dict[str, Any]) -> Any:
    if "arrayValue" in value:
        return [_value(item) for item in value["arrayValue"].get("values") or ()]
    if "intValue" in value:
        return int(value["intValue"])
    return next(iter(value.values()), None)


def _named(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name.replace(".", "_"): value for name, value in attributes.items()}


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)
