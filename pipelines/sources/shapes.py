"""Which fields records have and of what kind, noted while they pass: names and types only, never values.

Records of one source look alike: almost every one has a shape that was met before, and costs a look into a dictionary.
Objects within objects are followed, elements of lists are not: a list is of one kind, whatever is in it. Of a large
load the first thousand records are looked at and then every tenth: an incremental load is looked at whole.
"""

from __future__ import annotations

from typing import Any

KINDS: dict[type, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    dict: "object",
    list: "list",
}
# Objects that are maps with a key for each customer would have a shape for each record and a field for each key.
FIRST, EVERY = 1_000, 10
MOST_SHAPES, MOST_FIELDS, DEEPEST = 2_000, 2_000, 4
Field = tuple[str, str]  # path with dots ("" is the record itself), kind


class Shapes:
    """The fields of one resource in one run: by path and kind, in how many records, and the key of the first."""

    def __init__(self) -> None:
        self._passed = 0
        self._met: dict[Any, list[Any]] = {}
        self._fields: dict[Field, list[Any]] = {}

    def is_due(self) -> bool:
        """Whether the record that comes now is looked at."""
        self._passed += 1
        return self._passed <= FIRST or self._passed % EVERY == 0

    def note(self, record: dict[str, Any], key: Any, path: str = "", depth: int = 1) -> None:
        """One record more; `key` names it should it be the first with one of its fields."""
        shape = (path, *record, *map(type, record.values()))
        met = self._met.get(shape)
        if met is None:
            if len(self._met) >= MOST_SHAPES:
                self._fold()
            within = [(name, f"{path}.{name}" if path else name) for name in record if type(record[name]) is dict]
            met = self._met[shape] = [0, str(key), within if depth < DEEPEST else [], list(record), path]
            met.append([type(value) for value in record.values()])
        met[0] += 1
        for name, inner in met[2]:
            self.note(record[name], key, inner, depth + 1)

    def fields(self) -> dict[Field, tuple[int, str]]:
        self._fold()
        return {field: (count, first) for field, (count, first) in self._fields.items()}

    def _fold(self) -> None:
        for count, first, _, names, path, types in self._met.values():
            # An object within another is counted as a field of that one.
            found = [("", "object")] if not path else []
            found += [
                (f"{path}.{name}" if path else name, KINDS.get(kind, "text"))
                for name, kind in zip(names, types, strict=True)
            ]
            for field in found:
                if field in self._fields:
                    self._fields[field][0] += count
                elif len(self._fields) < MOST_FIELDS:
                    self._fields[field] = [count, first]
        self._met.clear()
