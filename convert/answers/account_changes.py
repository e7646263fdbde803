"""Somebody who resembles a firm we know wants to be paid elsewhere: the responsible is warned.

Such a mail lies in quarantine (ingest/judging/rules.py, look_alike), where it changes nothing and nobody has to look.
But who tried it on us may try the bookkeeper next, so whoever knows the order hears of it. The number in the mail only
decides whom to tell: anybody may have read it, and it opens nothing.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta

from sqlmodel import Session, col

from config.settings import Settings
from convert.answers.account_phrases import is_about_other_account
from convert.records import responsible_for
from store.claims import Queue, claim, has_work, held
from store.letter_table import Cause
from store.letters import StaffAccountChange
from store.mail import Message
from store.order_lists import order_with_number
from store.orders import WorkOrder
from store.outbox import NewLetter, put_letter
from store.people import Staff
from store.recipients import staff_recipient
from store.store import Store, StoreUnavailableError, database_time
from store.ticket_sheet import ticket_with_number
from store.tickets import Ticket
from store.tokens import new_token
from store.troubles import report_trouble
from store.words import Aside, CauseKind, LetterKind, MessagePlace, MessageState

_LEASE = timedelta(seconds=30)  # what a process that died had claimed waits so long
_QUARANTINED = Queue(
    Message,
    (col(Message.aside) == Aside.QUARANTINE)
    & (col(Message.place) == MessagePlace.ASIDE)
    & (col(Message.state) == MessageState.READ),
)
_FOR_GOOD = timedelta(days=36500)  # longer than any mail is kept
_NUMBER = re.compile(r"\b(?:T|OB)-\d{4}-\d{5,}\b", re.IGNORECASE)
_MOST_NUMBERS = 10  # in one mail

_log = logging.getLogger(__name__)


def warn_of_account_changes(store: Store, settings: Settings, now: datetime, limit: int = 50) -> int:
    """Look into what came into quarantine, oldest first, each once; how many there were.

    That it was looked at stands in its lease, which lasts as long as the mail is kept. Filed anew, it is looked at
    anew, and told once all the same. Raises StoreUnavailableError.
    """
    if not has_work(store, _QUARANTINED):
        return 0
    token = new_token()
    with store.writing() as session:
        claimed = claim(session, _QUARANTINED, token=token, lease=_LEASE, limit=limit)
    for message_id in claimed:
        try:
            with store.writing() as session:
                if message := held(session, Message, message_id, token):  # else another has it by now
                    _look_into(session, settings, message, now)
        except StoreUnavailableError:
            raise  # not the mail's fault: it is looked into when its lease ends
        except Exception as error:  # whatever it was: staff see it, and the next one is looked into
            _log.exception("message %s could not be looked into", message_id)
            with store.writing() as session:
                trouble = f"M-{message_id} in quarantine could not be looked into: {type(error).__name__}"
                report_trouble(session, f"quarantine:{message_id}", trouble, now)
    if claimed:
        store.bell.ring("outbox")
    return len(claimed)


def _look_into(session: Session, settings: Settings, message: Message, now: datetime) -> None:
    message.lease_until = database_time(session) + _FOR_GOOD
    if not is_about_other_account(f"{message.subject}.\n{message.text}"):
        return
    number, title, staff = _concerned(session, message)
    warning = StaffAccountChange(
        about=number or f"M-{message.key}",
        title=title,
        message_id=message.key,
        name=message.from_name,
        address=message.from_address,
        subject=message.subject,
        resembles=str(message.evidence.get("resembles", "")),
    )
    letter = NewLetter(
        kind=LetterKind.STAFF_ACCOUNT_CHANGE,
        cause=Cause(CauseKind.ACCOUNT_CHANGE, message.key),
        to=staff_recipient(staff).to,
        snapshot={**warning},
    )
    put_letter(session, letter, domain=settings.desk.domain, now=now)


def _concerned(session: Session, message: Message) -> tuple[str, str, Staff]:
    """The number it names, its title, and who is responsible; the desk's own, where it names none of ours."""
    for number in _numbers(message):
        named = _named(session, number)
        staff = session.get(Staff, named.responsible_id) if named else None
        if named and staff and staff.active:
            return named.number, named.title, staff
    return "", "", responsible_for(session, None, "")


def _named(session: Session, number: str) -> WorkOrder | Ticket | None:
    if number.startswith("OB"):
        return order_with_number(session, number)
    ticket = ticket_with_number(session, number)
    return session.get_one(Ticket, ticket.merged_into_id) if ticket and ticket.merged_into_id else ticket


def _numbers(message: Message) -> list[str]:
    """In the subject first, then in the text and in the names of files."""
    files = " ".join(str(file.get("filename", "")) for file in message.attachments).replace("_", " ")
    found = _NUMBER.findall(f"{message.subject}\n{message.text}\n{files}")
    return list(dict.fromkeys(number.upper() for number in found))[:_MOST_NUMBERS]
