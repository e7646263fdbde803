"""A desk to try out: the cast and their week, a fresh key for its staff, and reports that arrive by real mail."""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer
from sqlmodel import Session, col, select

from config.demo import NEIGHBOURS, demo_mails, neighbours
from config.secret import with_secret
from config.settings import Settings, load_settings
from config.speech import say
from convert.demo.cast import load_cast
from convert.demo.stories import set_scene
from convert.relations.importing import import_csv
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.store import Store
from store.timeline import CLOCK


def demo_settings(file: Path | None, folder: Path) -> Settings:
    """The cast's letterhead over what the settings file says, with the data in a folder of its own."""
    letterhead = {
        "postal_address": "Kanaalstraat 12, 3511 SS Utrecht",
        "phone": "030 000 0012",
        "invoice_address": "facturen@delinde.example.nl",
    }
    return with_secret(load_settings(file, desk={"data_dir": folder, **letterhead}))


def set_up_demo(store: Store, settings: Settings, hash_password: Callable[[str], str], now: datetime) -> bool:
    """Fill an empty store with the cast and their neighbours, and print a fresh key for its staff, each time. Whether
    it was the first time."""
    password = secrets.token_hex(4)
    with store.writing() as session:
        if fresh := session.exec(select(Staff)).first() is None:
            work = UnitOfWork(session, settings, CLOCK, now)
            load_cast(work)
            for kind in NEIGHBOURS:
                import_csv(work, kind, neighbours(kind))
        email = hand_out_keys(session, hash_password(password))
    typer.echo(f"{say('Log in as')} {email}, {say('password')} {password}")
    return fresh


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


def mail_reports(settings: Settings, now: datetime) -> None:
    """Mail the cast's reports to the desk's own SMTP door, and print a line for each that was taken."""
    with smtplib.SMTP(settings.smtp_in.host, settings.smtp_in.port, timeout=10) as server:
        for mail in demo_mails(now.astimezone(settings.desk.zone)):
            server.send_message(mail)
            typer.echo(f"  ✉ {mail['From']}: {mail['Subject'] or '…'}")
