"""A desk to try out: the cast and their week, a fresh key for its staff, and reports that arrive by real mail."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage

from sqlmodel import Session, col, select

from config.demo import demo_mails
from config.settings import Settings
from convert.demo.cast import load_cast
from convert.demo.stories import set_scene
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.timeline import CLOCK


def load_demo(session: Session, settings: Settings, now: datetime) -> bool:
    """Fill an empty store with the cast and their week. False where there was something already."""
    if session.exec(select(Staff)).first() is not None:
        return False
    work = UnitOfWork(session, settings, CLOCK, now)
    load_cast(work)
    set_scene(work)
    return True


def hand_out_keys(session: Session, password_hash: str) -> str:
    """Give all staff the one password behind this hash. The mail address of the first of them, to log in with."""
    staff = session.exec(select(Staff).order_by(col(Staff.id))).all()
    for member in staff:
        member.password_hash = password_hash
    return staff[0].email


def mail_reports(settings: Settings, now: datetime) -> Iterator[EmailMessage]:
    """Mail the cast's reports to the desk's own SMTP door, and yield each that was taken."""
    with smtplib.SMTP(settings.smtp_in.host, settings.smtp_in.port, timeout=10) as server:
        for mail in demo_mails(now.astimezone(settings.desk.zone)):
            server.send_message(mail)
            yield mail
