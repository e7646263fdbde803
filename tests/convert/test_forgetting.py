"""What the desk forgets, when, and what it never forgets."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import col, select, update

from convert.drafts.deciding import dismiss_draft, draft_from_aside
from convert.files import Upload, files_of_message
from convert.forgetting import rounds
from convert.forgetting.rounds import forget_old
from convert.relations.people import NewPerson, add_person
from convert.tickets.change_phase import move_ticket
from convert.tickets.comments import comment_by_party
from convert.tickets.merging import merge_ticket
from convert.tickets.opening import open_ticket
from store import search
from store.access import ApiKey, Attempt, IdempotentAnswer, Link, StaffSession
from store.blobs import BlobMissingError, FileBlobs
from store.letter_table import Letter
from store.links import link_for
from store.mail import Delivery, Draft, Message
from store.orders import OrderVersion, WorkOrder
from store.people import Person, PersonAddress
from store.rows import Row
from store.tickets import Task, Ticket
from store.timeline import tell
from store.words import Aside, Deed, Entry, LetterState, MessagePlace, Phase
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.leak import a_report, done, opened, sent, the_leak
from tests.convert.messages import a_draft, a_message

ASIDE = timedelta(days=90)
SESSION = timedelta(days=30)


def forgotten(desk: Desk, after: timedelta) -> int:
    return forget_old(desk.store, SETTINGS, MONDAY + after)


def rows(desk: Desk, table: type[Row]) -> int:
    with desk.store.reading() as session:
        return len(session.exec(select(table)).all())


def newsletter(desk: Desk, octets: bytes = b"Subject: nieuws", **told: Any) -> int:
    kept = desk.store.blobs.put(octets)
    assert isinstance(desk.store.blobs, FileBlobs)
    for file in desk.store.blobs.root.rglob(kept):
        os.utime(file, (0, 0))  # put long ago: what was put just now is left to whoever put it
    key = a_message(desk, **{"place": MessagePlace.ASIDE, "aside": Aside.BULK, "raw_key": kept, **told})
    with desk.work() as work:
        work.session.add(Delivery(message_id=key, at=MONDAY, door="smtp"))
        search.index(work.session, "message", key, "nieuwsbrief")
    return key


def found(desk: Desk, words: str) -> int:
    with desk.store.reading() as session:
        return len(search.find(session, words))


def has(desk: Desk, octets: bytes) -> bool:
    try:
        desk.store.blobs.get(sha256(octets).hexdigest())
    except BlobMissingError:
        return False
    return True


def test_mail_that_led_nowhere_is_forgotten_after_its_days_with_its_octets(desk: Desk):
    newsletter(desk)

    assert forgotten(desk, ASIDE) == 0
    assert forgotten(desk, ASIDE + timedelta(seconds=1)) == 1

    assert (rows(desk, Message), rows(desk, Delivery), found(desk, "nieuwsbrief")) == (0, 0, 0)
    assert not has(desk, b"Subject: nieuws")


def test_octets_that_another_row_names_stay(desk: Desk):
    photo = b"\xff\xd8\xff\xe0" + b"0" * 64
    opened(desk, uploads=(Upload("foto.jpg", "image/jpeg", photo),))
    newsletter(desk, photo)
    newsletter(desk, b"the same")
    newsletter(desk, b"the same", received_at=MONDAY + ASIDE)

    assert forgotten(desk, ASIDE + timedelta(hours=1)) == 2

    assert has(desk, photo) and has(desk, b"the same")


@pytest.mark.parametrize("why", ["ticket", "order", "draft", "broken", "file"])
def test_mail_that_somebody_may_still_need_is_never_forgotten(desk: Desk, why: str):
    ticket_id, order_id = the_leak(desk)
    told: dict[str, dict[str, Any]] = {
        "ticket": {"ticket_id": ticket_id},
        "order": {"order_id": order_id},
        "broken": {"aside": Aside.BROKEN},
    }
    photo = {"part": 2, "filename": "foto.jpg", "content_type": "image/jpeg", "size": 9}
    key = newsletter(desk, attachments=[photo], **told.get(why, {}))
    with desk.work(desk.staff("Ingrid")) as work:
        if why == "draft":
            draft_from_aside(work, key)
        if why == "file":
            files_of_message(work, work.session.get_one(Message, key), ticket_id=ticket_id)

    forgotten(desk, timedelta(days=4000))

    assert rows(desk, Message) == 1


def test_a_dismissed_draft_is_forgotten_its_days_after_somebody_dismissed_it(desk: Desk):
    draft_id = a_draft(desk)
    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=60)) as work:
        dismiss_draft(work, draft_id, "reclame")

    assert forgotten(desk, ASIDE + timedelta(days=1)) == 0
    assert forgotten(desk, ASIDE + timedelta(days=61)) == 1

    assert (rows(desk, Message), rows(desk, Draft)) == (0, 0)


def test_sessions_attempts_and_kept_answers_go_after_their_days(desk: Desk):
    ingrid = desk.staff("Ingrid").id or 0
    with desk.work() as work:
        key = ApiKey(name="k", key_hash="h", staff_id=ingrid, created_at=MONDAY)
        work.session.add(key)
        work.session.flush()
        for number, expires in enumerate((MONDAY, MONDAY + timedelta(days=365))):
            work.session.add(
                StaffSession(
                    id_hash=f"{number}", staff_id=ingrid, created_at=MONDAY, seen_at=MONDAY, expires_at=expires
                )
            )
        work.session.add(Attempt(kind="login", who="x", at=MONDAY))
        work.session.add(
            IdempotentAnswer(api_key_id=key.key, idempotency_key="i", request_hash="r", at=MONDAY, status=201)
        )

    assert forgotten(desk, SESSION) == 0
    assert forgotten(desk, SESSION + timedelta(seconds=1)) == 3

    assert [rows(desk, table) for table in (StaffSession, Attempt, IdempotentAnswer, ApiKey)] == [1, 0, 0, 1]


def test_a_round_forgets_so_much_of_a_kind_and_the_next_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rounds, "ROUND", 400)
    with desk.work() as work:
        work.session.add_all([Attempt(kind="login", who="x", at=MONDAY) for _ in range(450)])

    assert [forgotten(desk, SESSION + timedelta(days=1)) for _ in range(3)] == [400, 50, 0]


def endless(desk: Desk, **of: int) -> int:
    with desk.work() as work:
        return link_for(work.session, SETTINGS.secret, MONDAY, **of).key


def expiry(desk: Desk, link_id: int) -> datetime | None:
    with desk.store.reading() as session:
        return session.get_one(Link, link_id).expires_at


def test_a_link_made_after_the_ticket_ended_expires_with_the_others(desk: Desk):
    key, open_one = opened(desk), opened(desk, "Olivia", "LH-22")
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, key, Phase.CLOSED)
    late = endless(desk, ticket_id=key, person_id=desk.person_named("Sem").key)
    living = endless(desk, ticket_id=open_one, person_id=desk.person_named("Sem").key)

    assert forgotten(desk, timedelta(hours=1)) == 1

    assert expiry(desk, late) == MONDAY + timedelta(days=30)
    assert expiry(desk, living) is None
    assert forgotten(desk, timedelta(hours=2)) == 0


def test_a_link_to_an_order_expires_when_its_ticket_has_ended_too(desk: Desk):
    ticket_id, key = the_leak(desk)
    done(desk, key, Deed.REFUSE, desk.party("Johan"))
    late = endless(desk, order_id=key, contact_id=desk.contact_named("Marco").key)

    assert forgotten(desk, timedelta(hours=1)) == 0
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, ticket_id, Phase.CLOSED)
    later = endless(desk, order_id=key, contact_id=desk.contact_named("Servicedienst").key)
    forgotten(desk, timedelta(hours=1))

    assert expiry(desk, late) == expiry(desk, later) == MONDAY + timedelta(days=30)


def test_the_links_of_a_merged_ticket_live_as_long_as_the_one_it_went_into(desk: Desk):
    key, master = opened(desk), opened(desk, "Olivia", "LH-22")
    with desk.work(desk.staff("Ingrid")) as work:
        merge_ticket(work, key, master)
    link = endless(desk, ticket_id=key, person_id=desk.person_named("Fatima").key)
    assert forgotten(desk, timedelta(hours=1)) == 0

    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=3)) as work:
        move_ticket(work, master, Phase.CLOSED)
    forgotten(desk, timedelta(days=4))

    assert expiry(desk, link) == MONDAY + timedelta(days=33)


PERSON = timedelta(days=366)


@pytest.mark.parametrize("why", ["", "lives", "ticket", "caretaker", "wrote", "new"])
def test_a_person_goes_when_nothing_is_theirs_any_more(desk: Desk, why: str):
    with desk.work() as work:
        labels = ("caretaker",) if why == "caretaker" else ("tenant",)
        unit = desk.unit_named("14B").key if why == "lives" else None
        new = NewPerson("Daan Bos", "daan@bos.example.nl", "06 0000 0099", unit_id=unit, labels=labels)
        key = add_person(work, new).key
        if why == "ticket":
            open_ticket(work, replace(a_report(desk), reporter_id=key))
    if why == "wrote":
        a_message(desk, from_address="daan@bos.example.nl")

    forgotten(desk, PERSON - timedelta(days=2) if why == "new" else PERSON)

    with desk.store.reading() as session:
        addresses = session.exec(select(PersonAddress).where(PersonAddress.person_id == key)).all()
        person = session.get_one(Person, key)
    assert (person.name == "Daan Bos") == bool(addresses) == bool(person.phones) == bool(why)
    assert bool(found(desk, "Daan Bos")) == bool(why)


def test_texts_of_an_order_go_when_the_fiscal_term_is_over_and_the_firm_stays(desk: Desk):
    ticket_id, order_id = the_leak(desk)
    done(desk, order_id, Deed.REFUSE, desk.party("Johan"))
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, ticket_id, Phase.CLOSED)

    def kept() -> tuple[bool, int, bool, bool]:
        with desk.store.reading() as session:
            order = session.get_one(WorkOrder, order_id)
            versions = session.exec(select(OrderVersion).where(OrderVersion.order_id == order_id)).all()
            letters = session.exec(select(Letter).where(Letter.order_id == order_id)).all()
            return bool(letters), len(versions), bool(order.on_site), bool(order.description)

    before = kept()
    posted(desk)
    forgotten(desk, timedelta(days=731))
    after_ticket = kept()
    forgotten(desk, timedelta(days=2558))

    assert before == (True, 1, True, True)
    assert after_ticket == (False, 1, False, True) and kept() == (False, 0, False, False)
    with desk.store.reading() as session:
        assert "De Kraan" in session.get_one(WorkOrder, order_id).company_name


def posted(desk: Desk) -> None:
    with desk.work() as work:
        work.session.execute(update(Letter).values(state=LetterState.SENT))


@pytest.mark.parametrize("why", ["", "answer", "letter", "held", "task", "follower"])
@pytest.mark.parametrize("of", ["ticket", "merged"])
def test_a_closed_ticket_keeps_all_while_it_or_one_merged_into_it_is_needed(desk: Desk, why: str, of: str):
    own, master = opened(desk), opened(desk, "Olivia", "LH-22")
    key = {"ticket": master, "merged": own}[of]
    with desk.work(desk.staff("Ingrid")) as work:
        merge_ticket(work, own, master)
        move_ticket(work, master, Phase.CLOSED)
        if why == "task":
            work.session.add(Task(ticket_id=key, text="bewaren", assignee_id=work.actor.id or 0, created_at=MONDAY))
    posted(desk)
    now = MONDAY + timedelta(days=731)
    if why == "answer":  # filed, and not taken yet
        a_message(desk, ticket_id=key, received_at=now, new_text="Het lekt weer", place=MessagePlace.JOINED)
    if why in ("letter", "held"):
        state = LetterState.WAITING if why == "letter" else LetterState.HELD
        with desk.work() as work:
            work.session.execute(update(Letter).where(col(Letter.ticket_id) == key).values(state=state))
    if why == "follower":
        opened(desk, follows_id=key)

    forgotten(desk, timedelta(days=731))

    with desk.store.reading() as session:
        kept = session.get_one(Ticket, master)
        texts = [row.new_text for row in session.exec(select(Message))]
    assert (kept.forgotten_at is None) == bool(why) == bool(kept.description)
    assert texts == (["Het lekt weer"] if why == "answer" else [])


@pytest.mark.parametrize("why", ["", "comment", "invoice"])
def test_a_work_order_without_a_ticket_keeps_all_while_its_firm_writes(desk: Desk, why: str):
    order_id = sent(desk, opened(desk))
    done(desk, order_id, Deed.REFUSE, desk.party("Johan"))
    with desk.work() as work:
        work.session.execute(update(WorkOrder).values(ticket_id=None))
    posted(desk)
    now = MONDAY + timedelta(days=730)
    if why == "comment":
        with desk.work(desk.party("Johan"), now) as work:
            comment_by_party(work, order_id, "De factuur volgt nog.")
        posted(desk)
    if why == "invoice":
        a_message(desk, order_id=order_id, received_at=now, new_text="Factuur", place=MessagePlace.JOINED)

    forgotten(desk, timedelta(days=731))

    with desk.store.reading() as session:
        assert (session.get_one(WorkOrder, order_id).forgotten_at is None) == bool(why)


def test_a_mail_that_lay_below_a_dismissed_one_goes_with_it(desk: Desk):
    draft_id = a_draft(desk)
    a_message(desk, draft_id=draft_id, place=MessagePlace.JOINED, new_text="Het wordt erger")
    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=60)) as work:
        dismiss_draft(work, draft_id, "reclame")

    assert forgotten(desk, ASIDE + timedelta(days=1)) == 0
    assert forgotten(desk, ASIDE + timedelta(days=61)) == 2


def test_a_mail_that_waits_in_the_tray_is_never_emptied_with_a_ticket_that_shows_it(desk: Desk):
    key = opened(desk)
    draft_id = a_draft(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        message_id = work.session.get_one(Draft, draft_id).message_id
        tell(work.session, work.actor, Entry.COMMENT, MONDAY, ticket_id=key, message_id=message_id)
        move_ticket(work, key, Phase.CLOSED)
    posted(desk)

    forgotten(desk, timedelta(days=731))

    with desk.store.reading() as session:
        assert session.get_one(Ticket, key).forgotten_at
        assert session.get_one(Message, message_id).new_text


def test_a_mail_of_which_another_ticket_shows_a_photo_stays_until_that_ones_time(desk: Desk):
    old, living = opened(desk), opened(desk, "Olivia", "LH-22")
    photo = {"part": 2, "filename": "foto.jpg", "content_type": "image/jpeg", "size": 9}
    key = a_message(desk, ticket_id=old, attachments=[photo], new_text="Het lekt", place=MessagePlace.JOINED)
    with desk.work(desk.staff("Ingrid")) as work:
        files_of_message(work, work.session.get_one(Message, key), ticket_id=living)
        move_ticket(work, old, Phase.CLOSED)
    posted(desk)

    def words() -> str:
        with desk.store.reading() as session:
            return session.get_one(Message, key).new_text

    forgotten(desk, timedelta(days=731))
    assert words() == "Het lekt"

    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(days=731)) as work:
        move_ticket(work, living, Phase.CLOSED)
    posted(desk)
    forgotten(desk, timedelta(days=1463))
    assert words() == ""
