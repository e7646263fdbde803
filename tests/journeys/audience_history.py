"""What people do to a desk, each deed done twice: to the product as they do it, and to the model. What the product
refuses did not happen."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import Any

from sqlmodel import Session, col, func, select

from store.access import Link
from store.letter_table import Letter
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.people import Company, Contact, Person, PersonAddress, Staff, Tenancy, Unit
from store.tickets import File, Ticket, TicketPerson, TimelineEntry
from store.tokens import page_token
from store.words import ActorKind, LetterKind
from tests.journeys.audience_model import MARK, AudienceModel, ModelOrder, What
from tests.journeys.desk_in_memory import DeskInMemory, Photograph
from tests.journeys.forms import Chosen
from tests.journeys.letters import ReceivedLetter
from tests.running_app import AUTHSERV

PEOPLE = ("Fatima el Amrani", "Sem de Wit", "Karel Mulder", "Olivia Carter")
FIRMS = {"Johan de Kraan": "Loodgietersbedrijf De Kraan", "Marco Visser": "Elektro Visser"}
STRANGER, INGRID = "Noor Bakker", "Ingrid Vos"


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
    letters: list[ReceivedLetter] = field(default_factory=list)
    mails: int = 0

    def copied(self) -> HistoryState:
        return HistoryState(deepcopy(self.model), [*self.drafts], [*self.dismissed], [*self.letters], self.mails)


class History:
    """Who does what is named by name; `found_by` is what an outsider can read now."""

    def __init__(self, desk: DeskInMemory) -> None:
        self.desk = desk
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
        self.state = HistoryState(AudienceModel(homes))

    @property
    def model(self) -> AudienceModel:
        return self.state.model

    # mail

    def report(self, sender: str, *, proven: bool = True, with_file: bool = False) -> None:
        words, title, file = self.model.mark(), self.model.mark(), self.model.mark() if with_file else ""
        newest = self._newest(Draft)
        self._mail(
            sender, self.desk.settings.desk.address, f"{title} lekkage", f"{words}: water op de vloer.", file, proven
        )
        mail = ModelDraft(self._newest(Draft), words, title, file, sender, proven)
        if mail.key > newest:
            self.state.drafts.append(mail)
            return
        with self.desk.store.reading() as session:
            lies_with = session.exec(select(Message.draft_id).order_by(col(Message.id).desc())).first()
        drafts = self.state.drafts
        drafts[:] = [replace(one, later=(*one.later, mail)) if one.key == lies_with else one for one in drafts]

    def answer(self, letter: ReceivedLetter, writer: str, words: str = "", *, forged: bool = False) -> None:
        """Somebody answers a letter to an outsider; whoever it was written to, or not."""
        mark, model, stood, newest = self.model.mark(), self.model, self.standing(), self._newest(Draft)
        self._reply(letter, writer, words or f"{mark} en de rest weet u.", forged)
        with self.desk.store.reading() as session:
            row = self._row_of(session, letter)
            link = session.get_one(Link, row.link_id)
            order = session.get_one(WorkOrder, link.order_id).number if link.order_id else ""
            ticket = session.get_one(Ticket, link.ticket_id).number if link.ticket_id else ""
        is_theirs = self.readers[letter.to] == writer
        circle = model.circle_of(model.live(ticket), writer) if ticket else ""
        if forged or not (is_theirs or circle):
            assert self.standing() == stood, f"{writer} changed something"
        elif order:
            model.write(mark, What.PARTY, model.orders[order].ticket, order=order)
        elif circle:
            model.write(mark, What.PERSON, model.live(ticket), circle)
        model.writings[mark].is_shown = not words and is_theirs
        for key in range(newest + 1, self._newest(Draft) + 1):  # which of their reports it is about, staff decide
            self.state.drafts.append(ModelDraft(key, mark, model.mark(), "", writer, not forged))
            model.writings[mark].is_shown = False

    def answer_by_staff(self, letter: ReceivedLetter, intern: str = "", *, forged: bool = False) -> None:
        """Ingrid answers from her own mail program. intern: "all", "below" or nothing of it stays within."""
        spoken, kept, model = self.model.mark(), self.model.mark(), self.model
        lines = {"all": f"#intern {spoken}\n{kept}", "below": f"{spoken} hoor.\n#intern {kept}", "": f"{spoken} hoor."}
        self._reply(letter, INGRID, lines[intern], forged)
        with self.desk.store.reading() as session:
            row = self._row_of(session, letter)
            entry = session.get(TimelineEntry, row.cause_id) if row.kind == LetterKind.STAFF_MESSAGE else None
            ticket = session.get(Ticket, row.ticket_id) if row.ticket_id else None
            order = session.get(WorkOrder, row.order_id) if row.order_id else None
        if entry is None or entry.data.get("mark") or forged or intern == "all":
            return
        if entry.actor_kind is ActorKind.PERSON and ticket and not order:
            live = model.live(ticket.number)
            circle = model.circle_of(live, self.names.get(entry.actor_id or 0, ""))
            model.writings[spoken].heard |= {circle} - {""}
        elif entry.actor_kind is ActorKind.PARTY and order:
            model.write(spoken, What.TO_PARTY, order=order.number)
            model.writings[spoken].is_shown = False

    # what staff decide about drafts

    def convert(self, draft: ModelDraft, *also: str) -> None:
        model, home, people = self.model, self.model.homes[draft.sender], [draft.sender, *also]
        newest, key = self._newest(Ticket), f"/drafts/{draft.key}/convert"
        self._press(
            key,
            title=f"{draft.title} lekkage",
            description=f"{draft.words}: water op de vloer.",
            person=[self.people[one] for one in people],
            unit=self.units[home][0],
            responsible=self.staff[INGRID],
        )
        self.state.drafts.remove(draft)
        for number in self._numbers(Ticket, newest):
            self._open(number, home, *people)
            for mark in filter(None, (draft.title, draft.words, draft.file)):
                model.write(mark, What.PERSON, number, number)
            self._write_later(draft, number, number)

    def split(self, draft: ModelDraft, other: str) -> None:
        """Two problems in one mail, the second of which is somebody else's."""
        model, newest = self.model, self._newest(Ticket)
        words, titles, people = (model.mark(), model.mark()), (model.mark(), model.mark()), (draft.sender, other)
        homes = [model.homes[one] for one in people]
        of_part: dict[str, Any] = {f"person-{n}": self.people[one] for n, one in enumerate(people, 1)}
        of_part |= {f"unit-{n}_typed": self.units[home][1] for n, home in enumerate(homes, 1)}
        self._press(
            f"/drafts/{draft.key}/split",
            title=titles,
            description=words,
            responsible=self.staff[INGRID],
            **of_part,
        )
        self.state.drafts.remove(draft)
        for number, mark, title, person, home in zip(
            self._numbers(Ticket, newest), words, titles, people, homes, strict=True
        ):
            self._open(number, home, person)
            model.write(mark, What.PERSON, number, number)
            model.write(title, What.PERSON, number, number)
            if person == draft.sender:
                for file in filter(None, (draft.file,)):
                    model.write(file, What.PERSON, number, number)
                self._write_later(draft, number, number)

    def join(self, draft: ModelDraft, ticket: str, reads: str = "") -> None:
        model, live, sender = self.model, self.model.live(ticket), draft.sender
        if not self._press(f"/drafts/{draft.key}/join", ticket_typed=ticket, reads=reads):
            return
        self.state.drafts.remove(draft)
        is_known = sender in self.people
        reads = reads or ("own" if draft.is_proven and is_known else "nothing")
        if is_known and reads != "nothing":
            model.join(live, sender, reads_all=reads == "all")
        circle = model.circle_of(live, sender)
        is_vouched = not draft.is_proven and reads != "nothing"
        self._write_later(replace(draft, later=(draft, *draft.later)), live, circle, is_vouched=is_vouched)

    def dismiss(self, draft: ModelDraft) -> None:
        self._press(f"/drafts/{draft.key}/dismiss", reason="Reclame")
        self.state.drafts.remove(draft)
        self.state.dismissed.append(draft)

    def reopen(self, draft: ModelDraft) -> None:
        self._press(f"/drafts/{draft.key}/reopen")
        self.state.dismissed.remove(draft)
        self.state.drafts.append(draft)

    # what staff do to a ticket

    def note(
        self, ticket: str, reader: str = "", *, chosen: int = 0, question: bool = False, with_file: bool = False
    ) -> None:
        """reader: "reporter", or nobody outside. chosen: which of its circles it is for, from 1; 0: all of them."""
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        told = [circle for circle in self.model.circles_of(ticket) if self.model.people_in(ticket, circle)]
        circle = told[chosen % len(told)] if told and chosen else ""
        done = self._press(
            f"/tickets/{ticket}/write",
            _files(file),
            text=words,
            visibility=reader or "staff",
            question=question and bool(reader),
            circle=[self.named[one] for one in ([circle] if circle else told)],
        )
        if done:
            for mark in filter(None, (words, file)):
                self.model.write(mark, What.TO_PEOPLE if reader else What.INTERNAL, ticket, circle)

    def merge(self, ticket: str, into: str) -> None:
        if self._press(f"/tickets/{ticket}/merge", into=into):
            self.model.merge(ticket, into)

    def link(self, ticket: str, person: str, *, reads_all: bool) -> None:
        if self._press(f"/tickets/{ticket}/link", person_typed=self.addresses[person], reads_all=reads_all):
            self.model.join(ticket, person, reads_all=reads_all)

    def unlink(self, ticket: str, person: str) -> None:
        if self._press(f"/tickets/{ticket}/unlink", person=self.people[person]):
            self.model.leave(ticket, person)

    def move(self, ticket: str, phase: str) -> None:
        mark = self.model.mark()
        if self._press(f"/tickets/{ticket}/move", phase=phase, reason=mark):
            self.model.write(mark, What.TO_PEOPLE, ticket)
            self.model.writings[mark].is_shown = False  # it can be taken back

    def undo_move(self, ticket: str) -> None:
        self._press(f"/tickets/{ticket}/undo")

    def share(
        self, file: int, mark: str, reader: str, *, ticket: str = "", order: str = "", stop: bool = False
    ) -> None:
        """A file, with a circle, or with the firm of the order it is on; or no longer."""
        path = f"/orders/{order}/share" if order else f"/tickets/{ticket}/share"
        name = "party" if reader in self.model.orders else self.named[reader]
        fields: dict[str, Any] = {"stop" if stop else "with": name, "file": file}
        if self._press(path, **fields):
            (self.model.unshare if stop else self.model.share)(mark, reader)

    def remove(self, ticket: str, file: int, mark: str) -> None:
        if self._press(f"/tickets/{ticket}/share", remove=file):
            for reader in self.model.circles_of(ticket):
                self.model.unshare(mark, reader)

    # work orders

    def order(self, ticket: str, firm: str, *, with_file: bool = False) -> None:
        model, live = self.model, self.model.live(ticket)
        title, words, newest = model.mark(), model.mark(), self._newest(WorkOrder)
        name = next(iter(model.people_of(live)), "")
        files = self.files_on(live)[:1] if with_file else []
        self._press(
            "/orders/new",
            ticket=ticket,
            company=self.companies[FIRMS[firm]],
            title=title,
            description=words,
            unit=self.units[model.tickets[live]][0],
            name=name,
            file=[key for key, _ in files],
        )
        for number in self._numbers(WorkOrder, newest):
            slip = {title, words, *(mark for _, mark in files)}
            model.orders[number] = ModelOrder(live, firm, slip, {name}, model.tickets[live])
            for mark in slip:
                model.writings[mark].orders.add(number)
            model.writings[title].heard.add(live)

    def note_on_order(self, order: str, reader: str = "", *, with_file: bool = False) -> None:
        """reader: "party", or nobody outside"""
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        if self._press(f"/orders/{order}/write", _files(file), text=words, visibility=reader or "staff"):
            for mark in filter(None, (words, file)):
                self.model.write(mark, What.TO_PARTY if reader else What.INTERNAL, order=order)
            if file and reader:
                self.model.orders[order].slip.add(file)
            if reader and self.model.orders[order].is_withdrawn:
                self.model.orders[order].told |= {words, file}

    def withdraw(self, order: str) -> None:
        if self._press(f"/orders/{order}/do/withdraw"):
            self.model.orders[order].is_withdrawn = True

    def reassign(self, order: str, firm: str) -> None:
        newest, old = self._newest(WorkOrder), self.model.orders[order]
        if self._press(f"/orders/{order}/reassign", company=self.companies[FIRMS[firm]]):
            (number,) = self._numbers(WorkOrder, newest)
            self.model.orders[number] = ModelOrder(old.ticket, firm, set(old.slip), old.names, old.home)
            for mark in old.slip:
                self.model.writings[mark].orders.add(number)
            self._see_state(order)

    def undo_on_order(self, order: str) -> None:
        if self._press(f"/orders/{order}/undo"):
            for writing in self.model.writings.values():
                writing.is_shown &= order not in writing.orders

    # outsiders on their own pages

    def comment(self, link: Link, *, with_file: bool = False) -> None:
        words, file = self.model.mark(), self.model.mark() if with_file else ""
        if self._press(f"{self.page(link)}/comment", _files(file), staff=False, text=words):
            for mark in filter(None, (words, file)):
                self._write_by(link, mark)

    def deed(self, link: Link, deed: str) -> None:
        """A deed of the firm, with words where its form asks for some."""
        mark = self.model.mark()
        fields: dict[str, Any] = {
            "why": mark,
            "because": mark,
            "work": mark,
            "giving": mark,
            "remark": mark,
            "for": "parts",
        }
        fields |= {"reason": "no_time", "day": "2027-03-01", "from": "09:00"}
        if self._press(f"{self.page(link)}/{deed}", staff=False, **fields):
            self._write_by(link, mark)
            self.model.writings[mark].is_shown = False

    def say_solved(self, link: Link, *, solved: bool) -> None:
        mark = self.model.mark()
        if self._press(f"{self.page(link)}/solved", staff=False, solved="yes" if solved else "no", wrong=mark):
            self._write_by(link, mark)
            self.model.writings[mark].is_shown &= not solved

    def say_suits(self, link: Link, order: str, *, suits: bool) -> None:
        """What suits instead is said to the firm."""
        mark = self.model.mark()
        fields: dict[str, Any] = {"order": order, "suits": "yes" if suits else "no", f"unsuited-{order}": mark}
        if self._press(f"{self.page(link)}/suits", staff=False, **fields) and not suits:
            self._write_by(link, mark)
            self.model.writings[mark].is_shown = False
            self.model.writings[mark].orders.add(order)

    # what can be done now

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

    def standing(self) -> tuple[object, ...]:
        """All that an unproven mail may not change: phases, states, readers, how many letters to outsiders."""
        with self.desk.store.reading() as session:
            tickets = session.exec(select(Ticket.number, Ticket.phase, Ticket.title).order_by(col(Ticket.id))).all()
            states = select(WorkOrder.number, WorkOrder.state, WorkOrder.appointment_state)
            orders = session.exec(states.order_by(col(WorkOrder.id))).all()
            people = session.exec(select(TicketPerson.id, TicketPerson.circle, TicketPerson.until)).all()
            outside = session.exec(select(func.count()).select_from(Letter).where(col(Letter.staff_id).is_(None))).one()
            return tuple(tickets), tuple(orders), tuple(people), outside

    def readers_in_product(self) -> dict[tuple[str, str], str]:
        """Of each ticket, who is told of it and in which circle, in the words of the model."""
        with self.desk.store.reading() as session:
            numbers = {row.key: row.number for row in session.exec(select(Ticket))}
            rows = session.exec(select(TicketPerson).where(col(TicketPerson.until).is_(None))).all()
        found = {}
        for row in rows:
            kind, _, key = row.circle.partition(":")
            circle = numbers[int(key)] if kind == "ticket" else f"+{self.names[int(key)]}"
            if numbers[row.ticket_id] in self.model.tickets:
                found[numbers[row.ticket_id], self.names[row.person_id]] = circle
        return found

    # time, and what leaves

    def wait(self, minutes: int) -> list[str]:
        """Let letters leave; who found something in one that is not theirs."""
        self.desk.waits(minutes=minutes)
        leaks = []
        for letter in self.desk.posts_letters():
            self.state.letters.append(letter)
            if reader := self.readers.get(letter.to, "" if letter.to in self.addresses.values() else letter.to):
                found = self.find(str(letter.mail), letter.text, letter.html, *map(str, letter.attachments.values()))
                if wrong := found - self.model.may_hear(reader):
                    leaks.append(f"a letter to {reader}, {letter.subject!r}: {sorted(wrong)}")
        return leaks

    def look(self, *, everywhere: bool = False) -> dict[str, set[str]]:
        """What each outsider finds on their pages now; everywhere: on the routes of files, visits and programs too."""
        found: dict[str, set[str]] = {}
        with self.desk.store.reading() as session:
            files = [*session.exec(select(File.id))] if everywhere else []
            orders = [*session.exec(select(WorkOrder.number))] if everywhere else []
        for link in self.links():
            page, mine = self.page(link), found.setdefault(self.holder(link), set())
            below = [f"/files/{key}" for key in files] + [f"/appointments/{number}.ics" for number in orders]
            for path in (page, *(page + one for one in below)):
                mine |= self.find(self.desk.gets(path).text.replace("\r\n ", ""))
            if everywhere:
                token = page.removeprefix("/l/")
                answer = self.desk.gets("/api/v1/tickets", authorization=f"Bearer {token}", cookie=f"postbon={token}")
                assert answer.status_code == 401
        return found

    def find(self, *texts: str) -> set[str]:
        return {found for text in texts for found in self.findable.findall(text)}

    def photograph(self) -> tuple[Photograph, HistoryState]:
        return self.desk.photograph(), self.state.copied()

    def put_back(self, photograph: tuple[Photograph, HistoryState]) -> None:
        self.desk.put_back(photograph[0])
        self.state = photograph[1].copied()

    # below

    def _open(self, number: str, home: str, *people: str) -> None:
        self.model.open(number, home, *people)
        with self.desk.store.reading() as session:
            self.named[number] = f"ticket:{session.exec(select(Ticket.id).where(Ticket.number == number)).one()}"

    def _write_later(self, draft: ModelDraft, ticket: str, circle: str, *, is_vouched: bool = False) -> None:
        for mail in draft.later:
            what = What.PERSON if circle and (mail.is_proven or is_vouched) else What.UNPROVEN
            for mark in filter(None, (mail.words, mail.file)):
                self.model.write(mark, what, ticket, circle)

    def _write_by(self, link: Link, mark: str) -> None:
        """The words of whoever holds the link, where it leads."""
        model = self.model
        with self.desk.store.reading() as session:
            if link.order_id:
                order = session.get_one(WorkOrder, link.order_id).number
                model.write(mark, What.PARTY, order=order)
                return
            ticket = session.get_one(Ticket, link.ticket_id).number
        live = model.live(ticket)
        model.write(mark, What.PERSON, live, model.circle_of(live, self.holder(link)))

    def _see_state(self, order: str) -> None:
        with self.desk.store.reading() as session:
            state = session.exec(select(WorkOrder.state).where(WorkOrder.number == order)).one()
        self.model.orders[order].is_withdrawn |= state == "withdrawn"

    def _press(self, path: str, files: tuple[Chosen, ...] = (), *, staff: bool = True, **fields: Any) -> bool:
        """Whether the desk did it."""
        answer = self.desk.posts(path, files, staff=staff, **fields)
        assert answer.status_code < 500, answer.text
        return answer.status_code == 303

    def _reply(self, letter: ReceivedLetter, writer: str, text: str, forged: bool) -> None:
        self._mail(writer, letter.reply_to, f"Re: {letter.subject}", text, "", not forged, letter.message_id)

    def _mail(self, sender: str, to: str, subject: str, text: str, file: str, proven: bool, answers: str = "") -> None:
        address = self.addresses[sender]
        domain, found = address.rpartition("@")[2], "pass" if proven else "fail"
        mail = EmailMessage()
        mail["Authentication-Results"] = (
            f"{AUTHSERV}; dkim={found} header.d={domain}; dmarc={found} header.from={domain}"
        )
        mail["From"], mail["To"], mail["Subject"] = formataddr((sender, address)), to, subject
        self.state.mails += 1
        mail["Message-ID"] = f"<{self.state.mails}.history@{domain}>"
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(text)
        for one in _files(file):
            mail.add_attachment(one.octets, maintype="application", subtype="pdf", filename=one.filename)
        self.desk.takes_in(mail.as_bytes(policy=SMTP), address, to)

    def _row_of(self, session: Session, letter: ReceivedLetter) -> Letter:
        return session.exec(select(Letter).where(Letter.mail_id == letter.message_id.strip("<>"))).one()

    def _newest(self, table: type[Draft | Ticket | WorkOrder]) -> int:
        with self.desk.store.reading() as session:
            return session.exec(select(func.max(table.id))).one() or 0

    def _numbers(self, table: type[Ticket | WorkOrder], after: int) -> list[str]:
        with self.desk.store.reading() as session:
            return list(session.exec(select(table.number).where(col(table.id) > after).order_by(col(table.id))))


def _files(mark: str) -> tuple[Chosen, ...]:
    return (Chosen(f"{mark}.pdf", f"%PDF-1.4 {mark}".encode(), "application/pdf"),) if mark else ()
