"""What a press on the reporter's page does."""

from __future__ import annotations

from convert.errors import InvalidError
from convert.orders.perform import answer_appointment
from convert.records import NEEDED
from convert.tickets.comments import answer_solved, comment_by_person
from web.done import Done
from web.link.link_access import LinkAccess
from web.link.pressed_twice import said_just_now
from web.link.reporter_page import order_of, story_of
from web.typed import Typed


def say_something(access: LinkAccess, typed: Typed) -> Done:
    """Raises InvalidError, RefusedError."""
    with access.context.work(access.actor) as work:
        ticket_id = story_of(access, work.session).live.key
        if said_just_now(work, typed, ticket_id=ticket_id) is None:
            comment_by_person(work, ticket_id, access.actor.id or 0, typed.text("text"), uploads=typed.uploads)
    return Done(access.context.say("Your message was sent."))


def say_solved(access: LinkAccess, typed: Typed) -> Done:
    """ "Is het opgelost?" A no needs a word about what is still wrong. Raises InvalidError, RefusedError."""
    solved, text = typed.text("solved") == "yes", typed.text("wrong")
    if not solved and not text:
        raise InvalidError(wrong=NEEDED)
    with access.context.work(access.actor) as work:
        ticket_id = story_of(access, work.session).live.key
        answer_solved(work, ticket_id, access.actor.id or 0, solved, text, uploads=typed.uploads)
    if solved:
        return Done(access.context.say("Thank you. We have closed your report."))
    return Done(access.context.say("Thank you for telling us. We go on with it."))


def say_suits(access: LinkAccess, typed: Typed) -> Done:
    """Whether an appointment suits. Raises MissingError, InvalidError, RefusedError."""
    number, suits = typed.text("order"), typed.text("suits") == "yes"
    why = f"unsuited-{number}"
    if not suits and not typed.text(why):
        raise InvalidError(**{why: NEEDED})
    with access.context.work(access.actor) as work:
        order = order_of(access, work.session, number)
        slot = typed.text("slot")
        chosen = int(slot) if slot in ("1", "2", "3") else 0
        answer_appointment(work, order.key, access.actor.id or 0, suits, typed.text(why), slot=chosen)
    if suits:
        return Done(access.context.say("Thank you. The appointment is agreed."))
    return Done(access.context.say("Thank you. We ask for another time."))
