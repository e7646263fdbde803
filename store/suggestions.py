"""What a draft proposes, as ingest found it and staff, pages and programs read it: plain values with their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from store.words import AuthorBy


class SuggestionReason(StrEnum):
    """Why something may belong to a draft. Its words are made where it is shown, with Suggested.words in them."""

    WROTE_THIS = "wrote_this"
    ASKS_ANSWERS = "asks_answers"  # the mail wants its answers at this person's address (Reply-To)
    ORIGINAL_AUTHOR = "original_author"  # whom a list or group replaced in From
    PASSED_ON = "passed_on"  # it is another's report, and this person passed it on
    WROTE_FORWARDED = "wrote_forwarded"
    SAME_NAME = "same_name"  # another address than we know of this person
    LIVES_THERE = "lives_there"  # a person at the home; the home of a person
    ADDRESS_IN_TEXT = "address_in_text"
    ADDRESS_ALIKE = "address_alike"  # written in another way than we do, and no other home is meant
    ADDRESS_UNSURE = "address_unsure"  # it may be this home, or another
    ADDRESS_FORWARDED = "address_forwarded"
    ADDRESS_IN_SIGNATURE = "address_in_signature"
    NAME_IN_TEXT = "name_in_text"
    CODE_IN_TEXT = "code_in_text"
    OF_THE_HOME = "of_the_home"
    OF_THE_PROPERTY = "of_the_property"
    NUMBER_IN_SUBJECT = "number_in_subject"
    NUMBER_IN_TEXT = "number_in_text"
    TOLD_TOGETHER = "told_together"  # it answers the one letter that told of this ticket and others
    OPEN_OF_REPORTER = "open_of_reporter"  # this and the next are seen when it is shown
    OPEN_AT_HOME = "open_at_home"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A row that may belong to a draft, why, and the words of the mail that speak for it ("Lindenlaan 14-b")."""

    id: int
    why: SuggestionReason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a draft proposes beside its title, trade and urgency. Each list has the likeliest first.

    reporter        of persons, the one it is from; None where we know nobody
    home            of homes, the one it is about; None where none is named, or more than one may be meant
    property        the complex it is about, also where its home is in doubt
    follows         the closed ticket it is an answer to, and goes on with
    tickets         those whose number, or whose work order's number, the mail names
    author_by       how it is known whom it is from; NOBODY: of nobody who could become a person
    privacy         erase, access: what the sender asks of their data; "" where nothing
    sender_name, sender_address   whom a new person would be, if staff want to know them
    """

    persons: tuple[Suggested, ...] = ()
    reporter: int | None = None
    homes: tuple[Suggested, ...] = ()
    home: int | None = None
    property: Suggested | None = None
    installations: tuple[Suggested, ...] = ()
    tickets: tuple[Suggested, ...] = ()
    author_by: AuthorBy = AuthorBy.FROM
    sender_name: str = ""
    sender_address: str = ""
    privacy: str = ""
    follows: int | None = None


def as_plain(suggestions: Suggestions) -> dict[str, Any]:
    """As Draft.suggestions keeps them: {persons: [{id, why, words}], reporter, homes: […], home, property: {…}, …}."""
    return {
        "persons": _plain(suggestions.persons),
        "reporter": suggestions.reporter,
        "homes": _plain(suggestions.homes),
        "home": suggestions.home,
        "property": next(iter(_plain([suggestions.property] if suggestions.property else [])), None),
        "installations": _plain(suggestions.installations),
        "tickets": _plain(suggestions.tickets),
        "author_by": suggestions.author_by.value,
        "sender_name": suggestions.sender_name,
        "sender_address": suggestions.sender_address,
        "privacy": suggestions.privacy,
        "follows": suggestions.follows,
    }


def read_suggestions(kept: dict[str, Any]) -> Suggestions:
    """Draft.suggestions as values. Of a draft made when reasons were kept as words it reads what is there: the
    person, the homes the text names and the tickets of the subject."""
    if "persons" not in kept:
        return _read_first_shape(kept)
    prop = kept.get("property")
    return Suggestions(
        persons=_read(kept["persons"]),
        reporter=kept.get("reporter"),
        homes=_read(kept.get("homes", ())),
        home=kept.get("home"),
        property=next(iter(_read([prop] if prop else [])), None),
        installations=_read(kept.get("installations", ())),
        tickets=_read(kept.get("tickets", ())),
        author_by=AuthorBy(kept.get("author_by", AuthorBy.FROM)),
        sender_name=kept.get("sender_name", ""),
        sender_address=kept.get("sender_address", ""),
        privacy=kept.get("privacy", ""),
        follows=kept.get("follows"),
    )


def _plain(suggested: Iterable[Suggested]) -> list[dict[str, Any]]:
    return [{"id": row.id, "why": row.why.value, "words": row.words} for row in suggested]


def _read(rows: Iterable[dict[str, Any]]) -> tuple[Suggested, ...]:
    return tuple(Suggested(row["id"], SuggestionReason(row["why"]), row.get("words", "")) for row in rows)


def _read_first_shape(kept: dict[str, Any]) -> Suggestions:
    """{person: {id, why}, unit: {id, why}, units: [{id, why}], tickets: [{id, why}]}, with reasons in words."""
    person, homes = kept.get("person"), kept.get("units", ())
    return Suggestions(
        persons=(Suggested(person["id"], SuggestionReason.WROTE_THIS),) if person else (),
        reporter=person["id"] if person else None,
        homes=tuple(Suggested(home["id"], SuggestionReason.ADDRESS_IN_TEXT) for home in homes),
        home=homes[0]["id"] if len(homes) == 1 else None,
        tickets=tuple(Suggested(row["id"], SuggestionReason.NUMBER_IN_SUBJECT) for row in kept.get("tickets", ())),
    )
