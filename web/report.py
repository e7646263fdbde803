"""The public form: anybody reports something, without a log-in and without scripts, and it is a ticket at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from config.words import Text, languages
from convert.errors import InvalidError, MissingError, RefusedError
from convert.records import NEEDED
from convert.relations.people import NewPerson, add_person, person_at
from convert.tickets.opening import NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from ingest.suggesting.homes import PlacesRead, choose_home
from ingest.suggesting.relations import known_units
from ingest.suggesting.trades import trade_of
from ingest.suggesting.urgency import Level, find_urgency
from store.access import Link
from store.attempts import EVERYBODY, admit, is_full
from store.first_aid import COLD, FIRST_AID, LEAKING, LEAKS, QUESTIONS, picture_of
from store.links import link_for, valid_link
from store.people import Person, Unit
from store.recipients import address_of, linked_people, wants
from store.report_choices import OfferedPreset, find_preset, offered_trades
from store.rows import lock_word
from store.safety_texts import danger_in, own_points, points_in
from store.ticket_sheet import ticket_with_nonce
from store.tickets import Ticket
from store.timeline import Actor
from store.tokens import page_token
from store.wording import WORDS
from store.words import ActorKind, Channel, Danger, LetterKind, Priority, Trade
from web.form_nonce import FASTEST, LONGEST, age_of, new_nonce
from web.rendering import public_page
from web.request import RequestContext, context_of
from web.typed import Form, Typed

router = APIRouter(prefix="/report", include_in_schema=False)
TRAP = "website"  # a field no person sees; programs fill in all they find
STRANGER = Actor(ActorKind.PERSON, "", Channel.WEBSITE)
LONGEST_TEXT = 20_000  # characters
Point = list[tuple[str, str]]  # of what to do in danger: words, and the number that a press on them calls or ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever opens the form. lang: the language they chose on it, "" for their browser's."""

    context: RequestContext
    lang: str = ""

    def path(self, below: str = "") -> str:
        return f"/report{below}" + (f"?lang={self.lang}" if self.lang else "")


def caller_of(request: Request, lang: str = "") -> Caller:
    context = context_of(request)
    chosen = lang if lang in languages() else None
    context = replace(context, language=chosen or context.language)
    request.state.context = context
    return Caller(context, chosen or "")


AnyCaller = Annotated[Caller, Depends(caller_of)]


@router.get("")
def ask(caller: AnyCaller, about: str = "") -> Response:
    """about: what was chosen by its picture."""
    return _form(caller, about=about)


@router.post("")
def report(caller: AnyCaller, typed: Form) -> Response:
    context, nonce = caller.context, _sending_of(typed)
    with context.reading() as session:
        if ticket_with_nonce(session, nonce):
            return RedirectResponse(caller.path(f"/{nonce}"), 303)
        is_shut = is_full(session, "report", _most(context), context.now)
    if is_shut:
        words = context.say("Many reports came from your connection. Please call us; we are glad to help.")
        return _form(caller, typed, whole=words, status=429)
    if suspicion := _suspicion(context, typed):
        return _form(caller, typed, whole=suspicion, status=422)
    try:
        with context.work(STRANGER) as work:
            lock_word(work.session, nonce)
            if ticket_with_nonce(work.session, nonce):  # pressed twice: the other press was quicker
                return RedirectResponse(caller.path(f"/{nonce}"), 303)
            admit(work.session, "report", _most(context), context.now)
            _open(work, typed, context)
    except InvalidError as error:
        return _form(caller, typed, errors=error.fields, status=422)
    except RefusedError as error:
        if not error.code.startswith("file_"):
            raise
        return _form(caller, typed, errors={"files": error.words}, status=422)
    return RedirectResponse(caller.path(f"/{nonce}"), 303)


@router.get("/{nonce}")
def receipt(caller: AnyCaller, nonce: str) -> Response:
    """What a reporter keeps: the number and what happens next. Sending the form again shows the same."""
    context = caller.context
    with context.reading() as session:
        ticket = ticket_with_nonce(session, nonce)
        if ticket is None:
            raise MissingError
        reporter = next((person for person, _ in linked_people(session, ticket.key)), None)
        unit = session.get(Unit, ticket.unit_id) if ticket.unit_id else None
        place = f"{unit.address_line}, {unit.town}" if unit else ""
        is_mailed = reporter is not None and _is_mailed(session, reporter)
        link = valid_link(session, context.now, ticket.key, reporter.key) if reporter and not is_mailed else None
        is_emergency = ticket.priority is Priority.EMERGENCY
        urgency = find_urgency(f"{ticket.title}\n{ticket.description}")
        danger = _points(context, session, danger_in(urgency.words)) if is_emergency else []
    return public_page(
        context,
        "report/receipt.html",
        title=context.say("We have received your report"),
        number=ticket.number,
        received_at=ticket.received_at,
        place=place,
        is_emergency=is_emergency,
        danger=danger,
        is_mailed=is_mailed,
        # The nonce rests in the database and a private link does not: the receipt leads to it for a day, to be kept.
        private=_private_page(context, link) if link and context.now - ticket.received_at < LONGEST else "",
    )


def _is_mailed(session: Session, reporter: Person) -> bool:
    return bool(address_of(session, reporter.key)) and wants(reporter, LetterKind.TICKET_RECEIVED)


def _private_page(context: RequestContext, link: Link) -> str:
    return f"{context.settings.desk.base_url.rstrip('/')}/l/{page_token(context.settings.secret, link.nonce)}"


def _sending_of(typed: Typed) -> str:
    """What recognises a double press: the form's nonce with the words. Back and other words are another report."""
    words = sorted((name, repr(value)) for name, value in typed.kept().items() if name != "nonce")
    return f"{typed.text('nonce')}.{sha256(repr(words).encode()).hexdigest()[:16]}"


def _open(work: UnitOfWork, typed: Typed, context: RequestContext) -> Ticket:
    """Raises InvalidError with every field that must be looked at again."""
    new = _read(work.session, typed, context)
    place = typed.text("place")
    home = choose_home(PlacesRead(own=known_units(work.session, [place]).find(place)), lives_at=())
    person = person_at(work.session, typed.text("email")) if typed.text("email") else None
    is_stranger = person is None
    if person is None:
        person = add_person(
            work, NewPerson(typed.text("name"), typed.text("email"), typed.text("phone"), context.language)
        )
    by_them = work.by(replace(STRANGER, name=person.name, id=person.key))
    # An address the desk does not know is not lost: it stands below their words.
    description = new.description if home else f"{new.description}\n\n{place}"
    ticket = open_ticket(
        by_them,
        replace(
            new,
            description=description,
            unit_id=home.unit_id if home else None,
            reporter_id=person.key,
            by_stranger=is_stranger,
        ),
    )
    if not typed.text("email"):  # whom no letter brings the link finds it on the receipt
        link_for(work.session, work.settings.secret, work.now, ticket_id=ticket.key, person_id=person.key)
    return ticket


def _read(session: Session, typed: Typed, context: RequestContext) -> NewTicket:
    preset = find_preset(session, typed.text("preset"))
    wrong = dict(_wrong(typed, preset))
    if wrong:
        raise InvalidError(**wrong)
    title_words = typed.text("title") or (preset.in_(context.language) if preset else "")
    text = "\n\n".join([typed.text("text"), *_answers(typed, context)])
    danger = find_urgency(f"{title_words}\n{text}")
    return NewTicket(
        title=title_words,
        description=text,
        channel=Channel.WEBSITE,
        received_at=context.now,
        # Only words of certain danger raise the priority by themselves; a suspicion is for staff to judge.
        priority=Priority.EMERGENCY if danger.level is Level.EMERGENCY else Priority.NORMAL,
        trade=_trade(typed.text("title"), preset).value,
        spot=", ".join(part for part in (_leak(typed, context), typed.text("spot")) if part),
        availability=typed.text("availability"),
        may_call=typed.ticked("call"),
        nonce=_sending_of(typed),
        uploads=typed.uploads,
        urgent_words=danger.words,
    )


def _trade(own_words: str, preset: OfferedPreset | None) -> Trade:
    """What was chosen; of a title in own words the trade it names, as for the subject of a mail."""
    return preset.trade if preset else trade_of(own_words)


def _asked(trade: Trade, kept: Mapping[str, str]) -> dict[str, Text]:
    """The questions of the trade by their fields, and those that were answered before another was chosen."""
    every = {f"ask-{key}": (of, words) for of, each in QUESTIONS.items() for key, words in each.items()}
    return {field: words for field, (of, words) in every.items() if of is trade or kept.get(field)}


def _answers(typed: Typed, context: RequestContext) -> list[str]:
    """What was answered, each after its question, as one paragraph; [] where nothing was."""
    asked = {field: words for field, words in _asked(Trade.OTHER, typed.kept()).items() if typed.text(field)}
    lines = [f"{context.say(question)} {typed.text(field)}" for field, question in asked.items()]
    return ["\n".join(lines)] if lines else []


def _leak(typed: Typed, context: RequestContext) -> str:
    words = LEAKS.get(typed.text("leak"))
    return context.say(words).lower() if words else ""


def _wrong(typed: Typed, preset: OfferedPreset | None) -> Iterator[tuple[str, Text]]:
    if not (typed.text("title") or preset):
        yield "preset", Text("Choose what is the matter.")
    for name in ("text", "place", "name"):
        if not typed.text(name):
            yield name, NEEDED
    if len(typed.text("text")) > LONGEST_TEXT:
        yield "text", Text("This is too long; send it as a file.")
    if not typed.text("email") and not typed.text("phone"):
        yield (
            "email",
            Text("Fill in an e-mail address or a telephone number, so that we can answer."),
        )


def _suspicion(context: RequestContext, typed: Typed) -> str:
    """Why this was perhaps not sent by a person; what was typed is kept, so that a person only presses again."""
    age = age_of(context.settings.secret, typed.text("nonce"), context.now)
    if typed.text(TRAP):
        return context.say("A hidden field was filled in, as programs do. Are you a person? Please press once more.")
    if age is None or age > LONGEST:
        return context.say("This form had been open for a long time. Please press once more.")
    if age < FASTEST:
        return context.say("That was very quick. Please press once more.")
    return ""


def _form(
    caller: Caller,
    typed: Typed | None = None,
    *,
    errors: dict[str, Text] | None = None,
    whole: str = "",
    status: int = 200,
    about: str = "",
) -> Response:
    """errors: at their fields · whole: what is wrong with none of them · about: the preset that was chosen first."""
    context = caller.context
    faults = {name: context.say(words) for name, words in (errors or {}).items()}
    kept = typed.kept() if typed else {}
    is_usable = typed is not None and not whole
    with context.reading() as session:
        trades = [trade for trade in offered_trades(session) if trade.offered]
        chosen = find_preset(session, about or kept.get("preset", ""))
        urgency = find_urgency(f"{kept.get('title', '')}\n{kept.get('text', '')}")
        is_danger = urgency.level is Level.EMERGENCY
        danger = _points(context, session, danger_in(urgency.words)) if is_danger else []
        cold = _points(context, session, Danger.COLD) if chosen and chosen.key == COLD else []
    about, trade = chosen.key if chosen else "", _trade(kept.get("title", ""), chosen)
    aid = FIRST_AID.get(about)
    presets = [preset for each in trades for preset in each.presets if preset.offered]
    return public_page(
        context,
        "report/form.html",
        status=status,
        title=context.say("Report something"),
        action=caller.path(),
        nonce=kept["nonce"] if is_usable and "nonce" in kept else new_nonce(context.settings.secret, context.now),
        presets=_grouped(context, presets),
        about=about,
        pictures=[(each.key, sign, each.in_(context.language)) for each in presets if (sign := picture_of(each))],
        steps=[context.say(step) for step in aid.steps] if aid else [],
        own=context.say(aid.own) if aid and aid.own else "",
        questions=[(field, context.say(words)) for field, words in _asked(trade, kept).items()],
        leaks=[(key, context.say(words)) for key, words in LEAKS.items()]
        if about in LEAKING or kept.get("leak")
        else [],
        picked=lambda key: f"/report?{urlencode(({'lang': caller.lang} if caller.lang else {}) | {'about': key})}",
        typed=kept,
        errors=faults,
        whole=whole,
        trap=TRAP,
        danger=danger,
        cold=cold,
        max_size=context.settings.web.max_upload,
    )


def _grouped(context: RequestContext, presets: list[OfferedPreset]) -> list[dict[str, Any]]:
    """Pairs to choose from, by trade."""
    return [
        {
            "word": context.say(WORDS[Trade][trade.value]),
            "options": [(preset.key, preset.in_(context.language)) for preset in group],
        }
        for trade, group in groupby(presets, attrgetter("trade"))
    ]


def _points(context: RequestContext, session: Session, danger: Danger) -> list[Point]:
    points = points_in(own_points(session, danger), danger, context.language)
    return [
        [(words, _digits(words) if _NUMBER.fullmatch(words) else "") for words in _NUMBER.split(point) if words]
        for point in points
    ]


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


_NUMBER = re.compile(r"((?<!\d)(?:112|0\d{1,3}[- ]?\d(?:[ -]?\d){3,7})(?!\d))")


def _most(context: RequestContext) -> dict[str, int]:
    """Reports within an hour, by who sends them."""
    limits = context.settings.limits
    return {context.client: limits.report_per_address_hour, EVERYBODY: limits.reports_per_hour}
