"""Mail that reaches the desk, and what staff decide about it: each deed done to the product and to the model."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import Any

from sqlmodel import Session, col, func, select

from store.access import Link
from store.letter_table import Letter
from store.mail import Draft, Message
from store.orders import WorkOrder
from store.tickets import Ticket, TicketPerson, TimelineEntry
from store.words import ActorKind, LetterKind
from tests.journeys.audience.desk import FIRMS, INGRID, HistoryDesk, ModelDraft, files_called
from tests.journeys.audience.model import What
from tests.journeys.letters import ReceivedLetter
from tests.running_app import AUTHSERV


class MailDeeds(HistoryDesk):
    """Reports, answers, and the tray."""

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
            if order and not forged and writer in FIRMS and FIRMS[writer] == FIRMS.get(self.readers[letter.to]):
                model.writings[mark].orders.add(order)  # a colleague, whom the firm reads
        elif order and writer in FIRMS:  # not the owner, whose words staff share
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

    def convert(self, draft: ModelDraft, *also: str) -> None:
        home, people = self.model.homes[draft.sender], [draft.sender, *also]
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
        self.state.converted.append((draft, numbers := tuple(self._numbers(Ticket, newest))))
        for number in numbers:
            self._opened(number, draft, *people)

    def _opened(self, number: str, draft: ModelDraft, *people: str) -> None:
        self._open(number, self.model.homes[draft.sender], *people)
        for mark in filter(None, (draft.title, draft.words, draft.file)):
            self.model.write(mark, What.PERSON, number, number)
        self._write_later(draft, number, number)

    def undo_conversion(self, draft: ModelDraft, numbers: tuple[str, ...]) -> None:
        if self._press(f"/drafts/{draft.key}/undo"):
            self.state.converted.remove((draft, numbers))
            self.state.drafts.append(draft)
            for number in numbers:
                self.model.close(number)

    def group(self, tickets: list[str], drafts: list[ModelDraft]) -> None:
        """Treat them as one, from the page of the first ticket."""
        newest, model = self._newest(Ticket), self.model
        alike = [f"draft:{draft.key}" for draft in drafts]
        alike += [self._named_ticket(number) for number in tickets[1:]]
        if not self._press(f"/tickets/{tickets[0]}/group", alike=alike):
            return
        opened, drafts = self._numbers(Ticket, newest), sorted(drafts, key=lambda draft: draft.key)
        for number, draft in zip(opened, drafts, strict=True):
            self.state.drafts.remove(draft)
            self._opened(number, draft, draft.sender)
        master, *others = dict.fromkeys((*sorted(model.live(ticket) for ticket in tickets), *opened))
        self.state.grouped[model.merge(master, *others)] = dict(zip(opened, drafts, strict=True))

    def undo_grouping(self, ticket: str) -> None:
        """As one press: nobody was told, and the mails that became tickets by it are in the tray again."""
        if self._press(f"/tickets/{ticket}/ungroup"):
            press = self.model.undo_grouping(ticket)
            for number, draft in self.state.grouped.get(press, {}).items():
                self.state.drafts.append(draft)
                self.model.close(number)

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
        self.state.converted.append((draft, numbers := tuple(self._numbers(Ticket, newest))))
        for number, mark, title, person, home in zip(numbers, words, titles, people, homes, strict=True):
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

    def standing(self) -> tuple[object, ...]:
        """All that an unproven mail may not change: phases, states, readers, how many letters to outsiders."""
        with self.desk.store.reading() as session:
            tickets = session.exec(select(Ticket.number, Ticket.phase, Ticket.title).order_by(col(Ticket.id))).all()
            states = select(WorkOrder.number, WorkOrder.state, WorkOrder.appointment_state)
            orders = session.exec(states.order_by(col(WorkOrder.id))).all()
            people = session.exec(select(TicketPerson.id, TicketPerson.circle, TicketPerson.until)).all()
            outside = session.exec(select(func.count()).select_from(Letter).where(col(Letter.staff_id).is_(None))).one()
            return tuple(tickets), tuple(orders), tuple(people), outside

    def _open(self, number: str, home: str, *people: str) -> None:
        self.model.open(number, home, *people)
        self.named[number] = self._named_ticket(number)

    def _named_ticket(self, number: str) -> str:
        with self.desk.store.reading() as session:
            return f"ticket:{session.exec(select(Ticket.id).where(Ticket.number == number)).one()}"

    def _write_later(self, draft: ModelDraft, ticket: str, circle: str, *, is_vouched: bool = False) -> None:
        for mail in draft.later:
            what = What.PERSON if circle and (mail.is_proven or is_vouched) else What.UNPROVEN
            for mark in filter(None, (mail.words, mail.file)):
                self.model.write(mark, what, ticket, circle)

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
        for one in files_called(file):
            mail.add_attachment(one.octets, maintype="application", subtype="pdf", filename=one.filename)
        self.desk.takes_in(mail.as_bytes(policy=SMTP), address, to)

    def _row_of(self, session: Session, letter: ReceivedLetter) -> Letter:
        return session.exec(select(Letter).where(Letter.mail_id == letter.message_id.strip("<>"))).one()
