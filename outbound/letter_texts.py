"""The templates of the letters: `letters/<language>/<kind>.jinja`, read into plain values before they are laid out.

A template is prose in blocks (subject, lead, greeting, body, next, note, warning, closing, why) and lists set beside
them (points, facts, quote, buttons, mails). What letters to one audience share stands in person, party and staff.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from config.language import PACKAGES, say_appointment, say_cost, say_day, say_moment
from config.settings import Language
from config.templates import template_environment
from config.words import letter_folders
from outbound.names import suggestion, word_for
from store.words import LetterKind

_BLOCKS = ("subject", "lead", "greeting", "body", "next", "note", "warning", "closing", "why")


@dataclass(frozen=True, slots=True)
class LetterText:
    """What one letter says, in the order in which it is read. All of it is plain text, nothing is markup.

    lead     the question or the news; also what a phone shows beside the subject
    quote    (label, somebody's own words) or None
    facts    (label, value); what is not known is left out
    buttons  (label, address); the first is the likely one
    choice   (label, address) of where the reader chooses which letters to get; None where there is no choice
    mails    (label, mailto: address of that deed): two taps in any mail program
    """

    subject: str
    lead: str
    greeting: str
    body: tuple[str, ...]
    quote: tuple[str, str] | None
    points: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    next: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    mails: tuple[tuple[str, str], ...]
    note: str
    warning: str
    shows_slip: bool
    closing: str
    why: str
    choice: tuple[str, str] | None


def say(kind: LetterKind, language: Language, zone: ZoneInfo, values: Mapping[str, Any]) -> LetterText:
    """What this letter says in this language. Raises jinja2.UndefinedError where the snapshot lacks a value."""
    environment = _environment(language, zone)
    shared, own = (_read(environment, f"{language}/{name}.jinja", values) for name in (audience(kind), kind))
    blocks = shared | own
    quote = blocks.get("quote")
    mail_to = values.get("mail_to") or (lambda _label, _word: "")
    return LetterText(
        subject=_line(blocks.get("subject", "")).rstrip(" -–,:"),  # without the place that is not known
        lead=_sentence(blocks.get("lead", "")),
        greeting=_line(blocks.get("greeting", "")),
        body=(*_paragraphs(blocks.get("body", "")), *_paragraphs(values.get("personal", ""))),
        quote=(quote[0], quote[1].strip()) if quote and quote[1].strip() else None,
        points=tuple(blocks.get("points", ())),
        facts=tuple((label, _line(value)) for label, value in blocks.get("facts", ()) if value),
        next=tuple(_sentence(part) for part in _paragraphs(blocks.get("next", ""))),
        buttons=tuple((label, href) for label, href in blocks["buttons"] if href),
        mails=tuple((label, href) for label, word in blocks.get("mails", ()) if (href := mail_to(label, word))),
        note=_line(blocks.get("note", "")),
        warning=_line(blocks.get("warning", "")),
        shows_slip="slip" in values and blocks.get("slip", values["slip"]) is not None,
        closing=blocks.get("closing", "").strip(),
        why=_sentence(blocks["why"]),
        choice=blocks.get("choice") if values.get("link") else None,
    )


def audience(kind: LetterKind) -> str:
    """Whom this kind is for: person, party, owner or staff."""
    if kind.startswith(("staff_", "operator_")):
        return "staff"
    if kind.startswith("owner_"):
        return "owner"
    return "party" if kind.startswith("order_") else "person"


def _read(environment: Environment, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The blocks of a template and what it sets. Blocks see what was set above them, as in any template."""
    template = environment.get_template(name)
    context = template.new_context(dict(values))
    for _ in template.root_render_func(context):
        pass  # run from top to bottom for the sake of what it sets
    blocks = context.get_exported()
    return blocks | {block: "".join(template.blocks[block](context)) for block in _BLOCKS if block in template.blocks}


@cache
def _environment(language: Language, zone: ZoneInfo) -> Environment:
    """Plain text goes in and comes out: the layouts escape it. Filters take the ISO times of snapshots."""
    environment = template_environment("outbound", language, zone).overlay(
        loader=FileSystemLoader(letter_folders(PACKAGES / "outbound" / "letters")), autoescape=False, trim_blocks=False
    )

    def moment(when: str) -> str:
        return say_moment(datetime.fromisoformat(when), language, zone)

    def day(when: str) -> str:
        return say_day(
            datetime.fromisoformat(when).astimezone(zone) if "T" in when else date.fromisoformat(when), language
        )

    def appointed(appointment: Mapping[str, Any]) -> str:
        return say_appointment(appointment, language, zone)

    def choices(appointment: Mapping[str, Any]) -> list[str]:
        """The times to choose from, each with its number; none where one is offered."""
        slots = enumerate(appointment.get("slots", ()), 1)
        return [f"{number}: {appointed({'text': '', **slot})}" for number, slot in slots]

    # A dict of its own: an overlay shares the one it was laid over, and the layouts' filters take other values.
    environment.filters = environment.filters | {
        "moment": moment,
        "day": day,
        "appointed": appointed,
        "choices": choices,
        "numbered": lambda appointment: [
            (label, f"slot_{number}") for number, label in enumerate(choices(appointment), 1)
        ],
        "priced": lambda cost: [say_cost(option, language) for option in _options(cost)],
        "of": lambda key, table: table[key],
        "named": lambda key: word_for(key, language),
        "suggestion": lambda firm: suggestion(firm, language),
    }
    return environment


def _options(cost: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    """What is asked for, or what was agreed to; nothing of a deed that is not about the cost."""
    options: Sequence[Mapping[str, Any]] = cost["options"] if cost else ()
    return options[cost["chosen"] - 1 : cost["chosen"]] if cost and cost["chosen"] else options


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(_line(part) for part in re.split(r"\n\s*\n", text) if part.strip())


def _sentence(text: str) -> str:
    """A line of ours, with one point after a name or a title that brings its own: "B.V." or "Wat nu?"."""
    return re.sub(r"(?<=[.?!])(?<!\.\.)\.(?!\.)", "", _line(text))


def _line(text: Any) -> str:
    return " ".join(str(text).split())
