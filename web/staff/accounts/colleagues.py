"""Who works at the desk, for administrators: invited by mail, given a role, let in no longer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError, MissingError
from convert.orders.agreeing import mandate_in
from convert.records import mailbox
from convert.relations.staff import add_staff
from store.people import Staff
from store.second_factor import factor_of
from store.staff import end_sessions_of, list_staff, open_sessions_of
from store.wording import words_of
from store.words import Role, SecurityEvent
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.accounts.browsers import sessions_shown
from web.staff.accounts.staff_list import change_account, give_mandate, invite
from web.typed import Form, Typed

router = APIRouter(prefix="/settings/staff", include_in_schema=False)
NOT_SENT = Text("No invitation was sent: there is a password already, or several were sent within the past hour.")


@router.get("")
def show_colleagues(context: StaffContext) -> Response:
    return _list(context, Answers({"role": Role.STAFF.value}), Answers())


@router.post("")
def invite_colleague(context: StaffContext, form: Form) -> Response:
    """An account without a password, and the letter with which its owner chooses one."""
    role = form.one_of("role", Role, Role.STAFF)
    try:
        if mailbox(form.text("email")) == context.settings.desk.address.lower():
            raise InvalidError(email=Text("All colleagues read this address; an account needs one of its own."))
        with context.work() as work:
            made = add_staff(work, form.text("name"), form.text("email"), role=role)
            context.log(work.session, SecurityEvent.USER_ADDED, account=made.key, about=role)
            invite(context, work.session, made)
    except InvalidError as error:
        return _list(context, typed_answers(form), faults_of(context, error), 422)
    return go_on("/settings/staff", Done(context.say("%(name)s is invited by mail.", name=made.name)))


@router.get("/{key}")
def show_colleague(context: StaffContext, key: int) -> Response:
    with context.reading() as session:
        return _page(context, session, _one(session, key), Answers())


@router.post("/{key}/{deed}")
def change_colleague(context: StaffContext, form: Form, key: int, deed: str) -> Response:
    if deed not in DONE:
        raise MissingError
    try:
        with context.work() as work:
            session, staff = work.session, _one(work.session, key)
            done = DONE[deed]
            if deed == "role":
                role = form.one_of("role", Role, staff.role)
                if role is not staff.role:
                    entry = context.log(session, SecurityEvent.ROLE_CHANGED, account=key, about=role)
                    change_account(session, staff, entry, role=role)
            elif deed == "mandate":
                give_mandate(context, session, staff, _euro(form))
            elif deed == "invite":
                if not staff.active or staff.password_hash or not invite(context, session, staff):
                    done = NOT_SENT
            elif deed == "log-out":
                if end_sessions_of(session, key, context.now):
                    context.log(session, SecurityEvent.SESSIONS_ENDED, account=key)
            elif staff.active is not (deed == "enable"):
                event = SecurityEvent.USER_ENABLED if deed == "enable" else SecurityEvent.USER_DISABLED
                change_account(session, staff, context.log(session, event, account=key), active=deed == "enable")
            name = staff.name
    except InvalidError as error:
        with context.reading() as session:
            return _page(context, session, _one(session, key), faults_of(context, error), 422)
    return go_on(f"/settings/staff/{key}", Done(context.say(done, name=name)))


DONE = {
    "role": Text("%(name)s logs in anew, and may do what belongs to the role."),
    "mandate": Text("%(name)s has a new mandate."),
    "invite": Text("%(name)s is invited by mail."),
    "log-out": Text("%(name)s is logged out everywhere."),
    "disable": Text("%(name)s is let in no longer."),
    "enable": Text("%(name)s is let in again."),
}


def _euro(form: Typed) -> int | None:
    """None where the desk's own holds. Raises InvalidError."""
    typed = form.text("mandate")
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < _DIGITS):
        raise InvalidError(mandate=Text("Write a whole amount of euro."))
    return int(typed) if typed else None


_DIGITS = 9  # what an integer of the database holds


def _one(session: Session, key: int) -> Staff:
    staff = session.get(Staff, key)
    if staff is None:
        raise MissingError
    return staff


def _state(context: RequestContext, staff: Staff) -> str:
    if not staff.active:
        return context.say("let in no longer")
    return context.say("can log in") if staff.password_hash else context.say("invited, no password yet")


def _roles(context: RequestContext) -> list[tuple[str, str]]:
    return [(key, context.say(words)) for key, words in words_of(Role).items()]


def _list(context: RequestContext, typed: Answers, errors: Answers, status: int = 200) -> Response:
    with context.reading() as session:
        rows = [
            (staff, context.word(staff.role), _state(context, staff), f"€ {mandate_in(context.settings, staff)}")
            for staff in list_staff(session)
        ]
        return staff_page(
            context,
            session,
            "settings/colleagues.html",
            status=status,
            title=context.say("Colleagues"),
            here="account",
            rows=sorted(rows, key=lambda row: (not row[0].active, row[0].name.casefold())),
            roles=_roles(context),
            typed=typed,
            errors=errors,
            wrongs=wrongs_of(errors),
        )


def _page(context: RequestContext, session: Session, staff: Staff, errors: Answers, status: int = 200) -> Response:
    return staff_page(
        context,
        session,
        "settings/colleague.html",
        status=status,
        title=staff.name,
        here="account",
        member=staff,
        state=_state(context, staff),
        roles=_roles(context),
        has_factor=factor_of(session, staff.key) is not None,
        usual=context.settings.desk.mandate,
        sessions=sessions_shown(context, open_sessions_of(session, staff.key, context.now)),
        errors=errors,
        wrongs=wrongs_of(errors),
    )
