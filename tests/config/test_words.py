"""Every short word the product says: English in the code, Dutch in one catalogue, and no third place."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from config.words import LOCALE, Text, catalogue, languages, stored_words

ROOT = Path(__file__).parents[2]
STATIONS = ("config", "store", "ingest", "convert", "outbound", "web")
IN_TEMPLATES = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|‘[^’]*’")
EXAMPLE = re.compile(r"\n\n(Voorbeeld|Example): .*", re.DOTALL)  # a command as one types it
COUNTED = re.compile(
    r"%\((?:count|num)\)s|%\(\w+\)s (?:more |working )?(?:characters|days|files|hours|letters|lines|mails|messages"
    r"|minutes|octets|people|photos|problems|reports|seconds|tasks|tickets|times|weeks)\b"
)
_NO_NOUN, _OURS, _SEVERAL = (
    "nothing in it is counted with a noun",
    "a limit of ours, more than one",
    "said of several only",
)
NEVER_ONE = {  # msgids with a count and without a plural: why
    "%(count)s added to the ticket.": _NO_NOUN,
    "%(count)s assigned.": _NO_NOUN,
    "Back to whom it was: %(count)s.": _NO_NOUN,
    "Not taken back, since it went on meanwhile: %(count)s.": _NO_NOUN,
    "%(count)s back in the tray.": _NO_NOUN,
    "%(count)s dismissed.": _NO_NOUN,
    "%(count)s had been decided on already.": _NO_NOUN,
    "%(number)s of %(count)s": _NO_NOUN,
    "and %(count)s more": _NO_NOUN,
    "%(sent)s of %(num)s letters sent": _SEVERAL,
    "%(num)s letters, all sent": _SEVERAL,
    "%(num)s letters, kept here: no mail server is set": _SEVERAL,
    "Those who read what the reporter reads: %(count)s people, each apart": _SEVERAL,
    "There are %(n)s problems in this mail: split it": _SEVERAL,
    "%(number)s letters; start at %(page)s": _SEVERAL,
    "missing: of %(mails)s mails, %(letters)s letters and %(files)s files": "three counts, of which any may be none",
    "up to %(days)s days": _OURS,
    "A line of more than %(most)s characters.": _OURS,
    "At least %(least)s characters.": _OURS,
    "At most %(most)s characters.": _OURS,
    "At most %(points)s lines of %(length)s characters: nobody in danger reads more.": _OURS,
    "Made with a spreadsheet: save as CSV. At most %(most)s lines.": _OURS,
    "More than %(most)s lines: split the file.": _OURS,
}
Msgid = tuple[str, str]  # context, msgid


def test_every_word_has_its_dutch():
    dutch = catalogue("nl")._catalog  # type: ignore[attr-defined]  # gettext offers no other way to ask
    keys = {f"{context}\x04{msgid}" if context else msgid for context, msgid in in_use()}

    assert {key for key in keys if key not in dutch and (key, 0) not in dutch} == set()


def test_no_dutch_is_kept_for_what_nobody_says():
    assert set(in_catalogue()) - set(in_use()) == set()


def test_no_dutch_stands_twice_and_its_values_are_those_of_the_english():
    written = [(message.context or "", message.id) for message in entries()]

    assert len(written) == len(set(written))
    for message in entries():
        for words in message.string if isinstance(message.string, tuple) else (message.string,):
            plain = message.id if isinstance(message.id, str) else message.id[1]
            assert names_in(str(words)) <= names_in(str(plain)), plain


def test_the_product_says_u_and_never_je():
    letters = {path.name: path.read_text() for path in (ROOT / "outbound/letters/nl").glob("*.jinja")}
    words = {str(message.id): str(message.string) for message in entries()}

    assert {where for where, dutch in (letters | words).items() if FAMILIAR.search(QUOTED.sub("", dutch))} == set()


def test_an_apostrophe_in_dutch_is_a_curly_one():
    straight = re.compile(r"[^\W\d_]'[^\W\d_]")
    said = {
        str(message.id): " ".join(message.string) if isinstance(message.string, tuple) else str(message.string)
        for message in entries()
    }

    assert {msgid for msgid, words in said.items() if straight.search(EXAMPLE.sub("", words))} == set()


def test_what_is_counted_is_said_of_one_as_well():
    single = {str(message.id) for message in entries() if isinstance(message.id, str)}

    assert {msgid for msgid in single if COUNTED.search(msgid)} == set(NEVER_ONE)


def test_words_are_marked_as_they_stand_so_that_the_catalogue_can_have_them():
    """An f-string in a Text would ask the catalogue for another msgid each time."""
    assert [
        f"{path.name}:{node.lineno}" for path, node in marked_calls() if isinstance(node.args[0], ast.JoinedStr)
    ] == []


def test_the_catalogue_is_read_as_babel_reads_it():
    compiled = BytesIO()
    with (LOCALE / "nl.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale="nl", abort_invalid=True))
    compiled.seek(0)
    by_babel = Translations(compiled)

    by_us = catalogue("nl")

    assert {key: words for key, words in by_babel._catalog.items() if key} == by_us._catalog  # type: ignore[attr-defined]
    assert by_us.ngettext("One task is still open.", "%(num)s tasks are still open.", 2) == by_babel.ngettext(
        "One task is still open.", "%(num)s tasks are still open.", 2
    )


def test_a_word_that_means_two_things_has_two_translations():
    assert Text("Closed", context="ticket").in_("nl") == "Gesloten"
    assert Text("Closed", context="order").in_("nl") == "Afgesloten"
    assert str(Text("Closed", context="order")) == "Closed"


def test_words_kept_in_the_store_are_read_in_the_language_of_whoever_looks():
    words = Text(
        "The ticket cannot go there from this phase (%(before)s → %(after)s).",
        before=Text("Solved", context="ticket"),
        after=7,
    )
    kept = json.loads(json.dumps(words.stored()))

    assert stored_words(kept, "nl") == words.in_("nl")
    assert "(Opgelost → 7)" in stored_words(kept, "nl")
    assert "(Solved → 7)" in stored_words(kept, "en")


def test_words_that_an_earlier_release_kept_in_two_languages_are_still_read():
    kept = {"nl": "woont daar", "en": "lives there"}

    assert [stored_words(kept, language) for language in ("nl", "en", "fy")] == [
        "woont daar",
        "lives there",
        "lives there",
    ]
    reworded = {"msgid": "The sender resembles an address we know, and is another."}
    assert stored_words(reworded, "nl").startswith("De afzender lijkt op een adres")
    assert stored_words(None, "nl") == stored_words({}, "nl") == ""


def test_one_and_more_are_counted_in_each_language():
    words = [
        Text("%(company)s: once", plural="%(company)s: %(count)s times", company="De Kraan", count=n) for n in (1, 3)
    ]

    assert [str(one) for one in words] == ["De Kraan: once", "De Kraan: 3 times"]
    assert [one.in_("nl") for one in words] == ["De Kraan: 1 keer", "De Kraan: 3 keer"]


def test_the_languages_are_english_and_the_catalogues():
    assert languages() == ("en", "nl")


def entries() -> list[Message]:
    with (LOCALE / "nl.po").open("rb") as file:
        return [message for message in read_po(file, locale="nl") if message.id]


def in_catalogue() -> Iterator[Msgid]:
    for message in entries():
        yield message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def in_use() -> Iterator[Msgid]:
    """Every msgid that the code marks (Text, say) and every one in a template."""
    for _, node in marked_calls():
        named = {word.arg: word.value for word in node.keywords}
        for msgid in literals(node.args[0]):
            if msgid:
                yield ast.literal_eval(named["context"]) if "context" in named else "", msgid
    for room in ("web", "outbound", "ingest"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".html", ".jinja"):
                with path.open("rb") as file:
                    for _, message, _, context in extract("jinja2", file, IN_TEMPLATES, (), {"trimmed": "true"}):
                        yield context or "", message if isinstance(message, str) else message[0]


def marked_calls() -> Iterator[tuple[Path, ast.Call]]:
    files = [ROOT / "cli.py", *(path for station in STATIONS for path in (ROOT / station).rglob("*.py"))]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("Text", "say", "_"):
                    yield path, node


def literals(node: ast.expr) -> Iterator[str]:
    """The words themselves, on both sides of an `if`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def names_in(words: str) -> set[str]:
    return {part.split(")")[0] for part in words.split("%(")[1:]}
