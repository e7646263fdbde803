"""What a press on the reporter's page does."""

from __future__ import annotations

from convert.answers.emergencies import is_alarmed, raise_alarm
from convert.errors import InvalidError
from convert.orders.perform import answer_appointment
from convert.records import NEEDED
from convert.relations.people import choose_letters
from convert.tickets.comments import answer_solved, comment_by_person
from convert.unit_of_work import UnitOfWork
from ingest.suggesting.urgency import Level, find_urgency
from store.words import Phase
from web.done import Done
from web.link.link_access import LinkAccess
from web.link.pressed_twice import said_just_now
from web.link.reporter_page import ReporterStory, order_of, story_of
from web.typed import Typed


def say_something(access: LinkAccess, typed: Typed) -> Done:
    """Raises InvalidError, RefusedError."""
    with access.context.work(access.actor) as work:
        story = story_of(access, work.session)
        if said_just_now(work, typed, ticket_id=story.live.key) is None:
            _hear_danger(access, work, story, typed.text("text"))
            comment_by_person(work, story.live.key, access.actor.id or 0, typed.text("text"), uploads=typed.uploads)
    return Done(access.context.say("Your message was sent."))


def _hear_danger(access: LinkAccess, work: UnitOfWork, story: ReporterStory, text: str) -> None:
    danger = find_urgency(text)
    if danger.level is Level.EMERGENCY and not is_alarmed(story.live):
        raise_alarm(work, story.live, access.actor.id or 0, text, danger.words)


def say_solved(access: LinkAccess, typed: Typed) -> Done:
    """ "Is het opgelost?" A no needs a word about what is still wrong. Raises InvalidError, RefusedError."""
    solved, text = typed.text("solved") == "yes", typed.text("wrong")
    if not solved and not text:
        raise InvalidError(wrong=NEEDED)
    with access.context.work(access.actor) as work:
        story = story_of(access, work.session)
        if not solved and story.live.phase in (Phase.SOLVED, Phase.CLOSED):  # pressed twice, it is reopened
            _hear_danger(access, work, story, text)
        answer_solved(work, story.live.key, access.actor.id or 0, solved, text, uploads=typed.uploads)
    if solved:
        return Done(access.context.say("Thank you. We have closed your report."))
    return Done(access.context.say("Thank you for telling us. We will carry on."))


def choose(access: LinkAccess, typed: Typed) -> Done:
    """Which letters they get, of every report of theirs. Raises InvalidError."""
    with access.context.work(access.actor) as work:
        choose_letters(work, access.actor.id or 0, typed.text("letters"))
    return Done(access.context.say("Your choice is saved. It applies to all your reports."))


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
