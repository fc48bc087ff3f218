"""MaestroQA's files: their headers are not published, so which of them means what is a setting.

[observed] marks what public clients of the API read in such files, or in the vendor's own tables; the others are
[inferred] and will have to be set.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipelines.errors import HavenError
from pipelines.sources.raw import sha256, to_text

SETTING = "SOURCES__MAESTROQA__COLUMN_HEADERS"
# Our name, and the header that stands for it unless the setting says otherwise.
DEFAULTS = {
    "ticket_id": "gradable_id",  # [observed] what was graded: the helpdesk's ticket
    "helpdesk": "helpdesk",  # [inferred] whose ticket, like `zendesk`
    "agent_id": "agent_id",  # [observed]
    "agent_email": "agent_email",  # [observed]
    "agent_name": "agent_name",  # [observed]
    "rubric_id": "rubric_id",  # [observed]
    "grader": "grader",  # [observed]
    "grade_type": "grade_type",  # [observed] its words are in the seed `grade_type_mapping`
    "graded_at": "date_graded",  # [observed]
    "is_deleted": "is_deleted",  # [observed] a grade that was taken back
    "section_id": "section_id",  # [observed]
    "question_id": "question_id",  # [observed]
    "question": "question",  # [inferred]
    "option": "answer",  # [inferred] the words of the option chosen
    "points": "question_score",  # [inferred] from `section_score`
    "max_points": "max_question_score",  # [inferred] from `max_section_score`
    "is_auto_fail": "is_auto_fail",  # [inferred] whether this answer fails the grade
}
GRADE = ("ticket_id", "agent_id", "rubric_id", "grader", "grade_type")
# The columns that tell the rows of a file apart, and the others that are read under a name of ours.
KEYS = {
    "individual_answers": (*GRADE, "question_id"),
    "section_scores": (*GRADE, "section_id"),
    "total_scores": GRADE,
}
READ = {
    "individual_answers": tuple(name for name in DEFAULTS if name != "section_id"),
    "section_scores": ("helpdesk",),
    "total_scores": ("helpdesk",),
}
UNKNOWN = ("", "Unknown")  # [observed]


def key_of(table: str) -> Callable[[dict[str, Any]], str | None]:
    """Reads a row's key; without the first and the last of its columns it has none."""
    names = KEYS[table]

    def key(row: dict[str, Any]) -> str | None:
        parts = [row[name] for name in names]
        has_ends = row["ticket_id"] and (row[names[-1]] or table == "total_scores")
        return ":".join(part or "" for part in parts) if has_ends else None

    return key


def headers(setting: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """Our names and their headers, in our spelling; None where the company's files have no such column.

    Raises:
        HavenError: the setting has a name that is none of ours, or leaves one out that a key is made of.
    """
    given = {**DEFAULTS, **(setting or {})}
    unheard = sorted(given.keys() - DEFAULTS.keys())
    needed = sorted({name for names in KEYS.values() for name in names if not given[name]})
    if unheard or needed:
        what = f"names {', '.join(unheard)}, unknown here" if unheard else f"leaves out {', '.join(needed)}"
        raise HavenError(f"{SETTING} {what}", f"Its names are {', '.join(DEFAULTS)}; those of a key need a header.")
    return {ours: folded(theirs) if theirs else None for ours, theirs in given.items()}


def cells_in(content: bytes) -> list[list[str]] | None:
    """The lines of a CSV file, which may be the only one of a ZIP file; None where it came broken."""
    csv.field_size_limit(1 << 30)
    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                (name,) = (name for name in packed.namelist() if name.endswith(".csv"))
                content = packed.read(name)
        # Strictly: a file that ends within quotes was cut off.
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (csv.Error, ValueError, zipfile.BadZipFile, EOFError):
        return None


def rows_of(
    table: str, lines: list[list[str]], named: Mapping[str, str | None], reject: Callable[[str, str], None]
) -> Iterator[dict[str, Any]]:
    """The rows of a file: under our names what the mapping finds, under `file_columns` all of it as it came.

    A line that does not fit the header is rejected with its text.

    Raises:
        HavenError: the file has no such header, or the key does not tell its rows apart.
    """
    if not lines:
        return
    names = _distinct([folded(name) for name in lines[0]])
    read = {ours: named[ours] for ours in (*KEYS[table], *READ[table])}
    if missing := {ours: theirs for ours, theirs in read.items() if theirs and theirs not in names}:
        raise HavenError(
            f"maestroqa's {table} have no column {', '.join(f'{theirs} (our {o})' for o, theirs in missing.items())}; "
            f"their headers are {', '.join(names)}",
            f'Say in {SETTING} which header it is, like {{"{next(iter(missing))}": "<header>"}}, or null for none.',
        )
    key, known = key_of(table), dict[str, str]()
    for cells in lines[1:]:
        if len(cells) != len(names):
            if cells:
                reject(f"the line has {len(cells)} values, the header has {len(names)}", to_text(cells))
            continue
        theirs = dict(zip(names, cells, strict=True))
        known_as = {ours: _value(theirs[name]) if name else None for ours, name in read.items()}
        row: dict[str, Any] = {**known_as, "file_columns": theirs}
        digest = sha256(to_text(row))
        if (found := key(row)) and known.setdefault(found, digest) != digest:
            raise HavenError(
                f"two rows of maestroqa's {table} differ and have one key: {', '.join(KEYS[table])}",
                f"Say in {SETTING} which headers of {', '.join(names)} these are.",
            )
        yield row


def folded(header: str) -> str:
    """`Question ID` or `questionId` -> `question_id`."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header.strip())
    return re.sub(r"[^0-9a-z]+", "_", apart.lower()).strip("_")


def _distinct(names: list[str]) -> list[str]:
    """Every column keeps a name of its own: one that has none, or another's, is told by its place."""
    return [
        name if name and name not in names[:place] else f"{name or 'column'}_{place + 1}"
        for place, name in enumerate(names)
    ]


def _value(cell: str) -> str | None:
    """A cell, without what keeps spreadsheets from reading it: `="2026-05-11 09:00:00"`. [observed]"""
    bare = cell.strip()
    bare = bare[2:-1] if bare.startswith('="') and bare.endswith('"') else bare
    return None if bare in UNKNOWN else bare
