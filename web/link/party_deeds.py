"""What a press on the service party's page does. Pressing twice is harmless: the second time says who was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from config.language import say_moment
from config.words import Text
from convert.errors import InvalidError
from convert.orders.deed_details import DeedDetails
from convert.orders.perform import perform
from convert.records import NEEDED
from convert.tickets.comments import comment_by_party
from convert.unit_of_work import UnitOfWork
from store.letter_lists import letters_caused_by
from store.tickets import TimelineEntry
from store.timeline import lines_of_deeds
from store.words import CauseKind, Deed
from web.done import Done
from web.link.link_access import LinkAccess
from web.link.party_page import DAYPARTS
from web.link.pressed_twice import said_just_now
from web.request import RequestContext
from web.typed import Typed

DONE = {
    Deed.ACCEPT: Text("You accepted the job."),
    Deed.REFUSE: Text("You refused the job."),
    Deed.PLAN: Text("You proposed this time."),
    Deed.MISSED: Text("You reported that nobody was home. We ask for a new time."),
    Deed.CALL_OFF: Text("You called the appointment off."),
    Deed.START: Text("You started the work."),
    Deed.HOLD: Text("The job is on hold."),
    Deed.RESUME: Text("You are continuing the job."),
    Deed.COMPLETE: Text("You reported the job complete."),
    Deed.ASK_HAND_BACK: Text("You asked to hand the job back."),
    Deed.ASK_COST: Text("You asked for an agreement on the cost. Please wait for our answer."),
}
ALREADY = {
    Deed.ACCEPT: Text("Already accepted by %(who)s on %(when)s."),
    Deed.REFUSE: Text("Already refused by %(who)s on %(when)s."),
    Deed.START: Text("Already started by %(who)s on %(when)s."),
    Deed.HOLD: Text("Already put on hold by %(who)s on %(when)s."),
    Deed.COMPLETE: Text("Already reported complete by %(who)s on %(when)s."),
}


def do_deed(access: LinkAccess, deed: Deed, typed: Typed) -> Done:
    """Do it, and tell what happened and who was told. Raises RefusedError, InvalidError, MissingError."""
    order_id = access.link.order_id or 0
    details = DETAILS.get(deed, _nothing)(access, typed)
    with access.context.work(access.actor) as work:
        # Photos first, so that the letter about the deed carries the news of them, not the reverse.
        if typed.uploads and not said_just_now(work, typed, order_id=order_id):
            comment_by_party(work, order_id, "", uploads=typed.uploads)
        done = perform(work, order_id, deed, details)
        entry = next(reversed(lines_of_deeds(work.session, order_id, deed)), None)
        if not done.changed:
            return Done(_already(access.context, deed, entry))
        return Done(" ".join((access.context.say(DONE[deed]), _who_hears(access.context, work, entry))).strip())


def do_comment(access: LinkAccess, typed: Typed) -> Done:
    """A question, a remark, files. Raises RefusedError, InvalidError."""
    with access.context.work(access.actor) as work:
        entry = said_just_now(work, typed, order_id=access.link.order_id)
        entry = entry or comment_by_party(work, access.link.order_id or 0, typed.text("text"), uploads=typed.uploads)
        return Done(
            " ".join((access.context.say("Your message was sent."), _who_hears(access.context, work, entry))).strip()
        )


def _nothing(_access: LinkAccess, _typed: Typed) -> DeedDetails:
    return DeedDetails()


def _refusal(_access: LinkAccess, typed: Typed) -> DeedDetails:
    if not typed.text("reason"):
        raise InvalidError(reason=NEEDED)
    return DeedDetails(reason=typed.text("reason"), text=typed.text("why"))


def _appointment(access: LinkAccess, typed: Typed) -> DeedDetails:
    """One time, or up to three to choose from."""
    slots = [_slot(access, typed, n) for n in ("", "2", "3") if not n or typed.text(f"day{n}")]
    if len(slots) > 1:
        return DeedDetails(slots=tuple(sorted(set(slots), key=lambda slot: slot[0])), text=typed.text("remark"))
    (starts, ends), *_ = slots
    return DeedDetails(appointment_from=starts, appointment_to=ends, text=typed.text("remark"))


def _slot(access: LinkAccess, typed: Typed, n: str) -> tuple[datetime, datetime | None]:
    day, begin, until = f"day{n}", f"from{n}", f"until{n}"
    zone = access.context.settings.desk.zone
    starts, ends = typed.moment(day, begin, zone), typed.moment(day, until, zone)
    if starts is None and (on := typed.day(day)) and (part := DAYPARTS.get(typed.text(f"part{n}"))):
        starts, ends = (datetime.combine(on, hour, zone) for hour in part[1:])
    if starts is None:
        raise InvalidError(**{name: NEEDED for name in (day, begin) if not typed.text(name)})
    if starts < access.context.now:
        raise InvalidError(**{day: Text("This time has passed already.")})
    if ends and ends <= starts:
        raise InvalidError(**{until: Text("Choose a time after the beginning.")})
    return starts, ends


def _pause(_access: LinkAccess, typed: Typed) -> DeedDetails:
    return DeedDetails(held_for=typed.text("for"), held_until=typed.day("rest"), text=typed.text("because"))


def _completion(_access: LinkAccess, typed: Typed) -> DeedDetails:
    return DeedDetails(work_done=typed.text("work"), completed_on=typed.day("on"))


def _remark(_access: LinkAccess, typed: Typed) -> DeedDetails:
    return DeedDetails(text=typed.text("off"))


def _hand_back(_access: LinkAccess, typed: Typed) -> DeedDetails:
    if not typed.text("giving"):
        raise InvalidError(giving=NEEDED)
    return DeedDetails(text=typed.text("giving"))


def _costs(_access: LinkAccess, typed: Typed) -> DeedDetails:
    return DeedDetails(text=typed.text("reasons"), costs=typed.costs())


DETAILS: dict[Deed, Callable[[LinkAccess, Typed], DeedDetails]] = {
    Deed.REFUSE: _refusal,
    Deed.PLAN: _appointment,
    Deed.HOLD: _pause,
    Deed.MISSED: _remark,
    Deed.CALL_OFF: _remark,
    Deed.COMPLETE: _completion,
    Deed.ASK_HAND_BACK: _hand_back,
    Deed.ASK_COST: _costs,
}


def _already(context: RequestContext, deed: Deed, entry: TimelineEntry | None) -> str:
    if entry is None or deed not in ALREADY:
        return context.say("It is so already; nothing was changed.")
    when = say_moment(entry.at, context.language, context.settings.desk.zone)
    return context.say(ALREADY[deed], who=entry.actor_name, when=when)


def _who_hears(context: RequestContext, work: UnitOfWork, entry: TimelineEntry | None) -> str:
    """Who gets a letter about it: staff by name, people as what they are here."""
    if entry is None:
        return ""
    letters = letters_caused_by(work.session, CauseKind.ENTRY, cause_id=entry.key)
    names = [letter.to_name for letter in letters if letter.staff_id]
    names += [context.say("the reporter")] if any(letter.person_id for letter in letters) else []
    if not names:
        return ""
    last = names.pop()
    all_of_them = context.say("%(some)s and %(last)s", some=", ".join(names), last=last) if names else last
    return context.say("%(who)s will be told.", who=all_of_them)
