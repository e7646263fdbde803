"""The desk on which a history is played, beside its model: who they are, how they press, what is found of it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, func, select

from convert.relations.companies import add_contact
from convert.text_blocks import save_block
from store.access import Link
from store.mail import Draft
from store.orders import WorkOrder
from store.people import Company, Contact, Person, PersonAddress, Staff, Tenancy, Unit
from store.tickets import File, Ticket
from store.tokens import page_token
from tests.journeys.audience.model import MARK, AudienceModel
from tests.journeys.desk_in_memory import DeskInMemory, Photograph
from tests.journeys.forms import Chosen
from tests.journeys.letters import ReceivedLetter

PEOPLE = ("Fatima el Amrani", "Sem de Wit", "Karel Mulder", "Olivia Carter")
KRAAN = "Loodgietersbedrijf De Kraan"
FIRMS = {"Johan de Kraan": KRAAN, "Petra Kok": KRAAN, "Marco Visser": "Elektro Visser"}  # who works there
OWNER, STRANGER, INGRID = "Henk Terpstra", "Noor Bakker", "Ingrid Vos"
FILLED = "Beste {naam} van {adres}, uw nummer is {nummer}."  # a text block, with what it is filled from


@dataclass
class ModelDraft:
    key: int
    words: str
    title: str
    file: str
    sender: str
    is_proven: bool
    later: tuple[ModelDraft, ...] = ()  # mails that came after it and lie with it


@dataclass
class HistoryState:
    """All of a history that is put back with the desk."""

    model: AudienceModel
    drafts: list[ModelDraft] = field(default_factory=list)
    dismissed: list[ModelDraft] = field(default_factory=list)
    converted: list[tuple[ModelDraft, tuple[str, ...]]] = field(default_factory=list)  # into these tickets
    grouped: dict[int, dict[str, ModelDraft]] = field(default_factory=dict)  # press → ticket → the mail it was made of
    letters: list[ReceivedLetter] = field(default_factory=list)
    mails: int = 0

    def copied(self) -> HistoryState:
        lists = ([*self.drafts], [*self.dismissed], [*self.converted])
        return HistoryState(deepcopy(self.model), *lists, dict(self.grouped), [*self.letters], self.mails)


class HistoryDesk:
    """The desk and the model of a history. Who does what is named by name."""

    def __init__(self, desk: DeskInMemory) -> None:
        self.desk = desk
        with desk.work() as work:
            firms = {one.name: one.key for one in work.session.exec(select(Company))}
            add_contact(work, firms[KRAAN], "Petra Kok", "petra@dekraan.example.nl")
            self.block = save_block(work, None, "Begroeting", "nl", FILLED).key
        with desk.store.reading() as session:
            lives = select(Person, Unit).join(Tenancy, col(Tenancy.person_id) == Person.id)
            tenants = session.exec(lives.join(Unit, col(Unit.id) == Tenancy.unit_id)).all()
            homes = {person.name: unit.address_line for person, unit in tenants}
            self.people = {person.name: person.key for person, _ in tenants}
            self.units = {unit.address_line: (unit.key, unit.code) for _, unit in tenants}
            self.companies = {one.name: one.key for one in session.exec(select(Company))}
            mailed = session.exec(select(Person, PersonAddress).where(Person.id == PersonAddress.person_id))
            self.addresses = {STRANGER: "noor@passant.example.nl"} | {one.name: at.address for one, at in mailed}
            self.addresses |= {one.name: one.email for one in session.exec(select(Contact))}
            self.addresses |= {one.name: one.email for one in session.exec(select(Staff))}
            self.staff = {one.name: one.key for one in session.exec(select(Staff))}
            self.contacts = {one.key: one.name for one in session.exec(select(Contact))}
        self.names = {key: name for name, key in self.people.items()}
        self.readers = {address: name for name, address in self.addresses.items() if name not in self.staff}
        self.named = {f"+{name}": f"person:{key}" for name, key in self.people.items()}  # circles, as the product says
        self.findable = re.compile(
            "|".join([MARK.pattern, *PEOPLE, *(rf"\b{re.escape(home)}\b" for home in self.units)])
        )
        self.state = HistoryState(AudienceModel(homes, FIRMS, OWNER))

    @property
    def model(self) -> AudienceModel:
        return self.state.model

    def links(self) -> list[Link]:
        """Every private link there ever was, of somebody in the model."""
        with self.desk.store.reading() as session:
            return [link for link in session.exec(select(Link).order_by(col(Link.id))) if self.holder(link)]

    def holder(self, link: Link) -> str:
        return self.names.get(link.person_id or 0, "") or self.contacts.get(link.contact_id or 0, "")

    def page(self, link: Link) -> str:
        return f"/l/{page_token(self.desk.settings.secret, link.nonce)}"

    def files_on(self, ticket: str = "", order: str = "") -> list[tuple[int, str]]:
        """The files that lie there: id, mark."""
        with self.desk.store.reading() as session:
            which = select(File).where(col(File.removed_at).is_(None)).order_by(col(File.id))
            on_ticket = which.join(Ticket, col(Ticket.id) == File.ticket_id).where(Ticket.number == ticket)
            on_order = which.join(WorkOrder, col(WorkOrder.id) == File.order_id).where(WorkOrder.number == order)
            return [(one.key, one.filename[:6]) for one in session.exec(on_order if order else on_ticket)]

    def find(self, *texts: str) -> set[str]:
        return {found for text in texts for found in self.findable.findall(text)}

    def photograph(self) -> tuple[Photograph, HistoryState]:
        return self.desk.photograph(), self.state.copied()

    def put_back(self, photograph: tuple[Photograph, HistoryState]) -> None:
        self.desk.put_back(photograph[0])
        self.state = photograph[1].copied()

    # how it is done

    def _press(self, path: str, files: tuple[Chosen, ...] = (), *, staff: bool = True, **fields: Any) -> bool:
        """Whether the desk did it."""
        answer = self.desk.posts(path, files, staff=staff, **fields)
        assert answer.status_code < 500, answer.text
        return answer.status_code == 303

    def _newest(self, table: type[Draft | Ticket | WorkOrder]) -> int:
        with self.desk.store.reading() as session:
            return session.exec(select(func.max(table.id))).one() or 0

    def _numbers(self, table: type[Ticket | WorkOrder], after: int) -> list[str]:
        with self.desk.store.reading() as session:
            return list(session.exec(select(table.number).where(col(table.id) > after).order_by(col(table.id))))


def files_called(mark: str) -> tuple[Chosen, ...]:
    return (Chosen(f"{mark}.pdf", f"%PDF-1.4 {mark}".encode(), "application/pdf"),) if mark else ()
