"""Writing a draft: what it proposes, found once in all that was read, with the reason beside each suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from config.settings import DeskSettings, Settings
from ingest.author import Author
from ingest.mail import InboundMail, passed_on_words
from ingest.suggesting.homes import PlacesRead, choose_home, common_property, offer_homes
from ingest.suggesting.people import NOBODY, Acquaintances, Origin, find_origin
from ingest.suggesting.places import KnownUnit
from ingest.suggesting.privacy import find_privacy_request
from ingest.suggesting.relations import (
    Everybody,
    Installations,
    Tenancies,
    known_units,
    numbers_in,
    persons_named,
    properties_named,
    tickets_by_number,
)
from ingest.suggesting.titles import suggest_title
from ingest.suggesting.trades import problems_in, trade_of
from ingest.suggesting.urgency import Level, Urgency, explain, find_urgency
from store.mail import Draft, Message
from store.suggestions import Suggested, SuggestionReason, Suggestions, as_plain
from store.words import Trade


def propose(
    session: Session,
    drafts: Sequence[tuple[Draft, Message, InboundMail, Author]],
    settings: Settings,
    everybody: Everybody,
) -> None:
    """Fill in what these drafts propose, to be written with them. What the mails name is asked for all at once.

    everybody  at the addresses of these mails
    """
    zone = settings.desk.zone
    cases = [
        _DraftCase(draft, mail, author, message.received_at.astimezone(zone).date())
        for draft, message, mail, author in drafts
    ]
    with session.no_autoflush:  # nothing that is asked for here is being written: a draft is written when it is whole
        _find_people(cases, settings.desk.address, everybody)
        _find_places(session, cases)
        for case in cases:
            _describe(case, settings.desk)
        _find_what_is_there(session, cases)
    for case in cases:
        case.draft.suggestions = as_plain(_suggestions(case))


@dataclass(slots=True)
class _DraftCase:
    """A draft in the making, with what was found for it so far.

    day       on which it came, at the desk
    lives_at  the homes of its occupants
    """

    draft: Draft
    mail: InboundMail
    author: Author
    day: date
    origin: Origin = NOBODY
    lives_at: list[KnownUnit] = field(default_factory=list)
    places: PlacesRead = field(default_factory=PlacesRead)
    home: KnownUnit | None = None
    complex: Suggested | None = None
    tenants: list[int] = field(default_factory=list)
    namesakes: list[int] = field(default_factory=list)
    installations: list[Suggested] = field(default_factory=list)
    tickets: list[Suggested] = field(default_factory=list)

    @property
    def name_alone(self) -> str:
        """The whole name of somebody whose address we do not know, in lower case; "" for any other."""
        name = " ".join(self.origin.new.name.casefold().split()) if self.origin.new else ""
        return name if " " in name else ""

    @property
    def new_words(self) -> str:
        return f"{self.mail.subject}\n{self.mail.reply.new}"

    @property
    def passed_on(self) -> str:
        """What somebody else wrote: the mail that was passed on, or all there is above which nothing was written."""
        if self.mail.forwarded:
            return passed_on_words(self.mail.forwarded)
        return "" if self.mail.reply.new.strip() else self.mail.reply.quoted

    @property
    def report(self) -> str:
        """The text that tells what is the matter."""
        if self.origin.first:
            return self.origin.first.new or self.origin.first.text
        forwarded = self.mail.forwarded.text if self.mail.forwarded else ""
        return self.mail.reply.new if self.mail.reply.new.strip() else forwarded


def _find_people(cases: Sequence[_DraftCase], desk: str, everybody: Everybody) -> None:
    persons, tenancies = everybody.persons, everybody.tenancies
    for case in cases:
        settled = {person for person in persons.values() if tenancies.homes_of(person, case.day)}
        known = Acquaintances(persons, settled, everybody.staff, everybody.contacts)
        case.origin = find_origin(case.mail, case.author, desk, known)
        homes = [unit for person in case.origin.occupants for unit in tenancies.homes_of(person, case.day)]
        case.lives_at = list(dict.fromkeys(homes))


def _find_places(session: Session, cases: Sequence[_DraftCase]) -> None:
    units = known_units(
        session, [text for case in cases for text in (case.new_words, case.passed_on, case.mail.reply.signature)]
    )
    complexes = properties_named(session, [f"{case.new_words}\n{case.passed_on}" for case in cases])
    for case, named in zip(cases, complexes, strict=True):
        case.places = PlacesRead(
            own=units.find(case.new_words),
            forwarded=units.find(case.passed_on),
            signature=units.find(case.mail.reply.signature),
        )
        here = [unit for unit in case.lives_at if not named or unit.property_id in {place.id for place in named}]
        case.home = choose_home(case.places, here)
        property_id = common_property(case.places, here, case.home)
        if property_id:
            case.complex = Suggested(property_id, SuggestionReason.OF_THE_HOME)
        elif len(named) == 1:
            case.complex = named[0]


def _describe(case: _DraftCase, desk: DeskSettings) -> None:
    """Title, trade, urgency and problems, from the report's own words."""
    first = case.origin.first
    draft, subject = case.draft, (first.subject if first and first.subject else case.mail.subject)
    photos = sum(file.content_type.startswith("image/") and not file.decoration for file in case.mail.attachments)
    home = case.home.address_line if case.home else ""
    urgency = _urgency(case, desk)
    trade = trade_of(f"{subject}\n{case.report}")
    draft.title = suggest_title(subject, case.report, unit=home, photos=photos, language=desk.language)
    draft.trade = "" if trade is Trade.OTHER else trade.value
    draft.urgency = _URGENCIES[urgency.level]
    draft.urgency_why = explain(urgency, desk.language)
    draft.problems = list(problems_in(case.report))


def _urgency(case: _DraftCase, desk: DeskSettings) -> Urgency:
    """How urgent the sender's words sound. Danger in what was passed on is a suspicion where something was written
    above it, or where a letter of the desk itself was passed on."""
    urgency, forwarded = find_urgency(case.new_words), case.mail.forwarded
    if urgency.level is Level.EMERGENCY or forwarded is None:
        return urgency
    theirs = find_urgency(passed_on_words(forwarded))
    is_ours = forwarded.sender is not None and forwarded.sender.address.lower() == desk.address.lower()
    if case.mail.reply.new.strip() or is_ours:
        theirs = replace(theirs, level=min(theirs.level, Level.POSSIBLE))
    return max(urgency, theirs, key=lambda found: found.level)


_URGENCIES = {Level.NONE: "", Level.POSSIBLE: "possible", Level.EMERGENCY: "emergency"}


def _find_what_is_there(session: Session, cases: Sequence[_DraftCase]) -> None:
    """Who lives at the homes that were chosen, the installations there, and the tickets that are named."""
    tenancies = Tenancies(session, units={case.home.unit_id for case in cases if case.home})
    complexes = {case.complex.id for case in cases if case.complex}
    installations = Installations(session, [case.new_words for case in cases], complexes)
    numbers = {number for case in cases for number in numbers_in(f"{case.new_words}\n{case.passed_on}")}
    tickets = tickets_by_number(session, numbers)
    unknown = {case.name_alone for case in cases} - {""}
    namesakes = persons_named(session, unknown)
    for case in cases:
        case.namesakes = namesakes.get(case.name_alone, [])
        case.tenants = tenancies.persons_in(case.home.unit_id, case.day) if case.home else []
        case.installations = _installations(case, installations)
        case.tickets = _tickets(case, tickets)


def _installations(case: _DraftCase, known: Installations) -> list[Suggested]:
    """Those named by their code, then those of the home and its complex. A lift that names itself says where it is."""
    named = known.named(case.new_words)
    where = {installation.property_id for _, installation in named}
    if case.complex is None and len(where) == 1:
        case.complex = Suggested(where.pop(), SuggestionReason.CODE_IN_TEXT, named[0][0])
    offered = [Suggested(one.installation_id, SuggestionReason.CODE_IN_TEXT, code) for code, one in named]
    if case.complex:
        home_id = case.home.unit_id if case.home else None
        for one in known.fitting(home_id, case.complex.id, case.draft.trade):
            why = SuggestionReason.OF_THE_HOME if one.unit_id else SuggestionReason.OF_THE_PROPERTY
            offered.append(Suggested(one.installation_id, why))
    return _each_once(offered)


def _tickets(case: _DraftCase, tickets: Mapping[str, int]) -> list[Suggested]:
    """Those whose number, or whose work order's, the subject names, then those of the text: only ever offered."""
    if not tickets:
        return []
    in_subject = numbers_in(case.mail.subject)
    in_text = numbers_in(f"{case.mail.reply.new}\n{case.passed_on}")
    named = [(number, SuggestionReason.NUMBER_IN_SUBJECT) for number in in_subject]
    named += [(number, SuggestionReason.NUMBER_IN_TEXT) for number in in_text]
    return _each_once(Suggested(tickets[number], why, number) for number, why in named if number in tickets)


def _suggestions(case: _DraftCase) -> Suggestions:
    tenants = [Suggested(person_id, SuggestionReason.LIVES_THERE) for person_id in case.tenants]
    alike = [key for key in case.namesakes if key in case.tenants or not case.home]
    namesakes = [Suggested(key, SuggestionReason.SAME_NAME, case.author.address) for key in alike]
    return Suggestions(
        persons=tuple(_each_once([*case.origin.persons, *namesakes, *tenants])),
        reporter=case.origin.reporter,
        homes=offer_homes(case.places, case.lives_at, case.home),
        home=case.home.unit_id if case.home else None,
        property=case.complex,
        installations=tuple(case.installations),
        tickets=tuple(case.tickets),
        author_by=case.origin.by,
        sender_name=case.origin.new.name or case.origin.new.address if case.origin.new else "",
        sender_address=case.origin.new.address.lower() if case.origin.new else "",
        privacy=find_privacy_request(case.new_words),
    )


def _each_once(suggested: Iterable[Suggested]) -> list[Suggested]:
    """The first of each row."""
    once: dict[int, Suggested] = {}
    for row in suggested:
        once.setdefault(row.id, row)
    return list(once.values())


def words_of(draft: Draft, message: Message) -> tuple[str, ...]:
    """What a draft is found by."""
    return f"{draft.title} {message.from_name} {message.from_address} {message.subject}", message.new_text
