"""Whom an erasure is about and what comes of it: the values that its steps share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from convert.relations.traces import Traces

OpenPart = Callable[[bytes, str], bytes]


@dataclass(slots=True)
class Erasure:
    """What was changed, or would be: rows by table, mails kept as a record only, files and letters gone."""

    rows: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    files: int = 0
    letters: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {"mails": self.mails, "files": self.files, "letters": self.letters}


@dataclass(frozen=True, slots=True)
class ErasureCase:
    """The person's traces, and the rows that are theirs: ids by table. `own`: the messages they wrote."""

    traces: Traces
    near: dict[str, set[int]]
    own: set[int]

    def is_near(self, table: Table, row: Any) -> bool:
        if row.id in self.near.get(table.name, ()):
            return True
        keys = ((foreign.column.table.name, row._mapping[foreign.parent.name]) for foreign in table.foreign_keys)
        return any(key in self.near.get(name, ()) for name, key in keys)
