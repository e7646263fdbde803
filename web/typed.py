"""What was typed in a form: always text until it is asked for as something, and kept when it must be shown again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from config.words import Text
from convert.errors import InvalidError
from convert.files import Upload
from ingest.intents.amounts import read_amounts
from store.costs import CostOption

MAX_FILES = 20
MAX_FIELDS = 400
LONGEST = 50_000  # characters of one field
LONGEST_WHAT = 100  # of what an amount is for

E = TypeVar("E")


def whole_number(value: str) -> int | None:
    """What a form or an address says in digits; None where it is no number, or one that nobody counts to."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form. Numbers and dates that cannot be read raise InvalidError at their field."""

    fields: FormData
    uploads: tuple[Upload, ...] = ()

    def text(self, name: str, otherwise: str = "") -> str:
        value = self.fields.get(name)
        if not isinstance(value, str):
            return otherwise
        if len(value) > LONGEST:
            words = Text("At most %(most)s characters.", most=LONGEST)
            raise InvalidError(**{name: words})
        return value.replace("\r\n", "\n").replace("\0", "").strip()

    def texts(self, name: str) -> list[str]:
        values = [value for value in self.fields.getlist(name) if isinstance(value, str) and len(value) <= LONGEST]
        return [value.replace("\0", "").strip() for value in values if value.strip("\0 \t\r\n")]

    def kept(self) -> dict[str, str]:
        """What a refused form shows again: its words, and the names of its files, which a browser never fills in."""
        fields = {name: value for name, value in self.fields.multi_items() if isinstance(value, str)}
        named: dict[str, list[str]] = {}
        for name, file in self.fields.multi_items():
            if isinstance(file, UploadFile) and file.filename:
                named.setdefault(name, []).append(file.filename)
        return fields | {name: ", ".join(names) for name, names in named.items()}

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))

    def number(self, name: str) -> int | None:
        """A whole number, None where nothing was typed."""
        value = self.text(name)
        if not value:
            return None
        number = whole_number(value)
        if number is None:
            raise InvalidError(**{name: Text("Write a whole number.")})
        return number

    def keys(self, name: str) -> list[int]:
        """The numbers in a field that is there more than once; what is no number is nobody's."""
        return [number for value in self.texts(name) if (number := whole_number(value)) is not None]

    def day(self, name: str) -> date | None:
        value = self.text(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise InvalidError(**{name: Text("This is no date.")}) from None

    def moment(self, day: str, hour: str, zone: ZoneInfo) -> datetime | None:
        """A date and a time of two fields, at the desk; None where either is empty."""
        on, at = self.day(day), self.text(hour)
        if on is None or not at:
            return None
        try:
            return datetime.combine(on, time.fromisoformat(at), zone)
        except ValueError:
            raise InvalidError(**{hour: Text("This is no time.")}) from None

    def costs(self) -> tuple[CostOption, ...]:
        """Up to three amounts in euro, each with what it is for."""
        options = []
        for n in ("", "2", "3"):
            if not (amount := self.text(f"amount{n}")):
                continue
            found = read_amounts(f"€ {amount.lstrip('€ ')}".lower())
            if len(found) != 1:
                raise InvalidError(**{f"amount{n}": Text("Write an amount, such as 485 or 485,50.")})
            what = self.text(f"what{n}")[:LONGEST_WHAT]
            options.append(CostOption(cents=found[0].cents, vat=found[0].vat or "excl", what=what))
        return tuple(options)

    def one_of(self, name: str, kind: type[E], otherwise: E) -> E:
        """A word of one of our enums, by its value."""
        try:
            return kind(self.text(name))  # type: ignore[call-arg]
        except ValueError:
            return otherwise


async def read_typed(request: Request) -> Typed:
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as fields:
        uploads = [
            Upload(file.filename, file.content_type or "", await file.read())
            for _, file in fields.multi_items()
            if isinstance(file, UploadFile) and file.filename
        ]
        return Typed(fields, tuple(uploads))


Form = Annotated[Typed, Depends(read_typed)]
