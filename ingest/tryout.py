"""`postbon tryout`: a month of a mailbox, or files, read into a folder apart, and what the desk would have made of it.

The mailbox is opened read-only and its mails are peeked at: no flag, folder or mail of it changes. What is here already
is not fetched again, so that a try-out that was stopped goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from sqlmodel import col, select

from config.settings import Imap, Settings
from config.templates import template_environment
from config.words import Text, stored_words
from ingest.doors.files import mails_at, read_envelope
from ingest.doors.imap import fetch_mail, in_namespace, kept_before, logged_in
from ingest.filing import file_messages
from ingest.identity import identify
from ingest.reading.message import read_mail
from store.intake import Arrival, Intake, Receipt
from store.mail import Draft, Message
from store.store import Store
from store.wording import word_of
from store.words import Aside, MessagePlace, Trade

TOGETHER = 20  # mails read before they are filed: whoever stops us loses no more than these
EXCERPT = 400  # characters of a mail's own text on the page

Progress = Callable[[int, int], None]  # how many were read, of how many; 0 where that is not known


@dataclass(frozen=True, slots=True)
class TriedMail:
    """One mail and what the desk would have made of it.

    place  draft, joined or aside · kind: of what lies aside · trade: "" where none is clear
    """

    at: datetime
    sender: str
    subject: str
    text: str
    language: str
    place: MessagePlace
    kind: Aside | None
    why: str
    title: str
    trade: str
    urgency: str
    urgency_why: str
    problems: int
    photos: int


def try_mailbox(store: Store, settings: Settings, account: Imap, now: datetime, progress: Progress) -> int:
    """Read what came since `account.since` and lies in its folder. How many mails the server did not give. Raises
    LoginError, IMAPClientError, OSError."""
    unread = 0
    with logged_in(account) as client:
        opened = client.select_folder(in_namespace(client, account.folder), readonly=True)  # EXAMINE
        validity = int(opened[b"UIDVALIDITY"])
        there = sorted(client.search(["UNDELETED", *(["SINCE", account.since] if account.since else [])]))
        kept = kept_before(store, account, validity, there)

        def arrivals() -> Iterator[Arrival | None]:
            nonlocal unread
            for uid in there:
                if uid in kept:
                    continue
                try:
                    yield fetch_mail(client, account, validity, uid, now)
                except IMAPClientAbortError:
                    raise
                except IMAPClientError:  # one bad mail never stops the rest
                    unread += 1

        _take(store, settings, arrivals(), now, lambda number: progress(len(kept) + number, len(there)))
    return unread


def try_files(
    store: Store, settings: Settings, paths: list[str], since: date, now: datetime, progress: Progress
) -> int:
    """Read these files, Maildirs and mboxes. How many could not be read."""
    unread = 0

    def arrivals() -> Iterator[Arrival | None]:
        nonlocal unread
        for path in paths:
            for _, raw in mails_at(path):
                unread += raw is None
                yield _arrival(raw, since, now) if raw else None

    _take(store, settings, arrivals(), now, lambda number: progress(number, 0))
    return unread


def _arrival(raw: bytes, since: date, now: datetime) -> Arrival | None:
    """A mail out of a file, received when it was written, for nothing else says when; None where that is before
    `since`."""
    envelope = read_envelope(raw)
    written = read_mail(raw, envelope).date
    at = min(written.astimezone(UTC), now) if written else now
    if at.date() < since:
        return None
    found = identify(raw)
    return Arrival(
        raw, found.fingerprint, found.message_id, "pipe", at, sender=envelope.sender, recipients=envelope.recipients
    )


def _take(
    store: Store, settings: Settings, arrivals: Iterator[Arrival | None], now: datetime, progress: Callable[[int], None]
) -> None:
    """Keep and file them, some at a time. Whatever ends it, what was kept is filed."""
    intake = Intake(store)
    waiting: list[Future[Receipt]] = []

    def settle() -> None:
        for promise in waiting:
            promise.result()
        waiting.clear()
        file_all()

    def file_all() -> None:
        while file_messages(store, settings, now):
            pass

    try:
        for number, arrival in enumerate(arrivals, start=1):
            waiting += [intake.keep(arrival)] if arrival else []
            if len(waiting) == TOGETHER:
                settle()
            progress(number)
    finally:
        intake.close()  # what was handed in is kept first
        file_all()


def tried_mails(store: Store, language: str) -> list[TriedMail]:
    """All that was read, newest first."""
    joined = select(Message, Draft).join(Draft, col(Draft.message_id) == Message.id, isouter=True)
    with store.reading() as session:
        rows = session.exec(joined.order_by(col(Message.received_at).desc(), col(Message.id).desc())).all()
        return [_tried(message, draft, language) for message, draft in rows if message.place]


def _tried(message: Message, draft: Draft | None, language: str) -> TriedMail:
    assert message.place
    text = " ".join(message.new_text.split())
    pictures = [each for each in message.attachments if each["content_type"].startswith("image/")]
    return TriedMail(
        at=message.received_at,
        sender=message.from_name or message.from_address,
        subject=message.subject,
        text=text[:EXCERPT] + ("…" if len(text) > EXCERPT else ""),
        language=message.language,
        place=message.place,
        kind=message.aside,
        why=stored_words(message.evidence.get("why"), language),
        title=draft.title if draft else "",
        trade=draft.trade if draft else "",
        urgency=draft.urgency if draft else "",
        urgency_why=draft.urgency_why if draft else "",
        problems=len(draft.problems) if draft else 0,
        photos=sum(not picture["decoration"] for picture in pictures),
    )


def tryout_figures(mails: list[TriedMail]) -> dict[str, Any]:
    """Counts: mails, drafts, joined, aside by kind, and of the drafts those that are urgent, with photos, with several
    problems, and how many of each trade."""
    drafts = [mail for mail in mails if mail.place is MessagePlace.DRAFT]
    return {
        "mails": len(mails),
        "drafts": len(drafts),
        "joined": sum(mail.place is MessagePlace.JOINED for mail in mails),
        "aside": dict(Counter(mail.kind.value for mail in mails if mail.kind).most_common()),
        "urgent": sum(bool(mail.urgency) for mail in drafts),
        "with_photos": sum(bool(mail.photos) for mail in drafts),
        "several_problems": sum(mail.problems > 1 for mail in drafts),
        "trades": dict(Counter(mail.trade or Trade.OTHER.value for mail in drafts).most_common()),
    }


def figure_lines(figures: dict[str, Any], language: str) -> list[str]:
    """The figures in words, a line each."""
    kinds = ", ".join(f"{word_of(Aside(kind)).in_(language)} {number}" for kind, number in figures["aside"].items())
    trades = ", ".join(f"{word_of(Trade(trade)).in_(language)} {number}" for trade, number in figures["trades"].items())
    lines = [
        Text("one mail read", plural="%(count)s mails read", count=figures["mails"]),
        Text(
            "one would wait in the tray: %(trades)s",
            plural="%(count)s would wait in the tray: %(trades)s",
            count=figures["drafts"],
            trades=trades or "–",
        ),
        Text("one of them sounds urgent", plural="%(count)s of them sound urgent", count=figures["urgent"]),
        Text("one of them has photos", plural="%(count)s of them have photos", count=figures["with_photos"]),
        Text(
            "one of them names several problems",
            plural="%(count)s of them name several problems",
            count=figures["several_problems"],
        ),
        Text(
            "one goes with a mail that came before",
            plural="%(count)s go with a mail that came before",
            count=figures["joined"],
        ),
        Text(
            "one would lie aside: %(kinds)s",
            plural="%(count)s would lie aside: %(kinds)s",
            count=sum(figures["aside"].values()),
            kinds=kinds or "–",
        ),
    ]
    return [line.in_(language) for line in lines if line.values["count"] or line is lines[0]]


def write_page(
    file: Path, mails: list[TriedMail], settings: Settings, language: str, source: str, now: datetime
) -> None:
    """One HTML file that needs nothing beside it and fetches nothing."""
    page = template_environment("ingest", language, settings.desk.zone).get_template("tryout.html")
    file.write_text(
        page.render(
            mails=mails,
            lines=figure_lines(tryout_figures(mails), language),
            word=lambda key: word_of(key).in_(language),
            trade=lambda key: word_of(Trade(key)).in_(language),
            source=source,
            now=now,
        )
    )
