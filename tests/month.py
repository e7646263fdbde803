"""A month of one landlord's mail is filed, each mail at its time, and what became of it stands beside what is right.

`python -m tests.month [count] [seed]` names what went elsewhere, was lost, was told to outsiders, or acted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import col, select

from convert.answers.answers import take_answers
from convert.answers.emergencies import raise_emergencies
from ingest.filing import file_messages
from ingest.identity import identify
from store.access import Link
from store.blobs import FileBlobs
from store.intake import Arrival, Intake
from store.letter_table import Letter
from store.mail import Draft, Message
from store.migrations import migrate
from store.orders import WorkOrder
from store.store import Store, open_engine
from store.tickets import Ticket
from store.words import MessagePlace, OrderState, Phase
from tests.cast import SETTINGS
from tests.ingest.known_leak import KnownLeak, the_known_leak
from tests.month_fresh import FRESH
from tests.month_mails import FATIMA, JOHAN, KINDS, Kind, Month, MonthMail

COUNT, SEED = 300, 20261101


@dataclass
class Outcome:
    """What became of a month: each line names a mail."""

    elsewhere: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    acted: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


def spend_month(
    store: Store, count: int = COUNT, seed: int = SEED, kinds: Sequence[Kind] = (*KINDS, *FRESH)
) -> Outcome:
    """File a month of mail, each at its time, with what convert does by itself."""
    leak = the_known_leak(store)
    month, outcome = Month(leak, seed, kinds), Outcome()
    intake = Intake(store)
    try:
        for mail in month.mails(count):
            _spend(store, leak, intake, month.now, mail, outcome, f"{month.number} {mail.kind}")
    finally:
        intake.close()
    with store.reading() as session:
        kept = len(session.exec(select(Message.id)).all())
    outcome.lost += [f"{count - kept} are not there"] if kept != count else []
    return outcome


def _spend(
    store: Store, leak: KnownLeak, intake: Intake, now: datetime, mail: MonthMail, outcome: Outcome, name: str
) -> None:
    with store.writing() as session:
        order, ticket = session.get_one(WorkOrder, leak.order_id), session.get_one(Ticket, leak.ticket_id)
        order.state, ticket.phase = OrderState.SENT, Phase.WITH_PARTY
        session.get_one(Link, leak.order_link.id).expires_at = None  # a refusal ended it
    before = _outside(store)
    mark = identify(mail.octets)
    arrival = Arrival(mail.octets, mark.fingerprint, mark.message_id, "smtp", now, mail.sender, (mail.to,))
    message_id = intake.keep(arrival).result(10).message_id
    for clock in (file_messages, take_answers, raise_emergencies):
        clock(store, SETTINGS, now)
    outcome.kinds[mail.kind] = outcome.kinds.get(mail.kind, 0) + 1
    with store.reading() as session:
        message = session.get_one(Message, message_id)
        draft = session.exec(select(Draft).where(Draft.message_id == message_id)).first()
        moved = session.get_one(WorkOrder, leak.order_id).state != OrderState.SENT
        words = message.new_text
    place = place_of(message, draft)
    if place != mail.place:
        outcome.elsewhere.append(f"{name}: {place}, should be {mail.place}")
    elif mail.without and mail.without in words:
        outcome.elsewhere.append(f"{name}: {mail.without!r} stands in its words")
    if moved != mail.acts:
        outcome.acted.append(f"{name}: the order {'moved' if moved else 'stayed'}")
    told = sorted(_outside(store) - before)
    allowed = {JOHAN, FATIMA} if mail.acts else {mail.sender} if mail.place == "opened" else set()
    outcome.told += [f"{name}: {address}" for _, address in told if address not in allowed]


def place_of(message: Message, draft: Draft | None) -> str:
    if message.place is MessagePlace.ASIDE:
        return str(message.aside)
    if message.place is MessagePlace.DRAFT:
        return "draft"
    if draft is not None and draft.ticket_id:
        return "opened"
    return "order" if message.order_id else "ticket" if message.ticket_id else "below"


def _outside(store: Store) -> set[tuple[int, str]]:
    """The letters to people who are not of the staff."""
    with store.reading() as session:
        rows = session.exec(select(Letter.id, Letter.to_address).where(col(Letter.staff_id).is_(None))).all()
    return {(key or 0, address) for key, address in rows}


def main() -> None:
    count, seed = ([int(word) for word in sys.argv[1:]] + [COUNT, SEED][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/month.sqlite")
        migrate(engine)
        outcome = spend_month(Store(engine, FileBlobs(Path(folder) / "blobs")), count, seed)
        engine.dispose()
    lines = [f"{count} mails of {len(outcome.kinds)} kinds, seed {seed}"]
    for name in ("elsewhere", "lost", "told", "acted"):
        lines += [f"{name}: {len(getattr(outcome, name))}", *(f"  {line}" for line in getattr(outcome, name))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
