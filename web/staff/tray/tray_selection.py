"""What is ticked in the tray, decided at once; who looks at a draft; and the numbers in the menu as they change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from config.words import Text
from convert.drafts.deciding import assign_draft, dismiss_draft, join_draft, reopen_draft, unassign_draft
from convert.errors import InvalidError, RefusedError
from convert.records import NEEDED
from convert.unit_of_work import UnitOfWork
from store.counts import count_work, newest_draft
from store.mail import Draft
from store.presence import look_at_draft
from store.rows import rows_by_id
from store.words import DraftState
from web.done import Done, go_on
from web.faults import faults_of
from web.rendering import staff_part
from web.request import StaffContext
from web.staff.given import give_back, give_back_address
from web.staff.tray.tray import chosen_tickets, get_draft
from web.staff.tray.tray_news import tray_news
from web.staff.tray.tray_page import query_of, tray_page, view_of
from web.typed import Form, Typed, whole_number

router = APIRouter(prefix="/drafts", include_in_schema=False)
counts = APIRouter(include_in_schema=False)

MOST = 200  # drafts decided on at once


@router.post("/selection")
def decide_selection(context: StaffContext, form: Form) -> Response:
    """The same deed for each that is ticked; what somebody decided on meanwhile stays as it is, and is counted."""
    keys = form.keys("draft")[:MOST]
    try:
        if not keys:
            raise InvalidError(draft=Text("Tick the mails first."))
        with context.work() as work:
            deed, words = _deed(work, form)
            former = {key: draft.staff_id for key, draft in rows_by_id(work.session, Draft, keys).items()}
            done = [key for key in keys if _done(work, deed, key)]
    except (InvalidError, RefusedError) as error:
        with context.reading() as session:
            errors = faults_of(context, error)
            return tray_page(context, session, None, view_of(context), errors=errors, form=form, status=422)
    line = context.say(words, count=len(done))
    if others := len(keys) - len(done):
        line += " " + context.say("%(count)s had been decided on already.", count=others)
    then = f"/drafts{query_of(view_of(context))}"
    undo = ""
    if done and form.text("deed") == "dismiss":
        undo = f"/drafts/selection/reopen?drafts={','.join(map(str, done))}"
    elif form.text("deed") == "assign":
        was = {key: former[key] for key in done}
        undo = give_back_address("/drafts/selection/return", form.number("staff"), was, then)
    return go_on(then, Done(line, undo))


@router.post("/selection/return")
def return_selection(context: StaffContext, to: str = "", was: str = "", then: str = "") -> Response:
    """What was given to a colleague goes back to whom it was."""
    return give_back(context, unassign_draft, to=to, was=was, then=then, otherwise="/drafts")


@router.post("/selection/reopen")
def reopen_selection(context: StaffContext, drafts: str = "") -> Response:
    keys = [key for key in map(whole_number, drafts.split(",")) if key is not None][:MOST]
    with context.work() as work:
        back = [key for key in keys if _done(work, partial(reopen_draft, work), key)]
    return go_on("/drafts", Done(context.say("%(count)s back in the tray.", count=len(back))))


@router.post("/{key:int}/here")
def tell_presence(context: StaffContext, key: int) -> Response:
    """The page tells that it is open; it hears who else has the same draft before them, and that it was decided on."""
    with context.store.writing() as session:
        is_open = get_draft(session, key).state is DraftState.OPEN
        names = look_at_draft(session, key, context.clerk.key, context.now)
    names = [name.split()[0] for name in names]
    return staff_part(context, "tray/here.html", names=names, decided="" if is_open else f"/drafts/{key}")


@counts.get("/counts")
def show_counts(context: StaffContext) -> Response:
    """With what happened to the list of the tray, where the page that asks shows one."""
    with context.reading() as session:
        values = {"counts": count_work(session), "newest": newest_draft(session), "news": tray_news(context, session)}
        return staff_part(context, "parts/counts.html", **values)


def _deed(work: UnitOfWork, form: Typed) -> tuple[Callable[[int], object], Text]:
    """What is done with each draft, and the words for it afterwards. Raises InvalidError."""
    if form.text("deed") == "assign":
        staff_id = form.number("staff")
        return partial(assign_draft, work, staff_id=staff_id), Text("%(count)s assigned.")
    if form.text("deed") == "join":
        ticket_ids = chosen_tickets(work.session, form)
        return (lambda draft_id: join_draft(work, draft_id, *ticket_ids)), Text("%(count)s added to the ticket.")
    reason = form.text("reason") or form.text("ready")
    if not reason:
        raise InvalidError(reason=NEEDED)
    return partial(dismiss_draft, work, reason=reason), Text("%(count)s dismissed.")


def _done(work: UnitOfWork, deed: Callable[[int], object], key: int) -> bool:
    try:
        with work.session.begin_nested():
            deed(key)
    except RefusedError:
        return False
    return True
