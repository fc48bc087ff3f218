"""What a redacted vCon was made from loses words and parties in every version that was loaded.

A redacted vCon has a uuid of its own and names the one that it was made from. That one, those that it was made from
in turn, and what was only amended from any of them still hold the words; so do the versions before it, where a file was
redacted in its place. Of each stays that it was, and when (`bare`).
"""

from __future__ import annotations

import json

import duckdb

from pipelines.redaction.covering import Changes
from pipelines.sources.raw import to_text
from pipelines.sources.vcon.spelling import bare
from pipelines.warehouse import tables

TABLE = "raw_vcon.vcons"
# Of each vCon that was made from another: its own uuid, that one's, and whether it was redacted.
LINKS = f"""
    select record_key, json_extract_string(record, '$.replaces'), json_extract(record, '$.is_redacted')::boolean
    from {TABLE} where contains(record, '"replaces":"')
"""
LEGIBLE = f"""
    select legible._row_id, legible.record from {TABLE} as legible
    left join (
        select record_key, max(known_at) as redacted_at from {TABLE}
        where contains(record, '"is_redacted":true') group by record_key
    ) as in_place using (record_key)
    where not contains(legible.record, '"is_bare":true') and (
        list_contains($uuids, record_key)
        or (contains(legible.record, '"is_redacted":false') and legible.known_at < in_place.redacted_at)
    )
"""


def changes(connection: duckdb.DuckDBPyConnection) -> dict[str, Changes]:
    """By table, the records that have to become bare, and are not yet."""
    if "vcons" not in tables(connection, "raw_vcon"):
        return {}
    uuids = unredacted(connection.execute(LINKS).fetchall())
    rows = connection.execute(LEGIBLE, {"uuids": sorted(uuids)}).fetchall()
    return {TABLE: [(to_text(bare(json.loads(text))), row_id) for row_id, text in rows]}


def unredacted(links: list[tuple[str, str, bool]]) -> set[str]:
    """The uuids of vCons that hold what was redacted: what redacted ones were made from, and what else was made of it.

    `links` are (uuid, the uuid of what it was made from, whether by redaction). What was amended from a redacted one
    holds what that one may show.
    """
    origin = {uuid: replaced for uuid, replaced, _ in links}
    found: set[str] = set()
    for uuid, replaced, is_redacted in links:
        step: str | None = replaced if is_redacted else None
        while step is not None and step not in found and step != uuid:
            found.add(step)
            step = origin.get(step)
    amended = [(uuid, replaced) for uuid, replaced, is_redacted in links if not is_redacted]
    while more := {uuid for uuid, replaced in amended if replaced in found} - found:
        found |= more
    return found
