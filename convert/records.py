"""Rows as they are fetched, filled in and changed, whatever they tell of; what cannot be used is said at its field."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from sqlmodel import Session, select

from config.settings import DeskSettings
from config.words import Text
from convert.errors import InvalidError, MissingError, RefusedError
from convert.unit_of_work import UnitOfWork
from store.people import Staff
from store.routing import named_by_rules
from store.rows import Row

_MAILBOX = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
NEEDED = Text("Fill this in.")

R = TypeVar("R", bound=Row)


def get(work: UnitOfWork, table: type[R], key: int) -> R:
    """The row with this id. Raises MissingError."""
    row = work.session.get(table, key)
    if row is None:
        raise MissingError(f"{table.__tablename__} {key}")
    return row


def responsible_for(session: Session, property_id: int | None, trade: str) -> Staff:
    """The staff member whom the rules make responsible. Raises RefusedError without any staff."""
    staff = named_by_rules(session, property_id, trade)
    if staff is None:
        raise RefusedError("no_staff", Text("There is no staff yet; add somebody with `postbon user add`."))
    return staff


def put(work: UnitOfWork, row: R) -> R:
    work.session.add(row)
    work.session.flush()
    return row


def filled(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidError(**{field: NEEDED})
    return value.strip()


def mailbox(value: str) -> str:
    address = value.strip().lower()
    if not is_mailbox(address):
        raise InvalidError(
            email=Text("'%(value)s' is no mail address; write for example name@mail.example.nl.", value=value)
        )
    return address


def is_mailbox(address: str) -> bool:
    """Whether a letter could be addressed to it."""
    return bool(_MAILBOX.fullmatch(address.strip()))


def is_outside_mailbox(desk: DeskSettings, address: str) -> bool:
    """Whether a letter to it would leave the desk: its own address, and those with its tokens, come back."""
    local, _, domain = address.strip().lower().rpartition("@")
    ours = {desk.address.lower().rpartition("@")[0], "bounce"}
    return is_mailbox(address) and not (domain == desk.domain.lower() and local.partition("+")[0] in ours)


def unused(work: UnitOfWork, table: type[Row], **value: str) -> None:
    (field, wanted), *_ = value.items()
    if work.session.exec(select(table).where(getattr(table, field) == wanted.strip())).first():
        raise InvalidError(**{field: Text("'%(wanted)s' exists already.", wanted=wanted)})


def known(table: type[Row], details: dict[str, Any]) -> dict[str, Any]:
    if strange := details.keys() - table.model_fields.keys():
        raise RefusedError("unknown_field", Text("Unknown field: %(strange)s", strange=min(strange)))
    return details


def change(row: Row, changes: dict[str, Any]) -> None:
    """What a row must have cannot be emptied. Raises InvalidError."""
    for name, value in known(type(row), changes).items():
        needed = type(row).model_fields[name].is_required() and isinstance(value, str)
        setattr(row, name, filled(name, value) if needed else value)
