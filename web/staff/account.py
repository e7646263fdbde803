"""What is one's own: tasks, language, password."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from convert.unit_of_work import InvalidError
from store.people import Staff
from store.ticket_sheet import open_tasks_of
from web.done import Done, go_on
from web.faults import Answers, faults_of
from web.rendering import staff_page
from web.request import StaffVisit, Visit
from web.staff.login import let_in
from web.staff.tickets import wrongs_of
from web.staff_session import begin_session, end_sessions_of, hash_password, is_password
from web.typed import Form

router = APIRouter(include_in_schema=False)

LEAST = 12  # characters of a password; length is what counts (NIST SP 800-63B §5.1.1.2)


@router.get("/tasks")
def show_tasks(visit: StaffVisit) -> Response:
    with visit.reading() as session:
        tasks = open_tasks_of(session, visit.clerk.key)
        return staff_page(
            visit, session, "tasks.html", title=visit.say("My tasks"), here="tasks", tasks=tasks, today=visit.today
        )


@router.get("/account")
def show_account(visit: StaffVisit) -> Response:
    return _page(visit, Answers())


@router.post("/account/password")
def change_password(visit: StaffVisit, form: Form) -> Response:
    """The old one is asked; every other session of this account ends."""
    try:
        _check(visit, form.text("old"), form.text("new"))
    except InvalidError as error:
        return _page(visit, faults_of(visit, error), 422)
    hashed = hash_password(form.text("new"))
    with visit.store.writing() as session:
        session.get_one(Staff, visit.clerk.key).password_hash = hashed
        end_sessions_of(session, visit.clerk.key, visit.now)
        session_id = begin_session(session, visit.clerk, visit.now, visit.settings.web.session_hours)
    done = go_on("/account", Done(visit.say("The password is changed; you are logged out everywhere else.")))
    return let_in(visit, done, session_id)


def _check(visit: Visit, old: str, new: str) -> None:
    if not is_password(visit.clerk.password_hash, old):
        raise InvalidError(old={"nl": "Dit is niet uw wachtwoord.", "en": "This is not your password."})
    if len(new) < LEAST:
        raise InvalidError(new={"nl": f"Minstens {LEAST} tekens.", "en": f"At least {LEAST} characters."})


def _page(visit: Visit, errors: Answers, status: int = 200) -> Response:
    with visit.reading() as session:
        return staff_page(
            visit,
            session,
            "account.html",
            title=visit.clerk.name,
            here="account",
            status=status,
            errors=errors,
            wrongs=wrongs_of(errors),
            email=visit.clerk.email,
        )
