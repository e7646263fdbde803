"""What is one's own: tasks, language, password."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from config.words import Text
from convert.errors import InvalidError
from convert.orders.agreeing import mandate_in
from store.people import Staff
from store.second_factor import factor_of
from store.staff import end_sessions_of, open_sessions_of
from store.ticket_sheet import open_tasks_of
from store.words import Role, SecurityEvent
from web.done import Done, go_on
from web.downloads import spreadsheet
from web.faults import Answers, faults_of, wrongs_of
from web.passwords import check_new_password, hash_password, is_password_meanwhile
from web.rendering import staff_page
from web.request import LOOKED_AT, RequestContext, StaffContext
from web.staff.accounts.admission import Admission, admit, forgive
from web.staff.accounts.browsers import sessions_shown
from web.staff.accounts.login import let_in, too_many_tries
from web.staff.accounts.staff_list import own_words, set_new_password
from web.typed import Form, Typed

router = APIRouter(include_in_schema=False)

COLUMNS = (Text("Task"), Text("By"), Text("Ticket"), Text("Title"))  # of one's tasks as a spreadsheet


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


@router.get("/tasks/list.csv", dependencies=LOOKED_AT)
def get_csv(context: StaffContext) -> Response:
    """The same list, whole, for a spreadsheet."""
    with context.reading() as session:
        tasks = open_tasks_of(session, context.clerk.key)
    rows = [[task.text, task.due, task.ticket_number, task.ticket_title] for task in tasks]
    return spreadsheet([context.say(words) for words in COLUMNS], rows, "taken.csv")


@router.get("/account")
def show_account(context: StaffContext) -> Response:
    return _page(context, Answers())


@router.post("/account/password")
async def change_password(context: StaffContext, form: Form) -> Response:
    """The old one is asked, and counted as a try to log in; every other session of this account ends."""
    return await run_in_threadpool(_change, context, form.text("new"), await fault_of_password(context, form))


async def fault_of_password(context: RequestContext, form: Typed) -> InvalidError | None:
    """What is wrong with the password they typed again, as `old`; counted as a try to log in."""

    def count() -> Admission:
        with context.store.writing() as session:
            return admit(context, session, context.clerk.email, context.clerk.key)

    def forget(admission: Admission) -> None:
        with context.store.writing() as session:
            forgive(session, admission)

    admission = await run_in_threadpool(count)
    if admission.wait:
        return InvalidError(old=too_many_tries(admission))
    if not await is_password_meanwhile(context.clerk.password_hash, form.text("old")):
        return InvalidError(old=Text("This is not your password."))
    await run_in_threadpool(forget, admission)
    return None


def _change(context: RequestContext, new: str, fault: InvalidError | None) -> Response:
    try:
        if fault:
            raise fault
        check_new_password("new", new, own_words(context.settings, context.clerk.name, context.clerk.email))
    except InvalidError as error:
        return _page(context, faults_of(context, error), 422)
    hashed = hash_password(new)
    done = go_on("/account", Done(context.say("The password is changed; you are logged out everywhere else.")))
    with context.store.writing() as session:
        set_new_password(context, session, session.get_one(Staff, context.clerk.key), hashed)
        let_in(context, session, context.clerk.key, done)
    context.store.bell.ring("outbox")
    return done


@router.post("/account/sessions")
def end_others(context: StaffContext) -> Response:
    with context.store.writing() as session:
        end_sessions_of(session, context.clerk.key, context.now, but=context.session_key)
        context.log(session, SecurityEvent.SESSIONS_ENDED, account=context.clerk.key)
    return go_on("/account", Done(context.say("You are logged out everywhere else.")))


@router.post("/account/sessions/{key:int}")
def end_one(context: StaffContext, key: int) -> Response:
    with context.store.writing() as session:
        if end_sessions_of(session, context.clerk.key, context.now, only=key):
            context.log(session, SecurityEvent.SESSIONS_ENDED, account=context.clerk.key)
    return go_on("/account", Done(context.say("That log-in is ended.")))


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
            mandate=mandate_in(context.settings, context.clerk),
            is_admin=context.clerk.role is Role.ADMIN,
            sessions=sessions_shown(context, open_sessions_of(session, context.clerk.key, context.now)),
            this=context.session_key,
            has_factor=factor_of(session, context.clerk.key) is not None,
        )
