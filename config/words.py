"""Short words that people read: English in the code, in other languages from one catalogue each.

`Text("Fill this in.")` marks the words and keeps them until somebody reads them in a language. `locale/nl.po` is all
Dutch there is. Light on purpose: the command line imports this, and English reads no file at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py  # what GNUTranslations itself reads plurals with
from pathlib import Path
from typing import Any

ENGLISH = "en"  # what the code itself says
LOCALE = Path(__file__).parent / "locale"


class Text:
    """Words for whoever reads them, in their language. As a str they are English, for logs and programs.

    msgid    English, with %(name)s for each value
    context  tells two meanings of one msgid apart
    plural   the msgid for more than one, chosen by `count`
    values   what fills the names; a Text among them is read in the same language
    """

    __slots__ = ("context", "msgid", "plural", "values")

    def __init__(self, msgid: str, /, *, context: str = "", plural: str = "", **values: Any) -> None:
        self.msgid = msgid
        self.context = context
        self.plural = plural
        self.values = values

    def filled(self, **values: Any) -> Text:
        """With these values too."""
        return Text(self.msgid, context=self.context, plural=self.plural, **{**self.values, **values})

    def in_(self, language: str) -> str:
        if not self.msgid:
            return ""  # to gettext an empty msgid is the catalogue's own header
        known, count = catalogue(language), self.values.get("count", 1)
        if self.plural and isinstance(count, int):
            words = (
                known.npgettext(self.context, self.msgid, self.plural, count)
                if self.context
                else (known.ngettext(self.msgid, self.plural, count))
            )
        else:
            words = known.pgettext(self.context, self.msgid) if self.context else known.gettext(self.msgid)
        if not self.values:
            return words
        return words % {
            name: value.in_(language) if isinstance(value, Text) else value for name, value in self.values.items()
        }

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it, for `stored_words` to read."""
        whole = {"msgid": self.msgid, "context": self.context, "plural": self.plural}
        kept: dict[str, Any] = {name: value for name, value in whole.items() if value}
        if self.values:
            kept["values"] = {
                name: value.stored() if isinstance(value, Text) else value for name, value in self.values.items()
            }
        return kept

    def __str__(self) -> str:
        return self.in_(ENGLISH)

    def __repr__(self) -> str:
        return f"Text({self.stored()!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.stored() == other.stored()

    def __hash__(self) -> int:
        return hash((self.msgid, self.context, self.plural))


def stored_words(kept: Mapping[str, Any] | None, language: str) -> str:
    """Words kept as `Text.stored`, or by an earlier release as {"nl": …, "en": …}; "" where there are none."""
    if not kept:
        return ""
    if "msgid" in kept:
        return _restored(kept).in_(language)
    return str(kept.get(language) or kept.get(ENGLISH, ""))


def _restored(kept: Mapping[str, Any]) -> Text:
    values = {
        name: _restored(value) if isinstance(value, Mapping) else value
        for name, value in kept.get("values", {}).items()
    }
    msgid = _REWORDED.get(kept["msgid"], kept["msgid"])
    return Text(msgid, context=kept.get("context", ""), plural=kept.get("plural", ""), **values)


# Words that a store may have kept, and how they are said since.
_REWORDED = {
    "The sender resembles an address we know, and is another.": (
        "The sender resembles an address we know, but is not it."
    ),
}


def languages() -> tuple[str, ...]:
    """English, and each language with a catalogue."""
    return (ENGLISH, *sorted(_files(_own_folder())))


def letter_folders(ours: Path) -> list[Path]:
    """Where the folders of letters stand, one a language: ours, and those of the desk itself."""
    own = _own_folder()
    return [ours, Path(own) / "letters"] if own else [ours]


def catalogue(language: str) -> NullTranslations:
    """All words of one language; English, and what nobody translated, are what the code says."""
    file = _files(_own_folder()).get(language)
    return _read(file) if file else _AS_WRITTEN


_AS_WRITTEN = NullTranslations()


def _own_folder() -> str:
    """A folder with languages of the desk's own: `<language>.po` and `letters/<language>`."""
    return os.environ.get("POSTBON_WORDS", "")


@cache
def _files(own: str) -> dict[str, Path]:
    folders = (Path(own), LOCALE) if own else (LOCALE,)
    return {file.stem: file for folder in folders for file in folder.glob("*.po")}


@cache
def _read(file: Path) -> NullTranslations:
    return _Catalogue(file)


class _Catalogue(GNUTranslations):
    """A .po file read as it is written, so there is no compiled twin to forget.

    Babel reads the same in 115 ms, most of it its own import; this takes 10, and `postbon --help` waits for it.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.plural = c2py("n != 1")
        self._catalog: dict[str | tuple[str, int], str] = {}
        entry: dict[str, str] = {}
        for keyword, lines in _FIELD.findall(file.read_text(encoding="utf-8")):
            if keyword in ("msgctxt", "msgid") and "msgstr" in "".join(entry):
                self._add(entry)
                entry = {}
            entry[keyword] = _unquoted(lines)
        self._add(entry)

    def _add(self, entry: Mapping[str, str]) -> None:
        if entry.get("msgid") == "":
            if rule := re.search(r"plural=([^;\n]+)", entry["msgstr"]):
                self.plural = c2py(rule[1])
            return
        key = f"{entry['msgctxt']}\x04{entry['msgid']}" if "msgctxt" in entry else entry.get("msgid", "")
        for keyword, words in entry.items():
            if words and keyword == "msgstr":
                self._catalog[key] = words
            elif words and keyword.startswith("msgstr["):
                self._catalog[key, int(keyword[7:-1])] = words


_FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)((?:[ \t\n]+"(?:[^"\\\n]|\\.)*")+)', re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def _unquoted(lines: str) -> str:
    words = "".join(_QUOTED.findall(lines))
    return re.sub(r"\\(.)", lambda mark: _ESCAPED.get(mark[1], mark[1]), words) if "\\" in words else words
