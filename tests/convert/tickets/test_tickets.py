"""Tickets: how they begin, who is told, how they move."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from convert.errors import InvalidError, RefusedError
from convert.file_kinds import may_be_kept
from convert.files import Upload, add_file
from convert.relations.people import NewPerson, add_person
from convert.sharing import share_file, unshare_file
from convert.tickets.assigning import assign_ticket, mark_opened
from convert.tickets.change_phase import move_ticket, undo_move
from convert.tickets.comments import add_note, answer_solved, ask_reporter, comment_by_person
from convert.tickets.editing import edit_ticket
from convert.tickets.linking import link_person, unlink_person
from convert.tickets.merging import merge_ticket
from convert.tickets.opening import open_ticket
from convert.tickets.phases import MOVES, follow, move
from convert.tickets.tasks import add_task, finish_task
from store.access import Link
from store.audience import circles_of_person, may_read, own_circle
from store.letters import SAYS, lacks
from store.links import open_link
from store.people import Person, Staff
from store.tickets import File, Task, Ticket, TimelineEntry
from store.timeline import timeline_of
from store.tokens import page_token
from store.words import (
    ActorKind,
    Channel,
    Entry,
    LetterKind,
    OrderState,
    Phase,
    Visibility,
)
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.leak import LEAK, WEBSITE, a_report, kinds, opened, ticket


def test_a_report_from_the_website_is_a_new_ticket_told_to_its_reporter_and_its_responsible_once(desk: Desk):
    key = opened(desk)

    found = ticket(desk, key)
    assert (found.number, found.phase, found.channel) == ("T-2026-00042", Phase.NEW, Channel.WEBSITE)
    assert found.received_at == MONDAY
    assert found.responsible_id == desk.staff_named("Ingrid").key
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]
    assert kinds(desk, "ingrid") == [LetterKind.STAFF_NEW_TICKET]
    assert len(desk.letters()) == 2


def test_the_acknowledgement_says_her_own_words_back_and_carries_her_private_link(desk: Desk):
    opened(desk)

    (letter,) = desk.letters("fatima")
    assert letter.snapshot["description"] == LEAK
    assert letter.snapshot["ticket"]["address"] == "Lindelaan 14B"
    assert letter.language == "nl"
    with desk.store.reading() as session:
        link = session.get_one(Link, letter.link_id)
        assert open_link(session, page_token(SETTINGS.secret, link.nonce), MONDAY) == link
        assert link.reply_token in letter.mail_id


def test_every_letter_that_is_written_has_all_its_kind_needs(desk: Desk):
    key = opened(desk)
    ingrid = desk.staff("Ingrid")
    with desk.work(desk.staff("Bram")) as work:
        add_note(work, key, text="Er wordt aan gewerkt.", visible_to=(Visibility.REPORTER,))
        add_task(work, key, "Bel de buren", ingrid.id or 0)
        ask_reporter(work, key, "Sinds wanneer?")
        move_ticket(work, key, Phase.SOLVED)
        move_ticket(work, key, Phase.CLOSED)

    assert {LetterKind(row.kind) for row in desk.letters()} >= {LetterKind.STAFF_TASK, LetterKind.TICKET_QUESTION}
    assert [(row.kind, lacks(LetterKind(row.kind), row.snapshot)) for row in desk.letters()] == [
        (row.kind, frozenset()) for row in desk.letters()
    ]


def test_every_kind_of_letter_has_its_shape():
    assert set(SAYS) == set(LetterKind)


def test_the_same_form_sent_twice_is_one_ticket(desk: Desk):
    first = opened(desk, nonce="once")
    second = opened(desk, nonce="once")

    assert first == second
    assert len(desk.letters()) == 2


def test_an_installation_says_the_home_it_stands_in(desk: Desk):
    boiler = desk.installation_named("INST-0031").key

    key = opened(desk, "Olivia", unit_id=None, installation_id=boiler)

    assert ticket(desk, key).unit_id == desk.unit_named("LH-22").key


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"title": "x" * 121}, "title"), ({"description": ""}, "description")],
)
def test_a_ticket_needs_a_title_that_fits_and_a_description(desk: Desk, changes: dict[str, str], field: str):
    with desk.work(WEBSITE) as work, pytest.raises(InvalidError) as refusal:
        open_ticket(work, a_report(desk, **changes))

    assert set(refusal.value.fields) == {field}
    assert str(refusal.value.fields[field]) != refusal.value.fields[field].in_("nl")


def test_who_writes_their_own_ticket_is_not_mailed_about_it(desk: Desk):
    with desk.work(desk.staff("Ingrid")) as work:
        open_ticket(work, a_report(desk, channel=Channel.PHONE))

    assert desk.letters("ingrid") == []


def test_a_linked_person_without_an_address_becomes_a_task_instead_of_silence(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Bram")) as work:
        buren = add_person(work, NewPerson("Buurvrouw Bos", phone="06 0000 0140"))
        link_person(work, key, buren.key)
        move_ticket(work, key, Phase.IN_PROGRESS)

    with desk.store.reading() as session:
        (task,) = session.exec(select(Task)).all()
    assert task.assignee_id == desk.staff_named("Ingrid").key
    assert "Buurvrouw Bos (06 0000 0140)" in task.text
    assert "de fase is veranderd" in task.text


def test_each_linked_person_gets_a_letter_of_their_own_in_their_language(desk: Desk):
    key = opened(desk, person_ids=(desk.person_named("Olivia").key,))

    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS)

    told = [row for row in desk.letters() if row.kind == LetterKind.TICKET_PHASE]
    assert sorted((row.to_address, row.language) for row in told) == [
        ("fatima.elamrani@mail.example.nl", "nl"),
        ("olivia.carter@mail.example.nl", "en"),
    ]
    assert len({row.link_id for row in told}) == 2
    assert all(row.not_before == MONDAY + timedelta(seconds=120) for row in told)


def test_whoever_is_unlinked_hears_nothing_further_and_their_link_ends(desk: Desk):
    key = opened(desk, person_ids=(desk.person_named("Olivia").key,))
    (first,) = desk.letters("olivia")

    with desk.work(desk.staff("Ingrid")) as work:
        unlink_person(work, key, desk.person_named("Olivia").key)
        move_ticket(work, key, Phase.IN_PROGRESS)

    assert len(desk.letters("olivia")) == 1
    with desk.store.reading() as session:
        link = session.get_one(Link, first.link_id)
        assert open_link(session, page_token(SETTINGS.secret, link.nonce), MONDAY) is None


def test_who_is_linked_later_is_told_so_once_and_hears_of_progress_from_then_on(desk: Desk):
    key = opened(desk)

    with desk.work(desk.staff("Ingrid")) as work:
        link_person(work, key, desk.person_named("Olivia").key)
        link_person(work, key, desk.person_named("Olivia").key)

    assert kinds(desk, "olivia") == [LetterKind.TICKET_FOLLOWING]


def test_an_internal_note_tells_nobody(desk: Desk):
    key = opened(desk)

    with desk.work(desk.staff("Bram")) as work:
        add_note(work, key, text="Huurachterstand")

    assert len(desk.letters()) == 2
    with desk.store.reading() as session:
        lines = timeline_of(session, ticket_id=key, seen_by=Visibility.REPORTER, circles=[own_circle(key)])
    assert lines and all("Huur" not in row.text for row in lines)


def test_a_move_that_is_undone_in_time_tells_nobody(desk: Desk):
    key = opened(desk)
    bram = desk.staff("Bram")
    with desk.work(bram) as work:
        move_ticket(work, key, Phase.SOLVED)

    with desk.work(bram, MONDAY + timedelta(seconds=60)) as work:
        undo_move(work, key)

    found = ticket(desk, key)
    assert (found.phase, found.solved_at) == (Phase.NEW, None)
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]
    assert kinds(desk, "ingrid") == [LetterKind.STAFF_NEW_TICKET]


def test_a_move_cannot_be_undone_once_its_letters_have_left(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Bram")) as work:
        move_ticket(work, key, Phase.SOLVED)

    with (
        desk.work(desk.staff("Bram"), MONDAY + timedelta(seconds=121)) as work,
        pytest.raises(RefusedError, match="no longer"),
    ):
        undo_move(work, key)


def test_rejecting_needs_a_reason_and_tells_it(desk: Desk):
    key = opened(desk)

    with desk.work(desk.staff("Ingrid")) as work, pytest.raises(InvalidError):
        move_ticket(work, key, Phase.REJECTED)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.REJECTED, "Dit is een kleine herstelling van de huurder.")

    told = desk.letters("fatima")[-1]
    assert (told.kind, told.snapshot["reason"]) == (
        LetterKind.TICKET_REJECTED,
        "Dit is een kleine herstelling van de huurder.",
    )


def test_staff_may_keep_one_change_to_themselves(desk: Desk):
    key = opened(desk)

    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS, silent=True)

    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED]


def test_a_question_waits_for_its_answer_and_the_answer_brings_the_ticket_back(desk: Desk):
    key = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS, silent=True)
        ask_reporter(work, key, "Sinds wanneer?")
    assert ticket(desk, key).phase is Phase.WAITING_REPORTER
    fatima = desk.person("Fatima")

    with desk.work(fatima) as work:
        comment_by_person(work, key, fatima.id or 0, "Sinds gisteravond.")

    assert ticket(desk, key).phase is Phase.IN_PROGRESS
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.TICKET_QUESTION]
    assert desk.letters("ingrid")[-1].snapshot["text"] == "Sinds gisteravond."


def test_yes_it_is_solved_closes_and_no_reopens_within_thirty_days(desk: Desk):
    key = opened(desk)
    fatima = desk.person("Fatima")
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.SOLVED)
    with desk.work(fatima, MONDAY + timedelta(days=1)) as work:
        answer_solved(work, key, fatima.id or 0, True)
    assert ticket(desk, key).phase is Phase.CLOSED

    with desk.work(fatima, MONDAY + timedelta(days=32)) as work, pytest.raises(RefusedError):
        answer_solved(work, key, fatima.id or 0, False, "druppelt nog")
    with desk.work(fatima, MONDAY + timedelta(days=30)) as work:
        answer_solved(work, key, fatima.id or 0, False, "druppelt nog")

    found = ticket(desk, key)
    assert (found.phase, found.reopened, found.closed_at) == (Phase.IN_PROGRESS, 1, None)
    assert desk.letters("ingrid")[-1].snapshot["text"] == "druppelt nog"


def test_a_stale_form_is_refused_and_what_was_edited_is_remembered(desk: Desk):
    key = opened(desk)
    version = ticket(desk, key).version
    with desk.work(desk.staff("Ingrid")) as work:
        edit_ticket(work, key, version, title="Lekkage boven lamp")

    with desk.work(desk.staff("Bram")) as work, pytest.raises(RefusedError) as refusal:
        edit_ticket(work, key, version, title="Iets anders")

    assert refusal.value.code == "stale"
    assert ticket(desk, key).received_at == MONDAY
    with desk.store.reading() as session:
        edit = session.exec(select(TimelineEntry).where(TimelineEntry.kind == Entry.EDIT)).one()
    assert edit.data["was"] == {"title": "Lekkage badkamer"}


def test_the_new_responsible_is_told_and_the_ticket_is_unread_until_they_look(desk: Desk):
    key = opened(desk)
    bram = desk.staff("Bram")
    with desk.work(desk.staff("Ingrid")) as work:
        mark_opened(work, key)
        assign_ticket(work, key, bram.id or 0)
    assert ticket(desk, key).opened_at is None

    with desk.work(desk.staff("Ingrid")) as work:
        mark_opened(work, key)
    with desk.work(bram) as work:
        mark_opened(work, key)

    assert ticket(desk, key).opened_at == MONDAY
    assert kinds(desk, "bram") == [LetterKind.STAFF_ASSIGNED]


def test_what_was_theirs_who_has_left_is_told_to_whom_the_rules_name(desk: Desk):
    key, fatima = opened(desk), desk.person("Fatima")
    with desk.work() as work:
        work.session.get_one(Staff, desk.staff_named("Ingrid").key).active = False
    before = kinds(desk, "ingrid")

    with desk.work(fatima) as work:
        comment_by_person(work, key, fatima.id or 0, "Het wordt erger.")

    assert kinds(desk, "ingrid") == before
    assert kinds(desk, "bram") == [LetterKind.STAFF_MESSAGE]


def test_a_merged_ticket_gives_its_people_one_letter_and_hides_its_files_from_the_others(desk: Desk):
    photo = Upload("lamp.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"0" * 64)
    key = opened(desk, uploads=(photo,))
    master = opened(desk, "Olivia", "LH-22")

    with desk.work(desk.staff("Ingrid")) as work:
        merge_ticket(work, key, master)

    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.TICKET_MERGED]
    assert kinds(desk, "olivia") == [LetterKind.TICKET_RECEIVED]
    with desk.store.reading() as session:
        file = session.exec(select(File)).one()
        assert (file.ticket_id, file.visible_to, file.circles) == (master, ["reporter"], [own_circle(key)])
        assert not may_read(
            file, Visibility.REPORTER, circles_of_person(session, master, desk.person("Olivia").id or 0)
        )
        assert session.get_one(Ticket, key).merged_into_id == master
        assert LEAK in [row.text for row in timeline_of(session, ticket_id=master)]


@pytest.mark.parametrize(
    "upload",
    [
        Upload("factuur.pdf.exe", "application/pdf", b"MZ\x90"),
        Upload("foto.exe\x02", "image/jpeg", b"\xff\xd8"),
        Upload("foto.e\u200bxe\u202e\xad", "image/jpeg", b"\xff\xd8"),
        Upload("foto.exe. ", "image/jpeg", b"\xff\xd8"),
        Upload("foto.jpg", "image/jpeg", b"MZ\x90\x00"),
        Upload("plaatje.svg", "image/svg+xml", b"<svg xmlns='x'/>"),
        Upload("tekst.txt", "text/plain", b"  <!DOCTYPE html><script>"),
        Upload("tekst.txt", "text/plain", b"<?xml version='1.0'?><svg/>"),
        Upload("meting.dat", "text/plain", b"\x00\x01\x02onbekend"),
        Upload("foto.jpg", "image/jpeg", b"\x00asm\x01\x00\x00\x00"),
        Upload("foto.jpg", "image/jpeg", b"CWS\x0a"),
        Upload("foto.jpg", "image/jpeg", b"!<arch>\ndebian-binary   1"),
    ],
)
def test_files_that_can_run_are_refused_whatever_they_are_called(desk: Desk, upload: Upload):
    with desk.work(WEBSITE) as work, pytest.raises(RefusedError) as refusal:
        open_ticket(work, a_report(desk, uploads=(upload,)))

    assert refusal.value.code == "file_type"


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        "Meting: 21,5 °C\r\n".encode(),
        "één".encode("cp1252"),
        b"%PDF-1.7\n",
        b"PK\x03\x04\x14\x00",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
    ],
)
def test_what_people_send_is_kept(octets: bytes):
    assert may_be_kept("bijlage", octets)


def test_a_files_name_keeps_its_spaces_and_diacritics_and_loses_its_folders(desk: Desk):
    opened(desk, uploads=(Upload("C:\\fotos\\plafond één (2).jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"0" * 64),))

    with desk.store.reading() as session:
        file = session.exec(select(File)).one()
        assert (file.filename, file.content_type) == ("plafond één (2).jpg", "image/jpeg")
        assert desk.store.blobs.get(file.blob_key).startswith(b"\xff\xd8")


def test_every_deed_is_on_the_timeline_once_and_in_order(desk: Desk):
    key = opened(desk)
    ingrid = desk.staff("Ingrid")
    with desk.work(ingrid) as work:
        mark_opened(work, key)
        edit_ticket(work, key, spot="plafond")
        link_person(work, key, desk.person_named("Olivia").key)
        add_task(work, key, "Bel de buren", ingrid.id or 0)
        move_ticket(work, key, Phase.WAITING_APPROVAL)

    with desk.store.reading() as session:
        lines = session.exec(
            select(TimelineEntry).where(TimelineEntry.ticket_id == key).order_by(col(TimelineEntry.id))
        )
        told = [(line.kind, line.actor_name, line.channel) for line in lines]
    assert told == [
        (Entry.CREATED, "Fatima el Amrani", Channel.WEBSITE),
        *(
            (kind, "Ingrid Vos", Channel.STAFF)
            for kind in (Entry.SEEN, Entry.EDIT, Entry.PERSON, Entry.TASK, Entry.PHASE)
        ),
    ]


@given(st.sampled_from(list(Phase)), st.sampled_from(list(Phase)), st.sampled_from(list(ActorKind)))
def test_a_move_the_table_does_not_list_cannot_happen(source: Phase, target: Phase, by: ActorKind):
    found = move(source, target, by)

    assert (found is not None) == ((source, target) in MOVES and by in MOVES[source, target].by)
    assert target is not Phase.NEW or found is None


@given(st.sampled_from(list(Phase)), st.lists(st.sampled_from(list(OrderState)), max_size=4))
def test_orders_bring_a_ticket_only_where_the_desk_itself_may_bring_it(phase: Phase, states: list[OrderState]):
    target = follow(phase, tuple(states))

    assert target is None or move(phase, target, ActorKind.SYSTEM) is not None


def a_neighbour_by_phone(desk: Desk, key: int) -> None:
    with desk.work(desk.staff("Bram")) as work:
        link_person(work, key, add_person(work, NewPerson("Buurvrouw Bos", phone="06 0000 0140")).key)


def the_task(desk: Desk) -> Task:
    with desk.store.reading() as session:
        return session.exec(select(Task)).one()


def test_what_was_undone_need_not_be_told_by_hand(desk: Desk):
    key = opened(desk)
    a_neighbour_by_phone(desk, key)
    with desk.work(desk.staff("Bram")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS)
    assert "de fase is veranderd" in the_task(desk).text

    with desk.work(desk.staff("Bram")) as work:
        undo_move(work, key)

    task = the_task(desk)
    assert task.text == "Geen mailadres: vertel Buurvrouw Bos (06 0000 0140) zelf: volgt vanaf nu dit ticket"
    assert task.done_at is None


def test_a_task_that_was_only_about_what_was_undone_is_withdrawn(desk: Desk):
    key = opened(desk)
    a_neighbour_by_phone(desk, key)
    with desk.work(desk.staff("Bram")) as work:
        finish_task(work, the_task(desk).key)
        move_ticket(work, key, Phase.IN_PROGRESS)

    with desk.work(desk.staff("Bram")) as work:
        undo_move(work, key)

    with desk.store.reading() as session:
        tasks = session.exec(select(Task)).all()
        changes = [row.data["change"] for row in timeline_of(session, ticket_id=key) if row.kind is Entry.TASK]
    assert [bool(task.done_at) for task in tasks] == [True, True]
    assert changes == ["by_hand", "done", "by_hand", "withdrawn"]


def test_what_is_to_be_told_by_hand_survives_a_merge(desk: Desk):
    key, master = opened(desk), opened(desk, "Olivia", "LH-22")
    a_neighbour_by_phone(desk, key)

    with desk.work(desk.staff("Bram")) as work:
        merge_ticket(work, key, master)
        move_ticket(work, master, Phase.IN_PROGRESS)

    with desk.store.reading() as session:
        told = session.exec(select(Task).where(Task.ticket_id == master, col(Task.done_at).is_(None))).one().text
    assert "volgt vanaf nu dit ticket" in told and "de fase is veranderd" in told


def test_who_asked_for_important_letters_only_hears_no_other_news(desk: Desk):
    key = opened(desk)
    with desk.work() as work:
        work.session.get_one(Person, desk.person_named("Fatima").key).notify = "important"

    with desk.work(desk.staff("Bram")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS)
        move_ticket(work, key, Phase.REJECTED, "Niet van ons.")

    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.TICKET_REJECTED]
    assert kinds(desk, "ingrid") == [LetterKind.STAFF_NEW_TICKET, LetterKind.STAFF_TICKET, LetterKind.STAFF_TICKET]


def test_the_links_of_a_closed_ticket_end_after_their_days_and_live_again_when_it_is_reopened(desk: Desk):
    key = opened(desk)
    (letter,) = desk.letters("fatima")

    def end() -> datetime | None:
        with desk.store.reading() as session:
            return session.get_one(Link, letter.link_id).expires_at

    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.CLOSED)
    assert end() == MONDAY + timedelta(days=30)
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.IN_PROGRESS)

    assert end() is None


def test_a_file_that_was_shared_before_a_merge_is_taken_back_after_it_and_leaves_no_line_with_its_name(desk: Desk):
    own, master = opened(desk), opened(desk, "Olivia", "LH-22")
    circle = own_circle(own)
    with desk.work(desk.staff("Ingrid")) as work:
        file = add_file(work, Upload("foto.jpg", "image/jpeg", b"\xff\xd8\xff\xe0"), ticket_id=own)
        share_file(work, file.key, circle)
        merge_ticket(work, own, master)

        unshare_file(work, file.key, circle)

        lines = work.session.exec(select(TimelineEntry).where(TimelineEntry.file_id == file.key)).all()
        assert not may_read(file, Visibility.REPORTER, {circle})
        assert not any(may_read(line, Visibility.REPORTER, {circle}) for line in lines)
