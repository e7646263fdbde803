"""Moving in and out, from the page of a person and of a home; and who is still told of what is open there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from fastapi import APIRouter
from fastapi.responses import Response

from convert.errors import InvalidError, RefusedError
from convert.records import NEEDED
from convert.relations.living import change_living, living_at, move_in, take_back
from convert.relations.people import NewPerson, add_person
from convert.tickets.linking import unlink_person
from convert.unit_of_work import UnitOfWork
from store.choices import find_person, find_unit
from store.people import Tenancy
from store.relations import told_here
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers
from web.request import RequestContext, StaffContext
from web.staff.relations.relations import one_page
from web.staff.relations.stays import MOVE_IN, Refused
from web.staff.tickets.ticket_form import found_in
from web.typed import Form, Typed

router = APIRouter(include_in_schema=False)


@router.post("/people/{key:int}/move-in")
def move_person(context: StaffContext, key: int, form: Form) -> Response:
    def move(work: UnitOfWork) -> None:
        unit = found_in(form, "unit", lambda words: find_unit(work.session, words))
        _move_in(work, form, key, unit or _missing("unit_typed"))

    return _do(context, form, "people", key, MOVE_IN, move)


@router.post("/units/{key:int}/move-in")
def move_into(context: StaffContext, key: int, form: Form) -> Response:
    """Somebody we know, or somebody new."""

    def move(work: UnitOfWork) -> None:
        person = found_in(form, "person", lambda words: find_person(work.session, words))
        if person is None and form.text("new_name"):
            new = NewPerson(form.text("new_name"), form.text("new_email"), form.text("new_phone"), labels=("tenant",))
            person = add_person(work, new).key
        _move_in(work, form, person or _missing("person_typed"), key)

    return _do(context, form, "units", key, MOVE_IN, move)


@router.post("/people/{key:int}/stays/{stay_id:int}")
def change_stay_of_person(context: StaffContext, key: int, stay_id: int, form: Form) -> Response:
    return _change_stay(context, form, "people", key, stay_id, lambda work: living_at(work, stay_id, person_id=key))


@router.post("/units/{key:int}/stays/{stay_id:int}")
def change_stay_in_unit(context: StaffContext, key: int, stay_id: int, form: Form) -> Response:
    return _change_stay(context, form, "units", key, stay_id, lambda work: living_at(work, stay_id, unit_id=key))


def _change_stay(
    context: RequestContext, form: Typed, kind: str, key: int, stay_id: int, find: Callable[[UnitOfWork], Tenancy]
) -> Response:
    def change(work: UnitOfWork) -> str:
        stay = find(work)
        if form.ticked("mistake"):
            take_back(work, stay)
            return ""
        starts, ends = form.day(f"starts-{stay_id}"), form.day(f"ends-{stay_id}")
        try:
            change_living(work, stay, starts or _missing("starts"), ends)
        except InvalidError as error:
            raise InvalidError(**{f"{name}-{stay_id}": words for name, words in error.fields.items()}) from None
        tickets = told_here(work.session, stay.person_id, stay.unit_id) if ends else []
        if not form.ticked(f"quiet-{stay_id}"):
            numbers = ", ".join(ticket.number for ticket in tickets)
            return context.say("Still told of: %(numbers)s", numbers=numbers) if numbers else ""
        for ticket in tickets:
            unlink_person(work, ticket.key, stay.person_id)
        return context.say("Told no longer of: %(numbers)s", numbers=", ".join(ticket.number for ticket in tickets))

    return _do(context, form, kind, key, f"stay-{stay_id}", change)


def _do(
    context: RequestContext, form: Typed, kind: str, key: int, at: str, change: Callable[[UnitOfWork], str | None]
) -> Response:
    try:
        with context.work() as work:
            words = change(work)
    except (InvalidError, RefusedError) as error:
        faults = faults_of(context, error)
        if "email" in faults:
            faults = Answers({"new_email": faults["email"]})
        return one_page(context, kind, key, Refused(at, typed_answers(form), faults))
    return go_on(f"/{kind}/{key}", Done(" ".join(filter(None, (context.say("Written down."), words)))))


def _move_in(work: UnitOfWork, form: Typed, person_id: int, unit_id: int) -> None:
    starts = form.day("starts") or _missing("starts")
    move_in(work, person_id, unit_id, starts, form.day("ends"), others_leave=form.ticked("others_leave"))


def _missing(field: str) -> NoReturn:
    raise InvalidError(**{field: NEEDED})
