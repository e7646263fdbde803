"""Whose a report becomes when nobody was asked: the rules, for administrators, and what they decide in words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from convert.errors import InvalidError
from convert.records import NEEDED
from convert.relations.staff import can_answer, set_rule
from store.choices import property_choices
from store.people import Property, Staff
from store.routing import Rule, all_rules, decide_route
from store.rows import rows_by_id
from store.staff import list_staff
from store.wording import words_of
from store.words import SecurityEvent, Trade
from web.done import Done, go_on
from web.faults import Answers, faults_of, typed_answers, wrongs_of
from web.rendering import staff_page
from web.request import RequestContext, StaffContext
from web.typed import Form, Typed, whole_number

router = APIRouter(prefix="/settings/routing", include_in_schema=False)


@router.get("")
def show_rules(
    context: StaffContext, building: str = "", trade: str = "", staff: str = "", place: str = "", about: str = "?"
) -> Response:
    """building, trade, staff: a rule that is to be changed · place, about: a report that is tried"""
    typed = Answers({"building": building, "trade": trade, "staff": staff, "place": place, "about": about.strip("?")})
    with context.reading() as session:
        answer = "" if about == "?" else _decided(context, session, whole_number(place), about)
        return _page(context, session, typed, Answers(), answer)


@router.post("")
def keep_rule(context: StaffContext, form: Form) -> Response:
    try:
        if not form.text("staff"):
            raise InvalidError(staff=NEEDED)
        return _change(context, form, form.number("staff"))
    except InvalidError as error:
        with context.reading() as session:
            return _page(context, session, typed_answers(form), faults_of(context, error), status=422)


@router.post("/remove")
def remove_rule(context: StaffContext, form: Form) -> Response:
    return _change(context, form, None)


def _change(context: RequestContext, form: Typed, staff_id: int | None) -> Response:
    """Says what it decides from now on. Raises InvalidError."""
    place, trade = form.number("building"), form.text("trade")
    with context.work() as work:
        before = set_rule(work, staff_id, place, trade)
        if (before.staff_id if before else None) == staff_id:
            return go_on("/settings/routing", Done(context.say("Nothing was changed.")))
        names = f"{before.staff_id if before else '-'} > {staff_id or '-'}"  # never a name in the log
        context.log(work.session, SecurityEvent.SETTING_CHOSEN, about=f"routing {place or '*'}/{trade or '*'}: {names}")
        words = _decided(context, work.session, place, trade)
    return go_on("/settings/routing", Done(words))


def _decided(context: RequestContext, session: Session, place: int | None, trade: str) -> str:
    """To whom such a report goes, by which rule, and which were passed over."""
    decision = decide_route(session, place, trade)
    named = [*filter(None, [decision.rule]), *decision.passed]
    buildings = rows_by_id(session, Property, (rule.property_id for rule in named))
    if decision.staff is None:
        return context.say("There is no staff yet.")
    if decision.rule:
        words = context.say(
            "Goes to %(name)s, by the rule: %(rule)s.",
            name=decision.staff.name,
            rule=_rule_words(context, decision.rule, buildings),
        )
    else:
        words = context.say("No rule names anybody for it: goes to %(name)s, who came first.", name=decision.staff.name)
    passed = [
        context.say(
            "Passed over, for %(name)s is let in no longer: %(rule)s.",
            name=session.get_one(Staff, rule.staff_id).name,
            rule=_rule_words(context, rule, buildings),
        )
        for rule in decision.passed
    ]
    return " ".join([words, *passed])


def _rule_words(context: RequestContext, rule: Rule, buildings: dict[int, Property]) -> str:
    building = buildings[rule.property_id].name if rule.property_id else context.say("every complex")
    trade = context.word(Trade(rule.trade)) if rule.trade else context.say("every trade")
    return f"{building}, {trade}"


def _page(
    context: RequestContext,
    session: Session,
    typed: Answers,
    errors: Answers,
    answer: str = "",
    status: int = 200,
) -> Response:
    staff = {member.key: member for member in list_staff(session)}
    rules = all_rules(session)
    buildings = rows_by_id(session, Property, (rule.property_id for rule in rules))
    rows = [_row(context, rule, buildings, staff[rule.staff_id]) for rule in rules]
    return staff_page(
        context,
        session,
        "settings/routing.html",
        status=status,
        title=context.say("Who a report is for"),
        here="account",
        rules=sorted(rows, key=lambda row: (not row["building"], not row["trade"], row["words"].casefold())),
        rest="" if any(not (row["building"] or row["trade"]) for row in rows) else _decided(context, session, None, ""),
        complexes=property_choices(session),
        trades=[(key, context.say(words)) for key, words in words_of(Trade).items()],
        staff=[(str(key), member.name) for key, member in staff.items() if can_answer(member)],
        answer=answer,
        typed=typed,
        errors=errors,
        wrongs=wrongs_of(errors),
    )


def _row(context: RequestContext, rule: Rule, buildings: dict[int, Property], member: Staff) -> dict[str, Any]:
    """words, name, is_passed, and what its form sends: building, trade, staff ("" for every one)."""
    return {
        "words": _rule_words(context, rule, buildings),
        "name": member.name,
        "is_passed": not member.active,
        "building": rule.property_id or "",
        "trade": rule.trade,
        "staff": rule.staff_id,
    }
