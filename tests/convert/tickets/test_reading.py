"""Whose words, home and pictures reach whom after somebody was removed, a report merged, an order withdrawn or a mail
split. Random histories of all this: tests/journeys/test_nobody_reads_another.py."""

from __future__ import annotations

import pytest
from sqlmodel import select

from convert.drafts.deciding import Reads, join_draft, split_draft
from convert.orders.reassigning import reassign_order
from convert.tickets.change_phase import move_ticket
from convert.tickets.comments import add_note, answer_solved
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from store.audience import circles_of_person
from store.tickets import File
from store.timeline import timeline_of
from store.words import Deed, Entry, LetterKind, LetterState, Phase, Proof, Visibility
from tests.cast import Desk
from tests.convert.leak import a_report, done, opened, sent, the_leak
from tests.convert.messages import a_draft, a_message


def waiting(desk: Desk, to: str) -> list[str]:
    return [letter.kind for letter in desk.letters(to) if letter.state == LetterState.WAITING]


def test_what_waits_to_be_told_to_somebody_who_is_removed_stays_here(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        add_note(work, key, text="Wij komen morgen.", visible_to=(Visibility.REPORTER,))

    with desk.work(desk.staff("Ingrid")) as work:
        unlink_person(work, key, desk.person_named("Fatima").key)

    assert not waiting(desk, "fatima")


def test_what_waits_to_be_told_of_an_order_that_is_withdrawn_stays_here(desk: Desk):
    _, order_id = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        add_note(work, order_id=order_id, text="De sleutel ligt bij de buren.", visible_to=(Visibility.PARTY,))

    done(desk, order_id, Deed.WITHDRAW, desk.staff("Ingrid"))

    assert waiting(desk, "johan") == [LetterKind.ORDER_SENT, LetterKind.ORDER_WITHDRAWN]


def test_who_follows_a_report_that_everybody_left_reads_nothing_of_before(desk: Desk):
    key, sem = opened(desk), desk.person_named("Sem").key

    with desk.work(desk.staff("Ingrid")) as work:
        unlink_person(work, key, desk.person_named("Fatima").key)
        link_person(work, key, sem)

    with desk.store.reading() as session:
        assert circles_of_person(session, key, sem) == {f"person:{sem}"}


def test_a_letter_about_an_order_made_for_anothers_report_has_neither_its_title_nor_its_home(desk: Desk):
    into = opened(desk)
    key = opened(desk, "Sem", "7", title="Vlek op het plafond")
    first = sent(desk, key, title="Vlek bij de familie De Wit")
    with desk.work(desk.staff("Ingrid")) as work:
        merge_ticket(work, key, into)
        order_id = reassign_order(work, first, desk.company_named("Visser").key, None).key

    done(desk, order_id, Deed.ACCEPT, desk.party("Marco"))

    (told,) = [letter.snapshot["order"] for letter in desk.letters("fatima") if letter.kind == "party_accepted"]
    assert (told["title"], told["address"]) == ("Lekkage badkamer", "Lindelaan 14B")
    (told,) = [letter.snapshot["order"] for letter in desk.letters("semdewit") if letter.kind == "party_accepted"]
    assert (told["title"], told["address"]) == ("Vlek bij de familie De Wit", "Kastanjehof 7")


def test_the_people_of_a_part_see_a_mails_files_only_where_its_sender_is_one_of_them(desk: Desk):
    draft_id = a_draft(desk, attachments=[{"part": "2", "filename": "plafond.pdf", "content_type": "application/pdf"}])
    parts = [a_report(desk), a_report(desk, "Sem", "7")]

    with desk.work(desk.staff("Ingrid")) as work:
        split_draft(work, draft_id, parts)

    with desk.store.reading() as session:
        assert [file.visible_to for file in session.exec(select(File).order_by("id"))] == [["reporter"], []]
    assert [letter.snapshot["files"] for letter in desk.letters("semdewit")] == [[]]


@pytest.mark.parametrize(("reads", "seen"), [(None, []), (Reads.OWN, ["reporter"])])
def test_what_is_forged_in_a_followers_name_is_for_staff_unless_they_vouch_for_it(
    desk: Desk, reads: Reads | None, seen: list[str]
):
    key, draft_id = opened(desk), a_draft(desk, evidence={"sender": Proof.FORGED})

    with desk.work(desk.staff("Ingrid")) as work:
        join_draft(work, draft_id, key, reads=reads)

    with desk.store.reading() as session:
        assert timeline_of(session, ticket_id=key)[-1].visible_to == seen


def test_a_forged_mail_that_lies_with_an_honest_draft_is_for_staff_when_it_is_joined(desk: Desk):
    key, draft_id = opened(desk), a_draft(desk, evidence={"sender": Proof.PROVEN})
    a_message(
        desk, draft_id=draft_id, evidence={"sender": Proof.FORGED}, from_address="fatima.elamrani@mail.example.nl"
    )

    with desk.work(desk.staff("Ingrid")) as work:
        join_draft(work, draft_id, key, reads=Reads.OWN)

    with desk.store.reading() as session:
        honest, forged = [line for line in timeline_of(session, ticket_id=key) if line.kind is Entry.COMMENT]
        assert (honest.visible_to, forged.visible_to) == (["reporter"], [])


def test_a_second_no_with_other_words_is_kept_and_the_same_press_again_is_not(desk: Desk):
    key, fatima = opened(desk), desk.person_named("Fatima").key
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)

    for words in ("Het lekt nog.", "Het lekt nog.", "Nu ook in de gang."):
        with desk.work(desk.person("Fatima")) as work:
            answer_solved(work, key, fatima, solved=False, text=words)

    with desk.store.reading() as session:
        said = [line.text for line in timeline_of(session, ticket_id=key) if line.actor_kind == "person"]
    assert said[1:] == ["Het lekt nog.", "Nu ook in de gang."]
