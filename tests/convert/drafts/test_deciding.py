"""Drafts become tickets: what is asked back where a mail says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convert.drafts.deciding import convert_draft, split_draft
from convert.drafts.proposals import proposal
from convert.tickets.linking import link_person
from convert.tickets.opening import NewTicket
from store.letters import lacks
from store.mail import Draft
from store.people import Person
from store.tickets import Ticket
from store.words import LetterKind
from tests.cast import MONDAY, Desk
from tests.convert.leak import kinds
from tests.convert.messages import a_draft

PHOTO = {"part": 2, "filename": "IMG_2211.HEIC", "content_type": "image/heic", "size": 3_100_000, "inline": False}
SENT_FROM = "Verzonden vanuit Outlook voor iOS"


def photos_only(desk: Desk, **told: object) -> int:
    silent = {"subject": "", "new_text": "", "text": SENT_FROM, "signature": SENT_FROM, "attachments": [PHOTO]}
    return a_draft(desk, **silent | told)


def converted(desk: Desk, draft_id: int, **changes: str) -> Ticket:
    with desk.work(desk.staff("Ingrid")) as work:
        told = proposal(work.session, work.session.get_one(Draft, draft_id))
        return convert_draft(work, draft_id, replace(told.new, **changes))  # type: ignore[arg-type]


def test_photos_without_words_are_answered_by_three_questions_instead_of_an_acknowledgement(desk: Desk):
    made = converted(desk, photos_only(desk))

    (letter,) = desk.letters("fatima")
    assert letter.kind == LetterKind.PHOTO_QUESTIONS
    assert lacks(LetterKind.PHOTO_QUESTIONS, letter.snapshot) == frozenset()
    assert letter.snapshot["ticket"]["number"] == made.number
    assert letter.snapshot["ticket"]["received_at"] == MONDAY.isoformat()
    assert letter.link_id
    assert kinds(desk, "ingrid") == []


def test_a_signature_alone_is_no_description(desk: Desk):
    made = converted(desk, photos_only(desk))

    assert made.description == made.title == "Foto ontvangen – Lindelaan 14B (zonder tekst)"


def test_a_description_staff_left_empty_is_the_title_where_the_mail_said_nothing(desk: Desk):
    made = converted(desk, photos_only(desk), description=" ", title="Foto's van Fatima")

    assert made.description == "Foto's van Fatima"
    assert kinds(desk, "fatima") == [LetterKind.PHOTO_QUESTIONS]


@pytest.mark.parametrize(
    ("mail", "filled_in", "letter"),
    [
        ({"new_text": "De lamp druipt."}, {}, LetterKind.TICKET_RECEIVED),
        ({"attachments": [{**PHOTO, "content_type": "application/pdf"}]}, {}, LetterKind.TICKET_RECEIVED),
        ({"subject": "Foto's"}, {"description": "Vlek op het plafond."}, LetterKind.PHOTO_QUESTIONS),
        ({"subject": "Lekkage badkamer"}, {}, LetterKind.PHOTO_QUESTIONS),
        ({"subject": "Lekkage badkamer"}, {"description": "Vlek op het plafond."}, LetterKind.TICKET_RECEIVED),
    ],
)
def test_questions_are_asked_only_where_nobody_said_what_the_photos_show(
    desk: Desk, mail: dict[str, object], filled_in: dict[str, str], letter: LetterKind
):
    converted(desk, photos_only(desk, **mail), **filled_in)

    assert kinds(desk, "fatima") == [letter]


def test_the_questions_are_asked_once_and_of_the_reporter_alone(desk: Desk):
    draft_id = photos_only(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        told = proposal(work.session, work.session.get_one(Draft, draft_id)).new
        both: list[NewTicket] = [replace(told, person_ids=(*told.person_ids, desk.person_named("Olivia").key)), told]
        first, _ = split_draft(work, draft_id, both)
        link_person(work, first.key, desk.person_named("Sem").key)

    assert kinds(desk, "fatima") == [LetterKind.PHOTO_QUESTIONS]  # one letter for both, with both numbers
    assert kinds(desk, "olivia") == [LetterKind.TICKET_RECEIVED]
    assert LetterKind.PHOTO_QUESTIONS not in kinds(desk, "sem")


def test_who_asked_for_important_letters_only_is_asked_what_the_photos_show(desk: Desk):
    with desk.work() as work:
        work.session.get_one(Person, desk.person_named("Fatima").key).notify = "important"

    converted(desk, photos_only(desk))

    assert kinds(desk, "fatima") == [LetterKind.PHOTO_QUESTIONS]
