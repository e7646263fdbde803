"""The service party's page: where, what, whom to call, and the deeds as buttons with the likely one first."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from fastapi.responses import Response
from sqlmodel import Session

from config.language import say_appointment, say_cost, say_day
from config.words import Text
from convert.errors import InvalidError
from convert.orders.work_order import deeds_open_to
from store.costs import cost_request_of
from store.files import order_files
from store.orders import NO_APPOINTMENT, WorkOrder
from store.slips import appointment_of, slip_of
from store.timeline import lines_of_deeds, timeline_of
from store.wording import words_of
from store.words import ActorKind, Deed, OrderState, RefusalReason, Visibility
from web.link.conversation import talk_shown
from web.link.link_access import LinkAccess
from web.link.shared_files import files_shown
from web.rendering import public_page
from web.slips.slip_on_page import slip_on_page
from web.slips.slip_pdf import can_make_pdf
from web.typed import Typed

_OFF = (Deed.MISSED, Deed.CALL_OFF)
# What comes to mind first in each state; the first of them that can be done is the green button.
LIKELY: dict[OrderState, tuple[Deed, ...]] = {
    OrderState.SENT: (Deed.ACCEPT, Deed.PLAN, Deed.REFUSE, Deed.ASK_COST, Deed.COMPLETE),
    OrderState.ACCEPTED: (Deed.PLAN, Deed.COMPLETE, Deed.START, *_OFF, Deed.ASK_COST, Deed.HOLD, Deed.ASK_HAND_BACK),
    OrderState.SCHEDULED: (Deed.COMPLETE, Deed.START, Deed.PLAN, *_OFF, Deed.ASK_COST, Deed.HOLD, Deed.ASK_HAND_BACK),
    OrderState.ON_SITE: (Deed.COMPLETE, Deed.PLAN, Deed.MISSED, Deed.ASK_COST, Deed.HOLD, Deed.ASK_HAND_BACK),
    OrderState.ON_HOLD: (Deed.RESUME, Deed.PLAN, Deed.COMPLETE, Deed.ASK_COST, Deed.ASK_HAND_BACK),
}

UNDER_WAY = tuple(LIKELY)  # the service party has something to do

HEADINGS = {
    "sent": Text("Can you do this job?"),
    "accepted": Text("You have this job"),
    "scheduled": Text("You have an appointment"),
    "on_site": Text("You are at work"),
    "on_hold": Text("This job is on hold"),
    "completed": Text("You reported this job complete"),
    "approved": Text("This job is done and closed"),
    "refused": Text("You refused this job"),
    "handed_back": Text("This job was handed back"),
    "lapsed": Text("This work order has lapsed"),
}


# What a deed is called where there is little room, and its sign; "photo" is no deed of the order.
SHORT = {
    Deed.ACCEPT: (Text("Accept"), "check"),
    Deed.REFUSE: (Text("Refuse"), "cross"),
    Deed.PLAN: (Text("Plan"), "calendar"),
    Deed.START: (Text("Start", context="party"), "half"),
    Deed.RESUME: (Text("Continue"), "check"),
    Deed.COMPLETE: (Text("Completed", context="order"), "check"),
    "photo": (Text("Photo"), "camera"),
}
DAYPARTS = {
    "morning": (Text("Morning (8–12)"), time(8), time(12)),
    "afternoon": (Text("Afternoon (12–17)"), time(12), time(17)),
}


def party_page(
    access: LinkAccess,
    session: Session,
    *,
    typed: Typed | None = None,
    at: str = "",
    error: InvalidError | None = None,
) -> Response:
    """typed, at, error: a form that was refused, which deed it was of, and what is wrong with it."""
    context = access.context
    order, slip = slip_to_party(access, session)
    return public_page(
        context,
        "link/party.html",
        status=422 if error else 200,
        title=context.say("Work order %(number)s", number=order.number),
        access=access,
        heading=context.say(HEADINGS[order.state]),
        facts=_facts(access, session, order),
        slip=slip,
        where=", ".join(slip["place"]["lines"]),
        pdf=access.path(f"/slips/{order.number}.pdf") if can_make_pdf() else "",
        deeds=[deed.value for deed in open_deeds(order, context.now)],
        visits_again=order.appointment_from is not None,
        calendar=access.path(f"/appointments/{order.number}.ics") if has_appointment(order) else "",
        reasons=[(key, context.say(word)) for key, word in words_of(RefusalReason).items()],
        today=context.today.isoformat(),
        talk=talk_shown(access, session, timeline_of(session, order_id=order.key, seen_by=Visibility.PARTY)),
        dayparts=[(key, context.say(words)) for key, (words, _, _) in DAYPARTS.items()],
        bar=_bar(order, context.now),
        short={deed: context.say(words) for deed, (words, _) in SHORT.items()},
        signs={deed: sign for deed, (_, sign) in SHORT.items()},
        form=_form(access, typed, at, error),
    )


def slip_to_party(access: LinkAccess, session: Session) -> tuple[WorkOrder, dict[str, Any]]:
    """The order of this link, and what its firm may see of it now."""
    order = session.get_one(WorkOrder, access.link.order_id)
    slip = slip_of(session, order, for_party=True, now=access.context.now)
    files = files_shown(access, order_files(session, order.key, Visibility.PARTY))
    return order, slip_on_page(access.context, slip, files=files, answer=_answer(access, order))


def open_deeds(order: WorkOrder, now: datetime) -> list[Deed]:
    """What the service party can do now, the likely one first."""
    possible = set(deeds_open_to(order.state, ActorKind.PARTY))
    is_coming = has_appointment(order) and order.appointment_from is not None and order.appointment_from > now
    possible -= {Deed.MISSED if is_coming else Deed.CALL_OFF}
    wanted = list(LIKELY.get(order.state, ()))
    if order.state is OrderState.ACCEPTED and order.appointment_from:
        wanted.sort(key=lambda deed: deed is not Deed.COMPLETE)  # a time was named already: the work itself comes next
    return [deed for deed in wanted if deed in possible]


def _bar(order: WorkOrder, now: datetime) -> list[str]:
    """What stands in reach of a thumb: the likely deed and, as long as nobody answered, the refusal; else a photo."""
    deeds = open_deeds(order, now)
    return [deeds[0].value, Deed.REFUSE.value if Deed.REFUSE in deeds else "photo"] if deeds else []


def has_appointment(order: WorkOrder) -> bool:
    """At a known time, so that a calendar can hold it."""
    return order.appointment_from is not None and order.appointment_state not in NO_APPOINTMENT


def appointment_words(access: LinkAccess, order: WorkOrder) -> str:
    """When the visit is, as exactly as it is known; "" where nothing is."""
    return say_appointment(appointment_of(order), access.context.language, access.context.settings.desk.zone)


def _facts(access: LinkAccess, session: Session, order: WorkOrder) -> list[dict[str, str]]:
    """What must be seen before the slip: each tone, title, text."""
    say, when = access.context.say, appointment_words(access, order)
    facts = []
    if order.rework and order.state in UNDER_WAY:
        asked = next(reversed(lines_of_deeds(session, order.key, Deed.REWORK)), None)
        what = say("Please come back; below you read what is wrong.")
        if asked and not asked.data.get("words"):  # it was said by mail, or for another report
            what = say("Please come back. Ask us or the occupant what is still wrong.")
        facts.append(("bad", say("It is not solved yet"), what))
    if order.hand_back_asked_at and order.state in UNDER_WAY:
        facts.append(("wait", say("You asked to hand this job back"), say("We decide and let you know.")))
    facts += _cost_facts(access, order)
    if order.state is OrderState.ON_HOLD and order.held_until:
        facts.append(("wait", say("On hold until %(day)s", day=say_day(order.held_until, access.context.language)), ""))
    if when and order.state in UNDER_WAY:
        facts.append(
            {
                "confirmed": ("next", when, say("The occupant agreed.")),
                "missed": ("wait", when, say("Nobody was home. We asked for a new time; you may also propose one.")),
                "called_off": ("bad", when, say("You called this appointment off. Please propose another.")),
                "declined": ("bad", when, say("This time does not suit the occupant. Please propose another.")),
                "proposed": ("wait", when, say("We asked the occupant whether this suits.")),
            }.get(order.appointment_state, ("next", when, ""))
        )
    return [{"tone": tone, "title": title, "text": text} for tone, title, text in facts]


def _cost_facts(access: LinkAccess, order: WorkOrder) -> list[tuple[str, str, str]]:
    """What became of the last amounts they asked an agreement on."""
    say, request = access.context.say, cost_request_of(order)
    if request is None or request["state"] == "ended" or order.state not in UNDER_WAY:
        return []
    prices = [say_cost(option, access.context.language) for option in request["options"]]
    if request["state"] == "granted":
        price = prices[request["chosen"] - 1]
        return [("next", say("Agreed: %(price)s", price=price), say("The work order says so now."))]
    if request["state"] == "denied":
        return [("bad", say("Not agreed: %(price)s", price="; ".join(prices)), say("The cost limit stays as it is."))]
    return [("wait", say("You asked for an agreement: %(price)s", price="; ".join(prices)), say("We let you know."))]


def _answer(access: LinkAccess, order: WorkOrder) -> str:
    if order.state is OrderState.SENT:
        return access.context.say("You can also reply to our e-mail with just one word: accept, refuse or completed.")
    return access.context.say("Is something wrong here? Reply to our e-mail, or call us.")


def _form(access: LinkAccess, typed: Typed | None, at: str, error: InvalidError | None) -> dict[str, Any]:
    """What was typed and what is wrong with it, for the one deed `at` that was refused."""
    language = access.context.language
    return {
        "at": at,
        "typed": typed.kept() if typed else {},
        "errors": {name: words.in_(language) for name, words in error.fields.items()} if error else {},
    }
