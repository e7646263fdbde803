"""What is one's own: tasks, language, password."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from convert.errors import InvalidError
from store.people import Staff
from store.staff import begin_session, end_sessions_of
from store.ticket_sheet import open_tasks_of
from web.done import Done, go_on
from web.faults import Answers, faults_of
from web.passwords import hash_password, is_password
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.staff.login import let_in
from web.staff.tickets import wrongs_of
from web.typed import Form

router = APIRouter(include_in_schema=False)

LEAST = 12  # characters of a password; length is what counts (NIST SP 800-63B §5.1.1.2)


@router.get("/tasks")
def show_tasks(context: StaffContext) -> Response:
    with context.reading() as session:
        tasks = open_tasks_of(session, context.clerk.key)
        return staff_page(
            context,
            session,
            "tasks.html",
            title=context.say("My tasks"),
            here="tasks",
            tasks=tasks,
            today=context.today,
        )


@router.get("/account")
def show_account(context: StaffContext) -> Response:
    return _page(context, Answers())


@router.post("/account/password")
def change_password(context: StaffContext, form: Form) -> Response:
    """The old one is asked; every other session of this account ends."""
    try:
        _check(context, form.text("old"), form.text("new"))
    except InvalidError as error:
        return _page(context, faults_of(context, error), 422)
    hashed = hash_password(form.text("new"))
    with context.store.writing() as session:
        session.get_one(Staff, context.clerk.key).password_hash = hashed
        end_sessions_of(session, context.clerk.key, context.now)
        session_id = begin_session(session, context.clerk, context.now, context.settings.web.session_hours)
    done = go_on("/account", Done(context.say("The password is changed; you are logged out everywhere else.")))
    return let_in(context, done, session_id)


def _check(context: RequestContext, old: str, new: str) -> None:
    if not is_password(context.clerk.password_hash, old):
        raise InvalidError(old={"nl": "Dit is niet uw wachtwoord.", "en": "This is not your password."})
    if len(new) < LEAST:
        raise InvalidError(new={"nl": f"Minstens {LEAST} tekens.", "en": f"At least {LEAST} characters."})


def _page(context: RequestContext, errors: Answers, status: int = 200) -> Response:
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "account.html",
            title=context.clerk.name,
            here="account",
            status=status,
            errors=errors,
            wrongs=wrongs_of(errors),
            email=context.clerk.email,
        )
