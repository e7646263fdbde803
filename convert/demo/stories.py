"""A desk in the middle of its week: a few tickets and work orders on their way, for the demo's first screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from sqlmodel import col, select

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from convert.tickets.opening import NewTicket, open_ticket
from convert.unit_of_work import UnitOfWork
from store.people import Company, Contact, Installation, Person, Staff, Unit
from store.timeline import Actor
from store.words import ActorKind, Channel, Deed, Priority, RefusalReason

R = TypeVar("R", Staff, Person, Company)


class DemoStory(NamedTuple):
    """One report and how far it has come. `days` ago it was reported; a deed is done a day later each."""

    days: int
    title: str
    words: str
    reporter: str
    unit: str
    trade: str
    priority: Priority
    firm: str
    deeds: tuple[tuple[Deed, DeedDetails], ...] = ()


STORIES = (
    DemoStory(
        days=8,
        title="Verlichting portiek",
        words="De lamp in het portiek knippert en valt steeds uit, de trap is dan pikdonker.",
        reporter="Karel Mulder",
        unit="KH-9",
        trade="electricity",
        priority=Priority.NORMAL,
        firm="Elektro Visser",
    ),
    DemoStory(
        days=5,
        title="Kraan cv-ketel lekt",
        words="Onder de ketel ligt elke ochtend een plasje water. De vulkraan voelt nat aan.",
        reporter="Piet Hendriks",
        unit="LH-41",
        trade="heating",
        priority=Priority.HIGH,
        firm="Warmte & Zo",
        deeds=((Deed.ACCEPT, DeedDetails(text="Wij nemen deze aan.")), (Deed.PLAN, DeedDetails(agreed=True))),
    ),
    DemoStory(
        days=4,
        title="Lift stopt op 2",
        words="De lift blijft op de tweede verdieping staan, de deuren gaan open en weer dicht.",
        reporter="Ruud Kok",
        unit="",
        trade="lift",
        priority=Priority.URGENT,
        firm="Lift Meesters",
        deeds=(
            (Deed.ACCEPT, DeedDetails()),
            (Deed.HOLD, DeedDetails(held_for="parts", text="Deurcontact is besteld, levering donderdag.")),
        ),
    ),
    DemoStory(
        days=3,
        title="Dakgoot lekt",
        words="Bij de achtergevel druppelt de goot op de stoep, het mos groeit er al.",
        reporter="Olivia Carter",
        unit="LH-22",
        trade="roof",
        priority=Priority.NORMAL,
        firm="Loodgietersbedrijf De Kraan",
        deeds=(
            (
                Deed.REFUSE,
                DeedDetails(reason=RefusalReason.NOT_OUR_TRADE, text="Dat is dakwerk, dat doen wij niet."),
            ),
        ),
    ),
    DemoStory(
        days=2,
        title="Afvoer keuken verstopt",
        words="Het water blijft in de gootsteen staan, ontstopper hielp niet.",
        reporter="Zeynep Yılmaz",
        unit="KH-15",
        trade="plumbing",
        priority=Priority.NORMAL,
        firm="Loodgietersbedrijf De Kraan",
        deeds=((Deed.COMPLETE, DeedDetails(work_done="Zwanenhals gereinigd, loopt weer door.")),),
    ),
)


def set_scene(work: UnitOfWork) -> None:
    """Let the stories happen, each at its own time before now. Needs the cast."""
    for story in STORIES:
        _tell(work, story)


def _tell(work: UnitOfWork, story: DemoStory) -> None:
    began = work.now - timedelta(days=story.days, hours=1)
    ingrid = _named(work, Staff, "Ingrid")
    at_desk = Actor(ActorKind.STAFF, ingrid.name, Channel.STAFF, ingrid.key)
    unit = work.session.exec(select(Unit).where(Unit.code == story.unit)).first()
    reporter = _named(work, Person, story.reporter)
    lift = work.session.exec(select(Installation).where(Installation.trade == story.trade)).first()
    ticket = open_ticket(
        _at(work, at_desk, began),
        NewTicket(
            title=story.title,
            description=story.words,
            channel=Channel.PHONE,
            received_at=began,
            person_ids=(reporter.key,),
            reporter_id=reporter.key,
            unit_id=unit.key if unit else None,
            installation_id=lift.key if lift and not unit else None,
            trade=story.trade,
            priority=story.priority,
            may_call=True,
        ),
    )
    firm = _named(work, Company, story.firm)
    sent = began + timedelta(minutes=20)
    new = NewOrder(ticket_id=ticket.key, company_id=firm.key, do_before=(sent + timedelta(days=10)).date())
    order = create_order(_at(work, at_desk, sent), new)
    contact = work.session.get_one(Contact, order.contact_id)
    party = Actor(ActorKind.PARTY, contact.name, Channel.PAGE, contact.key)
    for number, (deed, details) in enumerate(story.deeds, start=1):
        if deed is Deed.PLAN:
            visit = work.now.replace(hour=13, minute=0, second=0, microsecond=0) + timedelta(days=2)
            details = replace(details, appointment_from=visit, appointment_to=visit + timedelta(hours=2))
        perform(_at(work, party, sent + timedelta(hours=5 * number)), order.key, deed, details)


def _at(work: UnitOfWork, actor: Actor, when: datetime) -> UnitOfWork:
    return replace(work, actor=actor, now=when)


def _named(work: UnitOfWork, table: type[R], name: str) -> R:
    return work.session.exec(select(table).where(col(table.name).startswith(name))).one()
