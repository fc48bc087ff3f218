"""vCons: conversations of people and bots in the open format of the IETF, from files.

What        files `.json` (one vCon a file), `.jsonl` and `.ndjson` (one a line), in any sub-folder. Members as in
            draft-ietf-vcon-vcon-core, with roles and interactions of its contact-centre extension (CC). [documented; a
            draft: names of earlier and later versions are read, too: `mimetype`, `appended`, `amended_from`, ...]
Where       SOURCES__VCON__PATH
Key         `uuid`.
Cursor      `updated_at`, else `created_at`. A file that was read before (same name, same SHA-256) is not read again.
Kept        parties without proofs and places of residence; dialogs, of text dialogs the words; what analyses are of,
            and the body of a verdict (type `report`, schema `resolution-verdict-1`: `label`, `kind`). [inferred:
            the format has no member for an outcome] Sound, transcripts, subjects and attachments are left out: no model
            reads them, and customers' words lie in them. What stands behind a `url` is not fetched.
Spelt once  a dialog's `parties` is a list of places; its `originator` is who speaks, else the first of them;
            `with_customer` says whether the customer is among them. `customer` is the place of the party that has
            this role, else of the only one that is no bot and has no role; null where that is nobody, or several.
Replaced    a vCon that is `redacted` or `amended` names the one that it was made from (`replaces`). That one is no
            conversation of its own any more: it counts as a duplicate, without events. After every load, what a
            redacted one was made from loses words and parties in every version: `pipelines/redaction/vcons.py`.
Whose       a dialog whose `application` names a helpdesk (zendesk, freshdesk, gorgias, intercom) has in
            `interaction_id` the ticket that this conversation is, seen from there. [inferred]
Guards      Set aside, with the reason: what is no JSON object, has no uuid, or neither parties nor dialogs; is both
            redacted and amended; is signed or encrypted; demands an extension that is not known here.
Not known   Status, intent, language and ratings; when a verdict was given; when a call without a history was answered.
Tables      vcons
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa

from pipelines.sources.folders import File, files_in, fresh_files, json_object, lines_in
from pipelines.sources.raw import Run, field_text, quarantine_resource, raw_batches, raw_resource
from pipelines.sources.vcon.checks import reason_against, without_encoded
from pipelines.sources.vcon.spelling import spelt_once

SUFFIXES = (".json", ".jsonl", ".ndjson")


@dlt.source(name="vcon", section="vcon", max_table_nesting=0)
def vcon(path: str = dlt.config.value, run: Run | None = None) -> Any:
    """The vCons of one folder."""
    run = run or Run.begin()
    files = files_in(Path(path).expanduser().resolve(), "vcon", SUFFIXES)

    def vcons() -> Iterator[pa.Table]:
        state = dlt.current.resource_state("vcons")
        records = (told for file in fresh_files(files, state) for told in _accepted(file, run))
        yield from raw_batches(run, "vcons", records, key=field_text("uuid"), cursor=_changed_at)

    yield raw_resource("vcons", vcons)
    yield quarantine_resource(run)


def _accepted(file: File, run: Run) -> Iterator[dict[str, Any]]:
    """The vCons of one file, spelt in one way; what is none is rejected."""
    texts = [file.path.read_bytes()] if file.name.endswith(".json") else lines_in(file)
    for text in texts:
        told = json_object(text)
        reason = "it is no JSON object" if told is None else reason_against(told)
        if told is None or reason:
            run.reject("vcons", reason or "", without_encoded(text.decode(errors="replace")))
        else:
            yield spelt_once(told)


def _changed_at(told: dict[str, Any]) -> Any:
    return told.get("updated_at") or told.get("created_at")
