"""What may happen in a story of the demo: each verb, who does it, and what it does to the report's ticket or order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import select

from config.demo import Story
from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import answer_appointment, perform
from convert.records import responsible_for
from convert.tickets.assigning import mark_opened
from convert.tickets.change_phase import move_ticket
from convert.tickets.comments import add_note, answer_solved, ask_reporter, comment_by_person
from convert.tickets.merging import merge_ticket
from convert.tickets.opening import NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from store.costs import CostOption
from store.orders import WorkOrder
from store.people import Company, Contact, Installation, Person, Property, Staff, Unit
from store.tickets import Ticket
from store.timeline import Actor
from store.words import ActorKind, Channel, Deed, Phase, Priority


@dataclass(slots=True)
class ToldReport:
    """A story as it goes: the ticket and the order it has by now. calendar: the moment of a day and a time."""

    story: Story
    came: datetime
    channel: Channel
    calendar: Callable[[int, str], datetime]
    ticket_id: int = 0
    order_id: int = 0


Verb = Callable[[UnitOfWork, ToldReport, str], object]


def happen(work: UnitOfWork, report: ToldReport, verb: str, words: str) -> None:
    """Let it happen now. Raises KeyError for a verb that nobody knows; what a deed raises."""
    VERBS[verb](work, report, words)


def _taken(work: UnitOfWork, report: ToldReport, _: str) -> None:
    """Whoever will be responsible takes the call, or the mail out of the tray."""
    new = _new_ticket(work, report)
    report.ticket_id = open_ticket(_as_staff(work, responsible_for(work.session, new.property_id, new.trade)), new).key


def _written_on_the_form(work: UnitOfWork, report: ToldReport, _: str) -> None:
    person = _person(work, report)
    by_person = work.by(Actor(ActorKind.PERSON, person.name, Channel.WEBSITE, person.key))
    report.ticket_id = open_ticket(by_person, _new_ticket(work, report)).key


def _mailed(_work: UnitOfWork, _report: ToldReport, _words: str) -> None:
    """It lies in the tray until somebody takes it."""


def _new_ticket(work: UnitOfWork, report: ToldReport) -> NewTicket:
    story = report.story
    unit = work.session.exec(select(Unit).where(Unit.code == story.where)).first()
    machine = work.session.exec(select(Installation).where(Installation.code == story.where)).first()
    building = work.session.exec(select(Property).where(Property.name == story.where)).first()
    inside = unit or machine
    return NewTicket(
        title=story.title,
        description=story.words,
        channel=report.channel,
        received_at=report.came,
        person_ids=(_person(work, report).key,),
        property_id=inside.property_id if inside else building.key if building else None,
        unit_id=unit.key if unit else None,
        installation_id=machine.key if machine else None,
        trade=story.trade,
        priority=Priority(story.priority),
        may_call=True,
    )


def _order(work: UnitOfWork, report: ToldReport, firm: str) -> None:
    company = work.session.exec(select(Company).where(Company.name == firm)).one()
    before = (work.now + timedelta(days=10)).date()
    new = NewOrder(ticket_id=report.ticket_id, company_id=company.key, do_before=before)
    report.order_id = create_order(_by_desk(work, report), new).key


def _look(work: UnitOfWork, report: ToldReport, _: str) -> None:
    mark_opened(_by_desk(work, report), report.ticket_id)


def _note(work: UnitOfWork, report: ToldReport, words: str) -> None:
    add_note(_by_desk(work, report), report.ticket_id, text=words)


def _ask(work: UnitOfWork, report: ToldReport, words: str) -> None:
    ask_reporter(_by_desk(work, report), report.ticket_id, words)


def _say(work: UnitOfWork, report: ToldReport, words: str) -> None:
    comment_by_person(_by_reporter(work, report), report.ticket_id, _person(work, report).key, words)


def _goes_on_in(work: UnitOfWork, report: ToldReport, title: str) -> None:
    other = work.session.exec(select(Ticket).where(Ticket.title == title)).one()
    if report.channel is Channel.WEBSITE:
        _look(work, report, "")
    merge_ticket(_by_desk(work, report), report.ticket_id, other.key)


def _moved_to(phase: Phase) -> Verb:
    return lambda work, report, reason: move_ticket(_by_desk(work, report), report.ticket_id, phase, reason)


def _solved(is_it: bool) -> Verb:
    def answer(work: UnitOfWork, report: ToldReport, words: str) -> None:
        answer_solved(_by_reporter(work, report), report.ticket_id, _person(work, report).key, is_it, words)

    return answer


def _time_suits(does_it: bool) -> Verb:
    def answer(work: UnitOfWork, report: ToldReport, words: str) -> None:
        answer_appointment(_by_reporter(work, report), report.order_id, _person(work, report).key, does_it, words)

    return answer


def _by_party(deed: Deed, agreed: bool | None = None) -> Verb:
    """What comes with it is read from its words: a day and a time, an amount, a key of what it waits for."""

    def do(work: UnitOfWork, report: ToldReport, words: str) -> None:
        details = DeedDetails(text=words, agreed=agreed)
        if deed is Deed.PLAN and (visit := re.fullmatch(r"([+-]?\d+) (\d\d:\d\d)", words)):
            starts = report.calendar(int(visit[1]), visit[2])
            details = replace(details, text="", appointment_from=starts, appointment_to=starts + timedelta(hours=2))
        elif deed is Deed.ASK_COST:
            amount, _, what = words.partition(" ")
            details = replace(details, text="", costs=(CostOption(cents=int(amount) * 100, vat="excl", what=what),))
        elif deed in (Deed.HOLD, Deed.REFUSE):
            key, _, words = words.partition(" ")
            details = DeedDetails(text=words, held_for=key, reason=key if deed is Deed.REFUSE else "")
        elif deed is Deed.COMPLETE:
            details = DeedDetails(work_done=words)
        contact = work.session.get_one(Contact, work.session.get_one(WorkOrder, report.order_id).contact_id)
        perform(
            work.by(Actor(ActorKind.PARTY, contact.name, Channel.PAGE, contact.key)), report.order_id, deed, details
        )

    return do


def _by_staff(deed: Deed) -> Verb:
    option = 1 if deed is Deed.GRANT_COST else 0
    return lambda work, report, _: perform(_by_desk(work, report), report.order_id, deed, DeedDetails(option=option))


VERBS: dict[str, Verb] = {
    # the way it came, and the press that makes a mail a ticket
    "phone": _taken, "form": _written_on_the_form, "mail": _mailed, "take": _taken,
    # staff
    "look": _look, "note": _note, "question": _ask, "into": _goes_on_in, "order": _order,
    "progress": _moved_to(Phase.IN_PROGRESS), "reject": _moved_to(Phase.REJECTED), "close": _moved_to(Phase.CLOSED),
    "grant": _by_staff(Deed.GRANT_COST), "owner": _by_staff(Deed.ASK_OWNER), "approve": _by_staff(Deed.APPROVE),
    # the firm
    "accept": _by_party(Deed.ACCEPT), "plan": _by_party(Deed.PLAN, agreed=True), "propose": _by_party(Deed.PLAN),
    "refuse": _by_party(Deed.REFUSE), "hold": _by_party(Deed.HOLD), "cost": _by_party(Deed.ASK_COST),
    "missed": _by_party(Deed.MISSED), "complete": _by_party(Deed.COMPLETE),
    # the reporter
    "says": _say, "suits": _time_suits(True), "unsuits": _time_suits(False), "yes": _solved(True), "no": _solved(False),
}  # fmt: skip
CHANNELS = {"phone": Channel.PHONE, "form": Channel.WEBSITE, "mail": Channel.EMAIL}


def _person(work: UnitOfWork, report: ToldReport) -> Person:
    return work.session.exec(select(Person).where(Person.name == report.story.who)).one()


def _by_reporter(work: UnitOfWork, report: ToldReport) -> UnitOfWork:
    person = _person(work, report)
    return work.by(Actor(ActorKind.PERSON, person.name, Channel.PAGE, person.key))


def _by_desk(work: UnitOfWork, report: ToldReport) -> UnitOfWork:
    """As whoever is responsible."""
    ticket = work.session.get_one(Ticket, report.ticket_id)
    return _as_staff(work, work.session.get_one(Staff, ticket.responsible_id))


def _as_staff(work: UnitOfWork, staff: Staff) -> UnitOfWork:
    return work.by(Actor(ActorKind.STAFF, staff.name, Channel.STAFF, staff.key))
