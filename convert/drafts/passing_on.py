"""Mail that is no repair, ended in the tray by a letter in staff's own words: to its sender, or to who can help."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel import col, select

from config.words import Text
from convert.copies import put_copies, who_is_at
from convert.drafts.deciding import dismiss_draft, messages_of
from convert.drafts.turning_away import sender_of
from convert.errors import InvalidError
from convert.records import NEEDED, get, is_outside_mailbox
from convert.unit_of_work import UnitOfWork
from store.letter_table import Cause, Letter
from store.letters import MailAnswer, MailForwarded, TurnedAway
from store.mail import Draft, Message
from store.outbox import Addressee, NewLetter, put_letter
from store.people import Company, Contact, Staff
from store.subjects import plain_subject
from store.words import AddressState, AuthorBy, CauseKind, LetterKind


def answer_draft(work: UnitOfWork, draft_id: int, answer: str, also_to: Sequence[str] = ()) -> Draft:
    """Dismiss it with an answer to its sender, whose words also go to these. Raises InvalidError, RefusedError
    ("no_address")."""
    if not answer.strip():
        raise InvalidError(answer=NEEDED)
    draft = get(work, Draft, draft_id)
    to = sender_of(work, work.session.get_one(Message, draft.message_id))
    facts = MailAnswer(**_facts(work, draft), answer=answer.strip(), actor=work.actor.name)
    _end(work, draft, Text("answered by %(name)s", name=work.actor.name))
    _put(work, draft, LetterKind.MAIL_ANSWER, to, {**facts})
    others = [address for address in also_to if address != to.address.lower()]
    put_copies(work, others, answer, _cause(work, draft), about=facts["about"], wait=_undo(work))
    return draft


def forward_draft(
    work: UnitOfWork,
    draft_id: int,
    note: str,
    *,
    staff_id: int | None = None,
    company_id: int | None = None,
    address: str = "",
    also_to: Sequence[str] = (),
) -> list[Letter]:
    """Dismiss it with a letter to a colleague, a firm or another address, and one to each of the others; the letters,
    for its files to be put with them.
    Raises InvalidError(to) where not exactly one of the three is named, or no letter reaches it."""
    to = _recipient(work, staff_id, company_id, address.strip())
    draft = get(work, Draft, draft_id)
    message = work.session.get_one(Message, draft.message_id)
    known = message.author_by is not AuthorBy.NOBODY
    facts = MailForwarded(
        **_facts(work, draft),
        note=note.strip(),
        actor=work.actor.name,
        sender=(message.from_name or message.from_address) if known else work.settings.desk.name,
        sender_address=message.from_address if known else "",
        received_at=message.received_at.isoformat(),
    )
    _end(work, draft, Text("passed on to %(name)s", name=f"{to.name} <{to.address}>" if to.name else to.address))
    others = [who_is_at(work.session, other, work.settings.desk)[0] for other in also_to if other != to.address.lower()]
    return [_put(work, draft, LetterKind.MAIL_FORWARDED, each, {**facts}) for each in (to, *others)]


def _recipient(work: UnitOfWork, staff_id: int | None, company_id: int | None, address: str) -> Addressee:
    if sum(map(bool, (staff_id, company_id, address))) != 1:
        raise InvalidError(to=Text("Choose a colleague or a firm, or write one address."))
    if staff_id:
        staff = get(work, Staff, staff_id)
        return Addressee(staff.email, staff.name, staff.language, staff_id=staff.key)
    if company_id:
        contacts = select(Contact).where(Contact.company_id == get(work, Company, company_id).key, col(Contact.active))
        contacts = contacts.where(Contact.address_state != AddressState.UNDELIVERABLE)
        contact = work.session.exec(contacts.order_by(col(Contact.gets_orders).desc(), col(Contact.id))).first()
        if contact is None:
            raise InvalidError(to=Text("This firm has no address that works."))
        return Addressee(contact.email, contact.name, contact.language, contact_id=contact.key)
    if not is_outside_mailbox(work.settings.desk, address):
        raise InvalidError(to=Text("This is no e-mail address that we can write to."))
    return Addressee(address.lower(), "", work.settings.desk.language)


def _facts(work: UnitOfWork, draft: Draft) -> TurnedAway:
    """Of all mails of the draft; a private link that somebody quoted opens nothing for the next reader."""
    messages = messages_of(work, draft)
    words = "\n\n".join(message.new_text or message.text for message in messages)
    text = re.sub(rf"{re.escape(work.settings.desk.base_url.rstrip('/'))}/l/\S+", "…", words)
    return TurnedAway(about=f"M-{messages[0].key}", subject=plain_subject(messages[0].subject), text=text)


def _end(work: UnitOfWork, draft: Draft, why: Text) -> None:
    dismiss_draft(work, draft.key, why.in_(work.settings.desk.language))


def _put(work: UnitOfWork, draft: Draft, kind: LetterKind, to: Addressee, facts: dict[str, object]) -> Letter:
    """It waits limits.undo_seconds, so that "a report after all" takes it back."""
    letter = NewLetter(
        kind=kind,
        cause=replace(_cause(work, draft), reader=to.address),
        to=to,
        snapshot=facts,
        automatic=False,
        wait=_undo(work),
    )
    row = put_letter(work.session, letter, domain=work.settings.desk.domain, now=work.now)
    assert row is not None  # its address was looked at, and its moment makes its cause another
    return row


def _cause(work: UnitOfWork, draft: Draft) -> Cause:
    return Cause(CauseKind.DRAFT, draft.key, at=work.now.isoformat())


def _undo(work: UnitOfWork) -> timedelta:
    return timedelta(seconds=work.settings.limits.undo_seconds)
