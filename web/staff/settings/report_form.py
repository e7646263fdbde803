"""The public form, for administrators: what it offers, in which order, what it tells in danger and who approved it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from config.words import Text
from convert.errors import InvalidError, RefusedError
from convert.report_form import approve_safety, move_choice, save_own, write_safety
from store.people import Staff
from store.report_choices import OfferedTrade, offered_trades
from store.safety_texts import SafetyText, points_in, text_in_force, versions_of
from store.words import Danger, SecurityEvent, Trade
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.typed import Form

HOME = "/settings/report-form"
router = APIRouter(prefix=HOME, include_in_schema=False)


@router.get("")
def show_form(context: StaffContext) -> Response:
    with context.reading() as session:
        return staff_page(
            context,
            session,
            "settings/report_form.html",
            title=context.say("The report form"),
            here="account",
            trades=[(context.word(each.trade), each) for each in offered_trades(session)],
            dangers=[(danger, context.word(danger), _in_force(session, danger)) for danger in Danger],
        )


@router.get("/trades/{trade}")
def show_trade(context: StaffContext, trade: Trade, change: str = "") -> Response:
    with context.reading() as session:
        own = next((one for one in _offered(session, trade).presets if one.is_own and one.name == change), None)
        typed = Answers({"name": own.name, "nl": own.in_("nl"), "en": own.in_("en")} if own else {})
        return _trade_page(context, session, trade, typed, Answers())


@router.post("/trades/{trade}")
def save_title(context: StaffContext, trade: Trade, form: Form) -> Response:
    try:
        with context.work() as work:
            save_own(work, trade, form.text("name"), form.text("nl"), form.text("en"))
            context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=f"report form: {trade}, a title")
    except InvalidError as error:
        with context.reading() as session:
            return _trade_page(context, session, trade, typed_answers(form), faults_of(context, error), 422)
    return go_on(f"{HOME}/trades/{trade}", Done(context.say("Saved, and in force from now on.")))


@router.post("/trades/{trade}/move")
def move(context: StaffContext, trade: Trade, form: Form) -> Response:
    """A trade among the others, or one of its presets, named by `name`."""
    name, deed = form.text("name"), form.text("deed")
    done = Done(context.say("Saved, and in force from now on."))
    try:
        with context.work() as work:
            move_choice(work, trade, name, deed)
            about = f"report form: {trade}{'.' if name else ''}{name} {deed}"
            context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=about)
    except RefusedError as error:
        done = Done(context.say(error.words))
    return go_on(f"{HOME}/trades/{trade}" if name else HOME, done)


@router.get("/safety/{danger}")
def show_safety(context: StaffContext, danger: Danger) -> Response:
    with context.reading() as session:
        newest = next(iter(versions_of(session, danger, 1)), None)
        words = {tongue: "\n".join(points_in({}, danger, tongue)) for tongue in ("nl", "en")}
        typed = Answers({"nl": newest.nl, "en": newest.en} if newest else words)
        return _safety_page(context, session, danger, typed, Answers())


@router.post("/safety/{danger}")
def save_safety(context: StaffContext, danger: Danger, form: Form) -> Response:
    try:
        with context.work() as work:
            text = write_safety(work, danger, context.clerk.key, form.text("nl"), form.text("en"))
            if text:
                context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=f"safety text {danger}: v{text.key}")
    except InvalidError as error:
        with context.reading() as session:
            return _safety_page(context, session, danger, typed_answers(form), faults_of(context, error), 422)
    words = Text("Saved. It goes out once it is approved.") if text else Text("Nothing was changed.")
    return go_on(f"{HOME}/safety/{danger}", Done(context.say(words)))


@router.post("/safety/{danger}/approve")
def approve(context: StaffContext, danger: Danger, form: Form) -> Response:
    done = Done(context.say("Approved. It goes out from now on."))
    try:
        with context.work() as work:
            text = approve_safety(work, danger, form.number("version") or 0, context.clerk.key)
            about = f"safety text {danger}: v{text.key} approved"
            context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=about)
    except RefusedError as error:
        done = Done(context.say(error.words))
    return go_on(f"{HOME}/safety/{danger}", done)


def _offered(session: Session, trade: Trade) -> OfferedTrade:
    return next(each for each in offered_trades(session) if each.trade is trade)


def _trade_page(
    context: RequestContext, session: Session, trade: Trade, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    return staff_page(
        context,
        session,
        "settings/report_trade.html",
        status=status,
        title=context.word(trade),
        here="account",
        trade=trade,
        presets=_offered(session, trade).presets,
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _safety_page(
    context: RequestContext, session: Session, danger: Danger, typed: Answers, errors: Answers, status: int = 200
) -> Response:
    versions = versions_of(session, danger)
    return staff_page(
        context,
        session,
        "settings/safety_text.html",
        status=status,
        title=context.word(danger),
        here="account",
        danger=danger,
        **_in_force(session, danger),
        versions=[_version(session, each) for each in versions],
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _in_force(session: Session, danger: Danger) -> dict[str, Any]:
    """points by language, approved (a _version; None where ours holds), waiting (the newest, until it is approved)."""
    approved = text_in_force(session, danger)
    newest = next(iter(versions_of(session, danger, 1)), None)
    own = {"nl": approved.nl.splitlines(), "en": approved.en.splitlines()} if approved else {}
    return {
        "points": {tongue: points_in(own, danger, tongue) for tongue in ("nl", "en")},
        "approved": _version(session, approved) if approved else None,
        "waiting": _version(session, newest) if newest and not newest.approved_at else None,
    }


def _version(session: Session, text: SafetyText) -> dict[str, Any]:
    """key, points by language, written_by, written_at, approved_by ("" where nobody did), approved_at."""
    by = session.get(Staff, text.approved_by) if text.approved_by else None
    return {
        "key": text.key,
        "points": {"nl": text.nl.splitlines(), "en": text.en.splitlines()},
        "written_by": session.get_one(Staff, text.written_by).name,
        "written_at": text.written_at,
        "approved_by": by.name if by else "",
        "approved_at": text.approved_at,
    }
