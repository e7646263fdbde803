"""The canary: a mail of ours that goes out and comes home by the real way each hour. Where it does not, staff hear."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlmodel import Session, col, select

from config.settings import Settings
from outbound.wire import ServerDownError, connected
from store.access import Attempt
from store.attempts import CANARY, record_attempt
from store.mail import Message
from store.mailbox_grants import Grants
from store.store import Store
from store.tokens import new_token
from store.troubles import clear_trouble, is_in_trouble, report_trouble

EVERY = timedelta(hours=1)
PATIENCE = timedelta(minutes=30)  # for the way out and home: greylisting takes a quarter of an hour
NAME = "canary"


def send_canary(store: Store, settings: Settings, now: datetime) -> int:
    """Send it where it is due, and tell staff where the last one did not come home; how many were sent.
    Raises StoreUnavailableError."""
    if not settings.desk.canary or not settings.smtp_out.host:
        return 0
    with store.reading() as session:
        last = session.exec(select(Attempt).where(Attempt.kind == CANARY).order_by(col(Attempt.at).desc())).first()
        is_home = last is not None and came_home(session, last.who)
        was_missed = is_in_trouble(session, NAME)
    if last and is_home and was_missed:
        with store.writing() as session:
            clear_trouble(session, NAME, now)
    if last and not is_home and last.at + PATIENCE <= now < last.at + EVERY and not was_missed:
        with store.writing() as session:
            words = f"mail van {last.at:%H:%M} UTC naar {settings.desk.canary} kwam niet terug / did not come back"
            report_trouble(session, NAME, words, now)
    if last and last.at <= now < last.at + EVERY:
        return 0
    mail_id = f"canary-{new_token()}@{settings.desk.domain}"
    with store.writing() as session:
        record_attempt(session, CANARY, mail_id, now)
    try:
        with connected(settings.smtp_out, Grants(store, settings.secret)) as wire:
            wire.hand_over(_octets(settings, mail_id, now), settings.desk.address, settings.desk.canary, lambda: True)
    except ServerDownError:
        return 0  # it will be missed
    return 1


def came_home(session: Session, mail_id: str) -> bool:
    return session.exec(select(Message.id).where(Message.message_id == mail_id)).first() is not None


def _octets(settings: Settings, mail_id: str, now: datetime) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = settings.desk.address, settings.desk.canary
    mail["Subject"] = "Postbon canary"
    mail["Date"], mail["Message-ID"] = format_datetime(now), f"<{mail_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("Deze mail hoort terug te komen bij het meldpunt. / This mail should come back to the desk.\n")
    return mail.as_bytes()
