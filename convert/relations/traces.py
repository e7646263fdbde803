"""What gives a person away in a text: name, mail addresses, telephone numbers, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from config.plain_text import normalised
from config.settings import Settings
from config.words import Text

_PREFIXES = frozenset(
    "de den der van von ter ten het la le du da el al bin ben in op".split()  # noqa: SIM905  the words of names
)
_DIGITS = 9  # of a Dutch number without its 0 or +31
NUMBER = re.compile(r"(?<![\w+])(?:\+|00?)[1-9](?:[\s().-]{0,2}\d){8,12}(?!\d)")


def stand_in_for(settings: Settings, number: int) -> str:
    """What stands where the name of the person with this number stood."""
    return Text("former tenant #%(number)s", number=number).in_(settings.desk.language)


@dataclass(frozen=True, slots=True)
class Traces:
    """name: whole, "" where none is known · addresses: in lower case · phones: as somebody wrote them.

    stand_in  the words in place of the name; the mail address in its place is made of `number`
    numbers   telephone numbers of the person's own mails: perhaps another's, so they are traces only near the person
    """

    name: str
    addresses: tuple[str, ...]
    phones: tuple[str, ...]
    stand_in: str
    number: int
    numbers: tuple[str, ...] = ()

    def with_numbers(self, numbers: Iterable[str]) -> Traces:
        return replace(self, numbers=tuple(sorted(numbers)))

    def address_instead(self, address: str) -> str:
        return f"erased-{self.number}-{self.addresses.index(address) + 1}@erased.invalid"

    @property
    def phrases(self) -> list[str]:
        """Each of them in the forms in which an index of words holds it."""
        return [phrase for phrase in (self.name, *self.addresses, *_dialled(self.phones)) if phrase]

    @property
    def near_words(self) -> list[str]:
        """What an index of words holds of them near the person."""
        return [*_words_of(self.name), *_dialled(self.numbers)]

    def scrub(self, text: str, *, near: bool = False) -> str:
        """The text without them. near: it belongs to the person, so a first or last name alone is theirs as well."""
        for pattern, instead in _patterns(self):
            text = _replace(pattern, instead, text)
        if near:
            for pattern, instead, capitals in _near_patterns(self):
                text = _replace(pattern, instead, text, capitals=capitals)
        return text

    def scrub_value(self, value: Any, *, near: bool = False) -> Any:
        """The same in every text of a JSON value."""
        if isinstance(value, str):
            return self.scrub(value, near=near)
        if isinstance(value, list):
            return [self.scrub_value(item, near=near) for item in value]
        if isinstance(value, dict):
            return {key: self.scrub_value(item, near=near) for key, item in value.items()}
        return value

    def are_in(self, text: str, *, near: bool = False) -> bool:
        return self.scrub(text, near=near) != normalised(text, "NFC")


@lru_cache(maxsize=8)
def _patterns(traces: Traces) -> list[tuple[re.Pattern[str], str]]:
    addresses = [
        (rf"(?<![\w.-]){re.escape(address).replace('@', '(?:@|=|%40)')}(?![\w-])", traces.address_instead(address))
        for address in traces.addresses
    ]
    phones = [(_number(phone), "…") for phone in traces.phones if _number(phone)]
    return [(re.compile(pattern), instead) for pattern, instead in [*addresses, *phones, *_names(traces)]]


def _names(traces: Traces) -> list[tuple[str, str]]:
    """The whole name, the last name first, the first name as a letter. A name of one word alone is anybody's."""
    first, *rest = _fold(traces.name).split() or [""]
    if not rest:
        return []
    last, gap = r"[\s._+-]{1,3}".join(map(re.escape, rest)), r"[\s._+-]{1,3}"
    forms = (rf"{re.escape(first)}{gap}{last}", rf"{last},\s?{re.escape(first)}", rf"{re.escape(first[:1])}\.\s?{last}")
    return [(rf"(?<!\w){form}(?!\w)", traces.stand_in) for form in forms]


@lru_cache(maxsize=8)
def _near_patterns(traces: Traces) -> list[tuple[re.Pattern[str], str, bool]]:
    """With whether only a word that begins with a capital is meant."""
    words = "|".join(map(re.escape, _words_of(traces.name)))
    names = [(re.compile(rf"(?<!\w)(?:{words})(?!\w)"), traces.stand_in, True)] if words else []
    return [*names, *((re.compile(_number(number)), "…", False) for number in traces.numbers if _number(number))]


def _words_of(name: str) -> list[str]:
    """The words of a name that are a name by themselves."""
    return [word for word in _fold(name).split() if len(word) > 2 and word not in _PREFIXES]


def last_digits(phone: str) -> str:
    """What two ways of writing one number have in common."""
    return re.sub(r"\D", "", phone)[-_DIGITS:]


def _dialled(phones: Iterable[str]) -> list[str]:
    return [f"{before}{last_digits(phone)}" for phone in phones for before in ("0", "31", "0031")] + list(phones)


def _number(phone: str) -> str:
    """The number in any way of writing it; "" for what is too short to be told from other numbers."""
    digits = last_digits(phone)
    abroad = r"(?<!\d)(?:(?:\+|00)?\(?31\)?[\s().-]{0,3})?0?"
    return abroad + r"[\s().-]{0,3}".join(digits) + r"(?!\d)" if len(digits) == _DIGITS else ""


def _replace(pattern: re.Pattern[str], instead: str, text: str, *, capitals: bool = False) -> str:
    """Put `instead` where the pattern stands in the folded text. capitals: only words that begin with one."""
    text = normalised(text, "NFC")
    parts, at = [], 0
    for match in pattern.finditer(_fold(text)):
        if not capitals or text[match.start()].isupper():
            parts += [text[at : match.start()], instead]
            at = match.end()
    return "".join([*parts, text[at:]])


def _fold(text: str) -> str:
    """Small letters without accents, as long as the text: each character is one."""
    return text.casefold() if text.isascii() else "".join(map(_plain, normalised(text, "NFC")))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    folded = normalised(character, "NFKD")[0].casefold()
    return folded if len(folded) == 1 else character
