"""Who lives where, since and until when: moving in and out, and putting such a date right."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from config.words import Text
from convert.errors import InvalidError, MissingError
from convert.records import get, put
from convert.unit_of_work import UnitOfWork
from store.people import Person, Tenancy, Unit


def move_in(
    work: UnitOfWork,
    person_id: int,
    unit_id: int,
    starts: date,
    ends: date | None = None,
    *,
    others_leave: bool = False,
) -> Tenancy:
    """From this day on they live there, until `ends` and including it; with `others_leave` whoever lived there left the
    day before. Raises InvalidError."""
    get(work, Person, person_id)
    get(work, Unit, unit_id)
    _check(work, Tenancy(unit_id=unit_id, person_id=person_id, starts=starts, ends=ends))
    if others_leave:
        for other in work.session.exec(select(Tenancy).where(Tenancy.unit_id == unit_id, Tenancy.starts < starts)):
            if other.person_id != person_id and (other.ends is None or other.ends >= starts):
                other.ends = starts - timedelta(days=1)
    return put(work, Tenancy(unit_id=unit_id, person_id=person_id, starts=starts, ends=ends))


def change_living(work: UnitOfWork, tenancy: Tenancy, starts: date, ends: date | None) -> None:
    """They lived there between these days, the last one included. Raises InvalidError."""
    _check(work, tenancy, starts, ends)
    tenancy.starts, tenancy.ends = starts, ends
    work.session.flush()


def take_back(work: UnitOfWork, tenancy: Tenancy) -> None:
    """It was written down by mistake: they never lived there."""
    work.session.delete(tenancy)


def living_at(work: UnitOfWork, tenancy_id: int, **of: int) -> Tenancy:
    """This row, which must be of that person_id or unit_id. Raises MissingError."""
    tenancy = get(work, Tenancy, tenancy_id)
    if any(getattr(tenancy, name) != key for name, key in of.items()):
        raise MissingError
    return tenancy


def _check(work: UnitOfWork, tenancy: Tenancy, starts: date | None = None, ends: date | None = None) -> None:
    """That a person does not live in one home twice at a time, and leaves it after coming."""
    starts, ends = starts or tenancy.starts, ends if starts else tenancy.ends
    if ends and ends < starts:
        raise InvalidError(ends=Text("Ends before it begins."))
    same = select(Tenancy).where(Tenancy.unit_id == tenancy.unit_id, Tenancy.person_id == tenancy.person_id)
    with work.session.no_autoflush:
        for other in work.session.exec(same.where(col(Tenancy.id) != tenancy.id) if tenancy.id else same):
            if other.starts <= (ends or date.max) and (other.ends or date.max) >= starts:
                raise InvalidError(starts=Text("They live there already in that time."))
