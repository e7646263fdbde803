"""A file to import as its lines: the columns of each kind, with English or Dutch heads, and what a cell means."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from config.settings import Language
from config.words import Text, languages
from convert.errors import InvalidError
from store.wording import words_of
from store.words import CompanyKind, Trade

MOST_LINES = 20_000  # all of a file is one unit of work, which nothing else can write beside
SEVERAL = "|"  # between the values of one cell
_CHECKED = 100  # characters of a name that is told back


@dataclass(frozen=True, slots=True)
class Column:
    """dutch: its heads in Dutch, the usual one first · needed: of what is not known yet · read: what a value means,
    where that is neither its text nor a key; raises ValueError · many: a cell holds several · named: keys and their
    words."""

    name: str
    dutch: tuple[str, ...]
    words: Text
    needed: bool = False
    read: Callable[[str], Any] | None = None
    many: bool = False
    named: Mapping[str, Text] = field(default_factory=dict)

    def meaning(self, cell: str) -> Any:
        """Raises ValueError."""
        read = self.read or (partial(_key, self.named) if self.named else str)
        return [read(value) for value in several(cell)] if self.many else read(cell)

    def shown(self, value: str, language: Language) -> str:
        """What a report says of it, with words for keys."""
        return ", ".join(self.named[key].in_(language) if key in self.named else key for key in value.split(", "))


@dataclass(frozen=True, slots=True)
class CsvLine:
    """One line of the file: its number as an editor shows it, and by column name what its filled cells mean."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, "")

    def given(self, *names: str) -> dict[str, Any]:
        return {name: self.values[name] for name in names if name in self.values}


@dataclass(frozen=True, slots=True)
class RowFault:
    line: int
    words: Text


def several(cell: str) -> list[str]:
    """ "plumbing|roof" as a list."""
    return [value.strip() for value in cell.split(SEVERAL) if value.strip()]


def _day(cell: str) -> date:
    """ "2026-12-01", or as the Dutch write it: "1-12-2026"."""
    if dutch := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", cell):
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
    return date.fromisoformat(cell)


def _yes(cell: str) -> bool:
    return cell.lower() in ("ja", "j", "yes", "y", "1", "true", "waar", "x")


def _year(cell: str) -> int:
    if not re.fullmatch("[0-9]{4}", cell):
        raise ValueError(cell)
    return int(cell)


def _language(cell: str) -> str:
    if cell.lower() not in languages():
        raise ValueError(cell)
    return cell.lower()


def _key(named: Mapping[str, Text], cell: str) -> str:
    """The key a cell names, by itself or by its word in any language."""
    wanted = _folded(cell)
    for key, text in named.items():
        if wanted in (_folded(key), *(_folded(text.in_(language)) for language in languages())):
            return key
    raise ValueError(cell)


YES = {"True": Text("yes"), "False": Text("no")}
LABELS = {"tenant": Text("tenant"), "owner": Text("owner"), "caretaker": Text("caretaker")}
_HOME = Column("unit", ("woning", "vhe", "woningcode"), Text("the code of the home"))
_NOTES = Column("notes", ("notitie", "notities"), Text("Only colleagues read this."))
_PHONE = Column("phone", ("telefoon", "telefoonnummer", "mobiel"), Text("telephone; several with | between"))
_BUILDING = Column("property", ("complex", "complexnaam"), Text("the name of the complex"), needed=True)
_STREET = Column("street", ("straat", "straatnaam"), Text("Street"), needed=True)
_POSTCODE = Column("postcode", ("postcode",), Text("Postcode"))
_TOWN = Column("town", ("plaats", "woonplaats"), Text("Town"))
_GAS = Text("A gas appliance: only certified firms may work on it")
_OWNER = Column("owner", ("eigenaar",), Text("the name of the owner, a firm that is known here"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    "people": (
        Column("code", ("nummer", "huurdernummer", "relatienummer"), Text("your own number of the person")),
        Column("name", ("naam",), Text("Name"), needed=True),
        Column("email", ("e-mail", "e-mailadres", "mail"), Text("mail address; several with | between"), many=True),
        Column(_PHONE.name, _PHONE.dutch, _PHONE.words, many=True),
        Column("language", ("taal",), Text("nl or en"), read=_language),
        _HOME,
        Column("moved_in", ("vanaf", "ingangsdatum", "huurvanaf"), Text("lives there since this day"), read=_day),
        Column("moved_out", ("totenmet", "tot", "einddatum"), Text("and until this day"), read=_day),
        Column("labels", ("rol",), Text("tenant, owner or caretaker"), many=True, named=LABELS),
        _NOTES,
    ),
    "properties": (
        Column("name", ("naam", "complex"), Text("the name of the complex"), needed=True),
        Column("street", ("straat",), Text("Street")),
        Column("numbers", ("huisnummers",), Text("house numbers, as 1–60")),
        _POSTCODE,
        _TOWN,
        _OWNER,
        Column("association", ("vve",), Text("the name of the owners' association, known here")),
        Column("emergency_phone", ("telefoonbijnood",), Text("Telephone in an emergency")),
        Column("common_areas", ("ruimten",), Text("common areas, with | between"), many=True),
    ),
    "units": (
        Column("code", ("woning", "vhe", "woningcode", "nummervhe"), Text("the code of the home")),
        _BUILDING,
        _STREET,
        Column("number", ("huisnummer", "nr"), Text("House number"), needed=True),
        Column("addition", ("toevoeging",), Text("Addition")),
        _POSTCODE,
        _TOWN,
        Column("floor", ("verdieping",), Text("Floor")),
        Column("remarks", ("opmerkingen",), Text("remarks, which the service party reads")),
        Column("access", ("toegang",), Text("key and alarm, read after acceptance")),
        _OWNER,
        _NOTES,
    ),
    "installations": (
        Column("code", ("nummer", "installatie"), Text("the code of the installation")),
        _BUILDING,
        Column("kind", ("soort",), Text("kind: cv-ketel, lift"), needed=True),
        _HOME,
        Column("trade", ("vak", "categorie"), Text("category: plumbing or Loodgieter"), named=words_of(Trade)),
        Column("make", ("merk", "fabrikaat"), Text("Make")),
        Column("year", ("jaar", "bouwjaar"), Text("Year"), read=_year),
        Column("serial", ("serienummer",), Text("Serial number")),
        Column("location", ("waar",), Text("Where exactly")),
        Column("gas", ("gastoestel",), _GAS, read=_yes, named=YES),
        Column("maintainer", ("onderhouddoor",), Text("the name of the firm that maintains it, known here")),
        Column("contract_until", ("contracttot",), Text("Maintenance contract until"), read=_day),
        Column("warranty_until", ("garantietot",), Text("Warranty until"), read=_day),
    ),
    "parties": (
        Column("name", ("naam", "firma", "bedrijf"), Text("Name")),
        Column("kind", ("soort",), Text("service party, owner or association"), named=words_of(CompanyKind)),
        Column("contact", ("contactpersoon",), Text("name of the contact"), needed=True),
        Column("email", ("e-mail", "e-mailadres", "mail"), Text("mail address of the contact"), needed=True),
        Column("phone", ("telefoon", "telefoonnummer"), Text("Telephone")),
        Column("trades", ("vakken", "vak"), Text("trades, with | between"), many=True, named=words_of(Trade)),
        Column("domains", ("domeinen",), Text("mail domains, with | between"), many=True),
        Column("language", ("taal",), Text("nl or en"), read=_language),
        _NOTES,
    ),
}  # fmt: skip
# What a line is known again by: one of these must stand in the file.
KEYS = {"people": ("code", "email", "name"), "properties": ("name",), "units": ("code",), "installations": ("code",)}
KEYS["parties"] = ("name",)


_LONGEST = 100_000  # characters of a line


def read_lines(kind: str, text: str) -> tuple[list[CsvLine], list[RowFault]]:
    """The lines of the file and what is wrong with them, without looking at the store. Comma, semicolon or tab, as
    spreadsheets write it; a byte order mark is no letter."""
    text = text.lstrip("\ufeff")
    if not text:
        return [], [RowFault(1, Text("The file is empty."))]
    head = next(io.StringIO(text[:_LONGEST], newline=None))
    rows = csv.reader(_bounded(io.StringIO(text)), delimiter=max(",;\t", key=head.count))
    lines: list[CsvLine] = []
    try:
        columns, faults = _columns(kind, next(rows, []))
        if faults:
            return [], faults
        for row in rows:
            if rows.line_num > MOST_LINES:
                return [], [RowFault(rows.line_num, Text("More than %(most)s lines: split the file.", most=MOST_LINES))]
            _read_row(kind, row, rows.line_num, columns, lines, faults)
    except csv.Error as error:
        return [], [RowFault(rows.line_num + 1, Text("Cannot be read: %(error)s.", error=str(error)))]
    except InvalidError as error:
        return [], [RowFault(rows.line_num + 1, *error.fields.values())]
    return lines, faults


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """The reader works on one line at a stretch, and nobody is served meanwhile. Raises InvalidError."""
    for line in lines:
        if len(line) > _LONGEST:
            raise InvalidError(**{"": Text("A line of more than %(most)s characters.", most=_LONGEST)})
        yield line


def check_needed(kind: str, line: CsvLine) -> None:
    """Raises InvalidError where a line of something new lacks what it must have."""
    for column in COLUMNS[kind]:
        if column.needed and not line[column.name]:
            raise InvalidError(**{"": Text("%(name)s is empty.", name=column.name)})


def _columns(kind: str, head: list[str]) -> tuple[list[Column], list[RowFault]]:
    """The columns in the order of the file."""
    named = {_folded(name): column for column in COLUMNS[kind] for name in (*column.dutch, column.name)}
    found = [named.get(_folded(name)) for name in head]
    strange = [name.strip()[:_CHECKED] for name, column in zip(head, found, strict=True) if column is None]
    faults = [RowFault(1, Text("Unknown column '%(name)s'.", name=name)) for name in dict.fromkeys(strange[:10])]
    columns = [column for column in found if column]
    names = [column.name for column in columns]
    twice = {name for name in names if names.count(name) > 1}
    faults += [RowFault(1, Text("Column '%(name)s' appears twice.", name=name)) for name in sorted(twice)]
    if not faults and not set(KEYS[kind]) & set(names):
        faults = [RowFault(1, Text("Column '%(name)s' is missing.", name=KEYS[kind][0]))]
    return columns, faults


def _read_row(
    kind: str, row: list[str], number: int, columns: list[Column], lines: list[CsvLine], faults: list[RowFault]
) -> None:
    cells = [cell.strip() for cell in row]
    if not any(cells):
        return
    if any(cells[len(columns) :]):
        faults.append(RowFault(number, Text("More values than columns.")))
        return
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not cell:
            continue
        try:
            values[column.name] = column.meaning(cell)
        except ValueError:
            fault = Text("'%(value)s' is not understood.", value=cell[:_CHECKED])
            faults.append(RowFault(number, Text("%(column)s: %(fault)s", column=column.name, fault=fault)))
            return
    if not set(KEYS[kind]) & set(values):
        faults.append(RowFault(number, Text("%(name)s is empty.", name=KEYS[kind][0])))
        return
    lines.append(CsvLine(number, values))


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
