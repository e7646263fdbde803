"""A linked person whom no letter reaches is told by hand: a task for the responsible instead of silence (R22)."""

from __future__ import annotations

from sqlmodel import col, select

from convert.turn import Turn
from store.desk import Task, Ticket
from store.people import Person, Staff
from store.words import Channel, LetterKind

# What to tell, in the words of the responsible's language.
_TELL: dict[LetterKind, tuple[str, str]] = {
    LetterKind.TICKET_RECEIVED: ("de melding is geregistreerd", "the report is registered"),
    LetterKind.PHOTO_QUESTIONS: ("vraag wat er op de foto's te zien is", "ask what the photos show"),
    LetterKind.TICKET_FOLLOWING: ("hij of zij volgt nu dit ticket", "they follow this ticket now"),
    LetterKind.TICKET_PHASE: ("de fase is veranderd", "the phase has changed"),
    LetterKind.TICKET_COMMENT: ("er is een bericht", "there is a message"),
    LetterKind.TICKET_QUESTION: ("er is een vraag te beantwoorden", "there is a question to answer"),
    LetterKind.TICKET_REJECTED: ("het ticket is afgewezen, met de reden", "the ticket is rejected, with the reason"),
    LetterKind.TICKET_MERGED: ("het ticket is samengevoegd", "the ticket is merged"),
    LetterKind.TICKET_REOPENED: ("het ticket is heropend", "the ticket is reopened"),
    LetterKind.TICKET_CLOSED: ("het ticket is gesloten", "the ticket is closed"),
    LetterKind.PARTY_ENGAGED: ("er is een vakbedrijf ingeschakeld", "a firm has been engaged"),
    LetterKind.PARTY_ACCEPTED: ("het vakbedrijf heeft de opdracht aangenomen", "the firm has accepted the job"),
    LetterKind.APPOINTMENT: ("er is een afspraak; vraag of die schikt", "there is an appointment; ask if it suits"),
    LetterKind.ON_HOLD: ("het werk wacht of gaat verder", "the work waits or goes on"),
    LetterKind.SOLVED_QUESTION: ("vraag of het is opgelost", "ask whether it is solved"),
    LetterKind.SAFETY: ("NOODGEVAL: bel direct", "EMERGENCY: call at once"),
}
# Who phones or stands at the counter hears the number on the spot.
_IN_PERSON = (Channel.PHONE, Channel.COUNTER, Channel.OWN)


def leave_task(turn: Turn, ticket: Ticket, person: Person, kind: LetterKind) -> None:
    """One open task a person and ticket; what happens later is added to it."""
    if kind is LetterKind.TICKET_RECEIVED and ticket.channel in _IN_PERSON:
        return
    staff = turn.session.get_one(Staff, ticket.responsible_id)
    dutch = staff.language != "en"
    what = _TELL[kind][0 if dutch else 1]
    task = turn.session.exec(
        select(Task).where(Task.ticket_id == ticket.key, Task.person_id == person.key, col(Task.done_at).is_(None))
    ).first()
    if task:
        task.text += f"; {what}"
        return
    phone = f" ({person.phones[0]})" if person.phones else ""
    told = (
        f"Geen mailadres: vertel {person.name}{phone} zelf" if dutch else f"No mail address: tell {person.name}{phone}"
    )
    task = Task(
        ticket_id=ticket.key,
        text=f"{told}: {what}",
        assignee_id=staff.key,
        created_at=turn.now,
        person_id=person.key,
    )
    turn.session.add(task)
    turn.session.flush()
