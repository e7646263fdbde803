"""Work orders: sent, answered, completed; who is told, and what cannot happen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as Hypothesis
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from convert.errors import InvalidError, MissingError, RefusedError
from convert.files import Upload, add_file
from convert.orders.correcting import correct_order, set_reminders
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import answer_appointment, perform
from convert.orders.reassigning import reassign_order
from convert.orders.undoing import undo_deed
from convert.orders.work_order import STEPS, Again, Step, meant, step
from convert.relations.companies import edit_company
from convert.sharing import share_file
from convert.tickets.change_phase import move_ticket, undo_move
from convert.tickets.comments import answer_solved
from convert.tickets.editing import edit_ticket
from store.access import Link
from store.audience import own_circle
from store.costs import CostOption
from store.files import order_files
from store.letter_table import Cause
from store.letters import lacks
from store.links import open_link, revoked_order_link
from store.orders import OrderVersion, WorkOrder
from store.outbox import Addressee, NewLetter, put_letter
from store.slips import slip_of
from store.tickets import Ticket, TimelineEntry
from store.timeline import Actor, timeline_of
from store.tokens import page_token
from store.words import (
    ActorKind,
    CauseKind,
    Channel,
    Deed,
    Entry,
    LetterKind,
    LetterState,
    OrderState,
    Phase,
    Visibility,
)
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.leak import TUESDAY, done, kinds, opened, order, sent, the_leak, ticket


def versions(session: Session, key: int) -> list[OrderVersion]:
    rows = select(OrderVersion).where(OrderVersion.order_id == key).order_by(col(OrderVersion.version))
    return list(session.exec(rows))


def test_an_order_from_a_ticket_says_what_the_ticket_said_and_stays_so(desk: Desk):
    ticket_id, key = the_leak(desk)

    with desk.work(desk.staff("Ingrid")) as work:
        edit_ticket(work, ticket_id, title="Iets anders", description="Heel iets anders")

    found = order(desk, key)
    assert (found.number, found.title) == ("OB-2026-00031", "Lekkage badkamer")
    assert found.description.startswith("Er komt water")
    assert found.address["line"] == "Lindelaan 14B"
    assert found.on_site["name"] == "Fatima el Amrani"
    assert found.reminders
    assert ticket(desk, ticket_id).phase is Phase.WITH_PARTY
    with desk.store.reading() as session:
        assert (
            session.exec(select(OrderVersion).where(OrderVersion.order_id == key)).one().slip["title"]
            == "Lekkage badkamer"
        )


def test_the_party_gets_the_order_with_its_own_link_and_the_reporter_hears_who_comes(desk: Desk):
    _, key = the_leak(desk)

    (letter,) = desk.letters("johan")
    assert (letter.kind, letter.order_id) == (LetterKind.ORDER_SENT, key)
    assert letter.snapshot["slip"]["address"]["line"] == "Lindelaan 14B"
    with desk.store.reading() as session:
        link = session.get_one(Link, letter.link_id)
        assert (link.order_id, link.ticket_id) == (key, None)
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.PARTY_ENGAGED]
    assert desk.letters("fatima")[-1].snapshot["company"] == "Loodgietersbedrijf De Kraan"
    assert [row.kind for row in desk.letters("ingrid")] == [LetterKind.STAFF_NEW_TICKET]
    assert all(lacks(LetterKind(row.kind), row.snapshot) == frozenset() for row in desk.letters())


@pytest.mark.parametrize(
    ("new", "code"),
    [(NewOrder(title="Gras maaien"), "company_id"), (NewOrder(title=""), "title")],
)
def test_an_order_cannot_leave_without_a_party_or_a_title(desk: Desk, new: NewOrder, code: str):
    with desk.work(desk.staff("Ingrid")) as work, pytest.raises(InvalidError) as refusal:
        create_order(work, new)

    assert set(refusal.value.fields) == {code}


def test_an_order_without_an_address_leaves_only_when_staff_say_so(desk: Desk):
    kraan = desk.company_named("Kraan").key
    with desk.work(desk.staff("Ingrid")) as work, pytest.raises(RefusedError) as refusal:
        create_order(work, NewOrder(title="Offerte", company_id=kraan))
    assert refusal.value.code == "no_address"

    with desk.work(desk.staff("Ingrid")) as work:
        made = create_order(work, NewOrder(title="Offerte", company_id=kraan, without_address=True))

    assert made.state is OrderState.SENT


def test_a_concept_tells_nobody(desk: Desk):
    with desk.work(desk.staff("Ingrid")) as work:
        made = create_order(work, NewOrder(title="Offerte"), send=False)

    assert made.state is OrderState.DRAFT
    assert desk.letters() == []


def test_a_gas_appliance_goes_only_to_a_certified_firm(desk: Desk):
    boiler = desk.installation_named("INST-0031").key
    with pytest.raises(RefusedError) as refusal:
        sent(desk, opened(desk, "Olivia", "LH-22", installation_id=boiler), company="Elektro")
    assert refusal.value.code == "gas_certificate"

    key = sent(desk, opened(desk, "Olivia", "LH-22", installation_id=boiler), company="Warmte")

    assert order(desk, key).installation["make"] == "HR-28"


def test_an_acceptance_is_told_once_to_each_and_stops_the_reminders(desk: Desk):
    ticket_id, key = the_leak(desk)
    with desk.work() as work:
        johan = desk.contact_named("Johan")
        waiting = NewLetter(
            LetterKind.ORDER_REMINDER,
            Cause(CauseKind.REMINDER, key, 1, 1),
            Addressee(johan.email, johan.name, "nl"),
            order_id=key,
        )
        put_letter(work.session, waiting, domain="delinde.example.nl", now=MONDAY)

    outcome = done(desk, key, Deed.ACCEPT, desk.party("Johan"))

    assert outcome.changed
    assert order(desk, key).state is OrderState.ACCEPTED
    assert ticket(desk, ticket_id).phase is Phase.WITH_PARTY
    assert kinds(desk, "fatima")[2:] == [LetterKind.PARTY_ACCEPTED]
    assert kinds(desk, "ingrid")[1:] == [LetterKind.STAFF_ORDER]
    assert kinds(desk, "johan") == [LetterKind.ORDER_SENT, LetterKind.ORDER_RECEIPT]


def test_the_second_press_sees_who_was_first_and_tells_nobody(desk: Desk):
    _, key = the_leak(desk)
    done(desk, key, Deed.ACCEPT, desk.party("Johan"))
    told = len(desk.letters())

    again = done(desk, key, Deed.ACCEPT, desk.party("Johan"), MONDAY + timedelta(minutes=1))

    assert (again.changed, again.by, again.at) == (False, "Johan de Kraan", MONDAY)
    assert len(desk.letters()) == told


def test_accepting_with_a_date_is_one_letter_and_waits_for_the_occupants_yes(desk: Desk):
    ticket_id, key = the_leak(desk)
    when = {"appointment_from": TUESDAY, "appointment_to": TUESDAY + timedelta(hours=2)}
    done(desk, key, Deed.ACCEPT, desk.party("Johan"), **when)
    assert (order(desk, key).state, order(desk, key).appointment_state) == (OrderState.ACCEPTED, "proposed")
    assert kinds(desk, "fatima")[2:] == [LetterKind.PARTY_ACCEPTED]
    assert desk.letters("fatima")[-1].snapshot["confirm"]

    with desk.work(desk.person("Fatima")) as work:
        answer_appointment(work, key, desk.person_named("Fatima").key, True)

    assert (order(desk, key).state, order(desk, key).appointment_state) == (OrderState.SCHEDULED, "confirmed")
    assert ticket(desk, ticket_id).phase is Phase.SCHEDULED
    assert kinds(desk, "johan")[-1] == LetterKind.ORDER_APPOINTMENT
    assert kinds(desk, "fatima")[3:] == [LetterKind.APPOINTMENT]
    assert kinds(desk, "ingrid")[1:] == [LetterKind.STAFF_ORDER] * 2


def test_nobody_but_the_linked_people_confirms_a_time(desk: Desk):
    _, key = the_leak(desk)
    done(desk, key, Deed.ACCEPT, desk.party("Johan"), appointment_from=TUESDAY)

    with desk.work(desk.person("Sem")) as work, pytest.raises(MissingError):
        answer_appointment(work, key, desk.person_named("Sem").key, True)
    with desk.work(desk.party("Johan")) as work, pytest.raises(RefusedError):
        perform(work, key, Deed.CONFIRM)


def test_a_refusal_goes_to_the_responsible_only_and_brings_the_ticket_back(desk: Desk):
    ticket_id, key = the_leak(desk)

    done(desk, key, Deed.REFUSE, desk.party("Johan"), reason="not_our_trade", text="Dat is dakwerk.")

    assert order(desk, key).state is OrderState.REFUSED
    assert ticket(desk, ticket_id).phase is Phase.IN_PROGRESS
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.PARTY_ENGAGED]
    assert desk.letters("ingrid")[-1].snapshot["words"] == "Dat is dakwerk."


def test_a_refusal_after_acceptance_asks_to_hand_back(desk: Desk):
    _, key = the_leak(desk)
    done(desk, key, Deed.ACCEPT, desk.party("Johan"))

    done(desk, key, Deed.REFUSE, desk.party("Johan"), text="lukt niet deze week, sorry")

    found = order(desk, key)
    assert (found.state, found.hand_back_asked_at) == (OrderState.ACCEPTED, MONDAY)
    assert desk.letters("ingrid")[-1].snapshot["deed"] == Deed.ASK_HAND_BACK
    assert not done(desk, key, Deed.REFUSE, desk.party("Johan")).changed


def test_completing_at_once_also_accepts_and_both_are_on_the_timeline(desk: Desk):
    ticket_id, key = the_leak(desk)

    done(desk, key, Deed.COMPLETE, desk.party("Johan"), work_done="Siliconenrand was het.")

    with desk.store.reading() as session:
        lines = session.exec(
            select(TimelineEntry)
            .where(TimelineEntry.order_id == key, TimelineEntry.kind == Entry.ORDER)
            .order_by(col(TimelineEntry.id))
        ).all()
    assert [line.data["deed"] for line in lines] == ["create", "send", "accept", "complete"]
    assert ticket(desk, ticket_id).phase is Phase.SOLVED
    assert kinds(desk, "fatima")[2:] == [LetterKind.SOLVED_QUESTION]
    assert "Siliconenrand" not in str(desk.letters("fatima")[-1].snapshot)
    assert kinds(desk, "ingrid")[1:] == [LetterKind.STAFF_ORDER]


def test_no_it_is_not_solved_brings_the_party_back_on_the_same_order(desk: Desk):
    ticket_id, key = the_leak(desk)
    done(desk, key, Deed.COMPLETE, desk.party("Johan"))

    with desk.work(desk.person("Fatima")) as work:
        answer_solved(work, ticket_id, desk.person_named("Fatima").key, False, "druppelt nog")

    assert (ticket(desk, ticket_id).phase, ticket(desk, ticket_id).reopened) == (Phase.IN_PROGRESS, 1)
    assert (order(desk, key).state, order(desk, key).rework) == (OrderState.ACCEPTED, True)
    assert kinds(desk, "johan")[-1] == LetterKind.ORDER_REWORK
    assert kinds(desk, "ingrid")[2:] == [LetterKind.STAFF_TICKET]

    done(desk, key, Deed.COMPLETE, desk.party("Johan"))
    assert ticket(desk, ticket_id).phase is Phase.SOLVED


def test_closing_agrees_with_what_was_completed_and_is_refused_while_somebody_is_on_the_way(desk: Desk):
    ticket_id, key = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work, pytest.raises(RefusedError) as refusal:
        move_ticket(work, ticket_id, Phase.CLOSED)
    assert refusal.value.code == "orders_open"
    done(desk, key, Deed.COMPLETE, desk.party("Johan"))

    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, ticket_id, Phase.CLOSED)

    assert order(desk, key).state is OrderState.APPROVED


def test_an_undone_acceptance_leaves_no_letter_for_the_reporter(desk: Desk):
    ticket_id, key = the_leak(desk)
    done(desk, key, Deed.COMPLETE, desk.party("Johan"))

    with desk.work(desk.staff("Ingrid"), MONDAY + timedelta(seconds=30)) as work:
        undo_deed(work, key)

    assert (order(desk, key).state, order(desk, key).accepted_at) == (OrderState.SENT, None)
    assert (ticket(desk, ticket_id).phase, ticket(desk, ticket_id).reopened) == (Phase.WITH_PARTY, 0)
    assert kinds(desk, "fatima") == [LetterKind.TICKET_RECEIVED, LetterKind.PARTY_ENGAGED]
    assert desk.letters("johan")[-1].snapshot["deed"] == "undo"


def test_another_party_gets_a_new_order_and_the_first_ones_link_shows_nothing_more(desk: Desk):
    ticket_id, key = the_leak(desk)
    (letter,) = desk.letters("johan")

    with desk.work(desk.staff("Ingrid")) as work:
        new = reassign_order(work, key, desk.company_named("Warmte").key)

    assert (order(desk, key).state, new.state, new.title) == (OrderState.WITHDRAWN, OrderState.SENT, "Lekkage badkamer")
    assert kinds(desk, "johan") == [LetterKind.ORDER_SENT, LetterKind.ORDER_WITHDRAWN]
    assert ticket(desk, ticket_id).phase is Phase.WITH_PARTY
    with desk.store.reading() as session:
        token = page_token(SETTINGS.secret, session.get_one(Link, letter.link_id).nonce)
        assert open_link(session, token, MONDAY) is None
        assert revoked_order_link(session, token, MONDAY) is not None
    with desk.work(desk.party("Johan")) as work, pytest.raises(RefusedError):
        perform(work, key, Deed.ACCEPT)


def test_a_photo_of_the_slip_goes_on_to_the_next_party_whoever_else_it_was_shared_with(desk: Desk):
    ticket_id, key = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        photo = Upload("plafond.jpg", "image/jpeg", b"\xff\xd8\xff\xe0")
        file = add_file(work, photo, order_id=key, visible_to=(Visibility.PARTY,))
        share_file(work, file.key, own_circle(ticket_id))

        new = reassign_order(work, key, desk.company_named("Warmte").key)

        assert [row.filename for row in order_files(work.session, new.key, Visibility.PARTY)] == ["plafond.jpg"]


def test_an_order_is_only_its_own_partys(desk: Desk):
    _, key = the_leak(desk)

    with desk.work(desk.party("Marco")) as work, pytest.raises(MissingError):
        perform(work, key, Deed.ACCEPT)


def test_a_correction_makes_a_version_and_tells_the_party_what_changed(desk: Desk):
    _, key = the_leak(desk)

    with desk.work(desk.staff("Ingrid")) as work:
        correct_order(work, key, do_before=date(2026, 11, 27))

    assert order(desk, key).version == 2
    assert desk.letters("johan")[-1].snapshot["changes"] == ["do_before"]
    with desk.store.reading() as session:
        deadlines = [row.slip["do_before"] for row in versions(session, key)]
    assert deadlines == [None, "2026-11-27"]


def test_switching_reminders_off_takes_back_what_waits(desk: Desk):
    _, key = the_leak(desk)
    with desk.work() as work:
        waiting = NewLetter(
            LetterKind.ORDER_REMINDER,
            Cause(CauseKind.REMINDER, key, 1, 1),
            Addressee("johan@dekraan.example.nl", "", ""),
            order_id=key,
        )
        put_letter(work.session, waiting, domain="delinde.example.nl", now=MONDAY)

    with desk.work(desk.staff("Ingrid")) as work:
        set_reminders(work, key, False)

    assert desk.letters("johan")[-1].state is LetterState.CANCELLED


def test_the_slip_withholds_phone_and_access_until_acceptance_and_never_says_the_tenants_address(desk: Desk):
    ticket_id = opened(desk, may_call=True, access="Sleutel in kastje, code 4711")
    key = sent(desk, ticket_id)

    def slip(at: datetime = MONDAY) -> dict[str, Any]:
        with desk.store.reading() as session:
            return dict(slip_of(session, session.get_one(WorkOrder, key), for_party=True, now=at))

    assert (slip()["access"], slip()["on_site"]["phone"], slip()["withheld"]) == ("", "", ["phone", "access"])
    done(desk, key, Deed.COMPLETE, desk.party("Johan"))
    assert (slip()["access"], slip()["on_site"]["phone"]) == ("Sleutel in kastje, code 4711", "06 0000 0014")
    assert slip(MONDAY + timedelta(days=14))["on_site"]["phone"] == ""
    assert "mail.example.nl" not in str(slip())


def test_who_solved_it_keeps_its_name_when_the_firm_is_called_otherwise(desk: Desk):
    _, key = the_leak(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        edit_company(work, desk.company_named("Kraan").key, name="Kraan & Zonen")

    with desk.store.reading() as session:
        assert slip_of(session, session.get_one(WorkOrder, key), for_party=False, now=MONDAY)["company"] == (
            "Loodgietersbedrijf De Kraan"
        )


def test_staff_act_for_the_party_and_the_timeline_says_so(desk: Desk):
    _, key = the_leak(desk)

    done(desk, key, Deed.ACCEPT, desk.staff("Bram", Channel.PHONE))

    assert kinds(desk, "ingrid")[1:] == [LetterKind.STAFF_ORDER]
    assert desk.letters("ingrid")[-1].snapshot["actor"] == {"name": "Bram Postma", "kind": "staff", "channel": "phone"}


ACTORS = {ActorKind.STAFF: "Bram", ActorKind.PARTY: "Johan"}


@given(st.sampled_from(list(OrderState)), st.sampled_from(list(Deed)), st.sampled_from(list(ActorKind)))
def test_what_the_table_does_not_list_is_refused(state: OrderState, deed: Deed, by: ActorKind):
    found = step(state, deed, by)

    if isinstance(found, Step):
        assert by in STEPS[state, deed].by
    elif found is None:
        assert (state, deed) not in STEPS or by not in STEPS[state, deed].by
    else:
        assert found is Again.AGAIN


DETAILS: dict[Deed, dict[str, Any]] = {
    Deed.PLAN: {"appointment_from": TUESDAY},
    Deed.HOLD: {"held_for": "parts"},
    Deed.ASK_COST: {"costs": (CostOption(cents=48_500, vat="excl", what="pomp"),)},
    Deed.GRANT_COST: {"option": 1},
}


@settings(
    max_examples=12,
    deadline=None,
    phases=[Hypothesis.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(list(Deed)), st.sampled_from(list(ActorKind))), max_size=8))
def test_any_row_of_deeds_keeps_what_the_desk_promises(desk: Desk, deeds: list[tuple[Deed, ActorKind]]):
    ticket_id = opened(desk)
    key = sent(desk, ticket_id)
    actors = {
        ActorKind.STAFF: desk.staff("Bram"),
        ActorKind.PARTY: desk.party("Johan"),
        ActorKind.PERSON: desk.person("Fatima"),
        ActorKind.OWNER: Actor(ActorKind.OWNER, "Henk Terpstra", Channel.PAGE, desk.contact_named("Henk").key),
        ActorKind.SYSTEM: Actor(ActorKind.SYSTEM, "", Channel.CLOCK),
    }
    for n, (deed, kind) in enumerate(deeds):
        before, to_ingrid = order(desk, key), len(desk.letters("ingrid"))
        expected = step(before.state, meant(before.state, deed, kind), kind)
        try:
            outcome = done(desk, key, deed, actors[kind], MONDAY + timedelta(hours=n), **DETAILS.get(deed, {}))
        except (RefusedError, MissingError):  # missing: the owner who was not asked
            assert order(desk, key).state is before.state
            continue
        after = order(desk, key)
        if outcome.changed:
            assert isinstance(expected, Step)
            assert after.state in (expected.to, expected.asks)
            # For every change not made by its responsible: exactly one notice to them.
            assert len(desk.letters("ingrid")) == to_ingrid + 1
        else:
            assert after.state is before.state
            assert len(desk.letters("ingrid")) == to_ingrid

    with desk.store.reading() as session:
        lines = session.exec(
            select(TimelineEntry)
            .where(TimelineEntry.order_id == key, TimelineEntry.kind == Entry.ORDER)
            .order_by(col(TimelineEntry.id))
        ).all()
        trail = [(line.data["before"], line.data["after"]) for line in lines]
        assert trail[-1][1] == session.get_one(WorkOrder, key).state
        assert [after for _, after in trail[:-1]] == [before for before, _ in trail[1:]]
        assert session.get_one(Ticket, ticket_id).received_at == MONDAY
    letters = [row for row in desk.letters() if row.ticket_id == ticket_id]
    assert all(lacks(LetterKind(row.kind), row.snapshot) == frozenset() for row in letters)
    assert len({(row.cause, row.cause_id, row.cause_step, row.cause_reader) for row in letters}) == len(letters)


def test_closing_a_ticket_tells_the_responsible_of_its_orders_who_is_somebody_else_once(desk: Desk):
    ticket_id = opened(desk)
    bram = desk.staff("Bram")
    keys = [sent(desk, ticket_id, responsible_id=bram.id), sent(desk, ticket_id, responsible_id=bram.id)]
    for key in keys:
        done(desk, key, Deed.COMPLETE, desk.party("Johan"))
    before = len(desk.letters("bram"))

    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, ticket_id, Phase.CLOSED)

    (told,) = desk.letters("bram")[before:]
    assert (told.kind, told.snapshot["deed"], told.snapshot["order"]["state"]) == (
        LetterKind.STAFF_ORDER,
        Deed.APPROVE,
        OrderState.APPROVED,
    )
    for key in keys:
        with desk.store.reading() as session:
            line = timeline_of(session, order_id=key)[-1]
        assert (line.kind, line.data["deed"], line.data["after"]) == (Entry.ORDER, Deed.APPROVE, OrderState.APPROVED)
        assert line.actor_name == "Ingrid Vos"


@pytest.mark.parametrize(("who", "letters"), [("Bram", 0), ("Fatima", 1)])
def test_who_closed_it_or_is_told_of_the_ticket_gets_no_second_letter_about_the_order(
    desk: Desk, who: str, letters: int
):
    ticket_id = opened(desk)
    responsible = desk.staff("Bram" if who == "Bram" else "Ingrid")
    done(desk, sent(desk, ticket_id, responsible_id=responsible.id), Deed.COMPLETE, desk.party("Johan"))
    address = "bram" if who == "Bram" else "ingrid"
    before = len(desk.letters(address))

    if who == "Bram":
        with desk.work(desk.staff("Bram")) as work:
            move_ticket(work, ticket_id, Phase.CLOSED)
    else:
        fatima = desk.person("Fatima")
        with desk.work(fatima) as work:
            answer_solved(work, ticket_id, fatima.id or 0, True)

    assert [row.kind for row in desk.letters(address)[before:]] == [LetterKind.STAFF_TICKET] * letters


def test_a_reporters_yes_tells_the_responsible_of_the_order_too(desk: Desk):
    ticket_id = opened(desk)
    done(desk, sent(desk, ticket_id, responsible_id=desk.staff("Bram").id), Deed.COMPLETE, desk.party("Johan"))
    before, fatima = len(desk.letters("bram")), desk.person("Fatima")

    with desk.work(fatima) as work:
        answer_solved(work, ticket_id, fatima.id or 0, True)

    assert [row.kind for row in desk.letters("bram")[before:]] == [LetterKind.STAFF_ORDER]


def test_a_closing_that_is_undone_takes_the_approval_back_and_tells_nobody(desk: Desk):
    ticket_id = opened(desk)
    key = sent(desk, ticket_id, responsible_id=desk.staff("Bram").id)
    done(desk, key, Deed.COMPLETE, desk.party("Johan"))
    before = kinds(desk, "bram")
    with desk.work(desk.staff("Ingrid")) as work:
        move_ticket(work, ticket_id, Phase.CLOSED)

    with desk.work(desk.staff("Ingrid")) as work:
        undo_move(work, ticket_id)
        undo_deed(work, key)

    assert order(desk, key).state is OrderState.SENT
    assert kinds(desk, "bram")[: len(before)] == before
    assert LetterState.CANCELLED in [row.state for row in desk.letters("bram") if row.snapshot["deed"] == Deed.APPROVE]
