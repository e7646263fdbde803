"""Somebody who resembles a firm wants to be paid elsewhere: who knows the order is warned, and nothing else happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from convert.answers.account_changes import warn_of_account_changes
from convert.answers.account_phrases import is_about_other_account
from convert.drafts.deciding import draft_from_aside
from convert.tickets.merging import merge_ticket
from store.letter_table import Letter
from store.mail import Message
from store.orders import WorkOrder
from store.people import Staff
from store.tickets import Ticket, TimelineEntry
from store.troubles import troubles
from store.words import Aside, LetterKind, MessagePlace, OrderState
from tests.cast import MONDAY, SETTINGS, Desk
from tests.convert.leak import opened, order, the_leak, ticket
from tests.convert.messages import a_message

FRAUD = "Geachte, opdracht voltooid. Graag betalen op ons nieuwe nummer NL00 XXXX 0000 0000 00."


def in_quarantine(desk: Desk, subject: str, text: str = FRAUD, **told: Any) -> int:
    message = {
        "place": MessagePlace.ASIDE,
        "aside": Aside.QUARANTINE,
        "rule": "look_alike",
        "from_address": "johan@dekraan-administratie.example.nl",
        "from_name": "Johan de Kraan",
        "evidence": {"domain": "dekraan-administratie.example.nl", "resembles": "dekraan.example.nl"},
        "subject": subject,
        "text": text,
        "new_text": text,
    }
    return a_message(desk, **message | told)


def warned(desk: Desk, minutes: float = 0) -> int:
    return warn_of_account_changes(desk.store, SETTINGS, MONDAY + timedelta(minutes=minutes))


def warnings(desk: Desk) -> list[Letter]:
    return [letter for letter in desk.letters() if letter.kind == LetterKind.STAFF_ACCOUNT_CHANGE]


@pytest.mark.parametrize(
    "text",
    [
        FRAUD,
        "Re: [OB-2026-00032] factuur - gewijzigd rekeningnummer",
        "Wij zijn van bank veranderd: ons IBAN-nummer is voortaan NL12 BANK 0123 4567 89",
        "Let op, onze bankgegevens zijn gewijzigd.",
        "U kunt het bedrag overmaken naar NL12BANK0123456789 t.n.v. De Kraan",
        "Gelieve te betalen op onze andere rekening.",
        "ons oude rekeningnummer is vervallen",
        "Please note that our bank details have changed.",
        "Kindly pay to our new account number below",
        "Payments should go to IBAN DE89 3704 0044 0532 0130 00 from now on",
        "We have updated our remittance information",
        "NIEUW\nREKENINGNUMMER",
    ],
)
def test_a_wish_to_be_paid_elsewhere_is_heard_in_both_languages(text: str):
    assert is_about_other_account(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hierbij een nieuwe rekening voor de lekkage.",
        "De betaling doen wij op 24 november na 10 uur.",
        "Er komt water door het plafond. Houd rekening met de buren, wij hebben een nieuwe vloer.",
        "Uw postvak is vol, log hier in.",
        "De kraan is vervangen, de rekening volgt.",
        "I have a new account of what happened.",
        "Ons rekeningnummer staat op de factuur. De nieuwe kraan doet het goed.",
    ],
)
def test_other_talk_of_bills_and_of_what_is_new_is_no_alarm(text: str):
    assert not is_about_other_account(text)


@given(st.text())
def test_any_text_at_all_is_heard(text: str):
    assert is_about_other_account(text) in (True, False)


def test_the_responsible_of_the_order_it_names_is_warned_once_a_mail(desk: Desk):
    sent = order(desk, the_leak(desk)[1])
    message_id = in_quarantine(desk, f"Re: [{sent.number.lower()}] factuur - gewijzigd rekeningnummer")

    assert [warned(desk, minutes) for minutes in (0, 1, 60 * 24 * 89)] == [1, 0, 0]

    (letter,) = warnings(desk)
    assert letter.to_address == "ingrid@delinde.example.nl"
    assert letter.snapshot["about"] == sent.number
    assert letter.snapshot["message_id"] == message_id
    assert letter.snapshot["resembles"] == "dekraan.example.nl"
    in_quarantine(desk, f"Nogmaals: {sent.number}")
    warned(desk, 1)
    assert len(warnings(desk)) == 2


def test_a_warning_changes_nothing_but_the_outbox(desk: Desk):
    sent = order(desk, the_leak(desk)[1])
    message_id = in_quarantine(desk, f"Re: [{sent.number}] factuur - gewijzigd rekeningnummer")
    with desk.store.reading() as session:
        lines = len(session.exec(select(TimelineEntry)).all())

    warned(desk)

    with desk.store.reading() as session:
        assert session.exec(select(WorkOrder).where(WorkOrder.id == sent.key)).one().state is OrderState.SENT
        assert len(session.exec(select(TimelineEntry)).all()) == lines
        message = session.get_one(Message, message_id)
        assert (message.place, message.order_id, message.taken_at) == (MessagePlace.ASIDE, None, None)
    (letter,) = warnings(desk)
    assert (letter.order_id, letter.ticket_id, letter.link_id) == (None, None, None)


@pytest.mark.parametrize(
    ("subject", "filename", "who"),
    [
        ("factuur, nieuw rekeningnummer", "", "bram"),  # names nothing: the desk's own default
        ("OB-2026-99999 nieuw rekeningnummer", "", "bram"),  # a number that is not ours
        ("nieuw rekeningnummer T-2026-00042", "", "ingrid"),
        ("nieuw rekeningnummer", "factuur_T-2026-00042.html", "ingrid"),
        ("T-2026-00017 en T-2026-00042: nieuw rekeningnummer", "", "bram"),  # the first that is named
    ],
)
def test_whom_a_number_warns(desk: Desk, subject: str, filename: str, who: str):
    opened(desk, responsible_id=desk.staff_named("Ingrid").key)
    in_quarantine(desk, subject, attachments=[{"filename": filename, "part": "2"}])

    warned(desk)

    assert [letter.to_address for letter in warnings(desk)] == [f"{who}@delinde.example.nl"]


def test_the_number_of_a_merged_ticket_warns_who_has_it_now(desk: Desk):
    merged_id = opened(desk, responsible_id=desk.staff_named("Ingrid").key)
    master_id = opened(desk, responsible_id=desk.staff_named("Bram").key)
    with desk.work(desk.staff("Ingrid")) as work:
        merge_ticket(work, merged_id, master_id)
    in_quarantine(desk, f"{ticket(desk, merged_id).number} nieuw rekeningnummer")

    warned(desk)

    assert [(one.to_address, one.snapshot["about"]) for one in warnings(desk)] == [
        ("bram@delinde.example.nl", ticket(desk, master_id).number)
    ]


def test_who_has_left_is_not_warned_but_the_desk_s_default_is(desk: Desk):
    sent = order(desk, the_leak(desk)[1])
    with desk.work() as work:
        work.session.get_one(Staff, desk.staff_named("Ingrid").key).active = False
    in_quarantine(desk, f"{sent.number} nieuw rekeningnummer")

    warned(desk)

    assert [letter.to_address for letter in warnings(desk)] == ["bram@delinde.example.nl"]


def test_what_is_not_in_quarantine_or_speaks_of_other_things_warns_nobody(desk: Desk):
    in_quarantine(desk, "Uw postvak is vol", "Log hier in.")
    in_quarantine(desk, "nieuw rekeningnummer", aside=Aside.BULK)
    wanted = in_quarantine(desk, "nieuw rekeningnummer")
    with desk.work() as work:
        draft_from_aside(work, wanted)

    warned(desk)

    assert warnings(desk) == []


def test_a_mail_that_cannot_be_looked_into_is_a_trouble_and_the_next_is_looked_into(desk: Desk):
    in_quarantine(desk, "nieuw rekeningnummer", attachments=["no file at all"])
    in_quarantine(desk, "nieuw rekeningnummer")

    warned(desk)

    assert len(warnings(desk)) == 1
    with desk.store.reading() as session:
        assert [one.name.partition(":")[0] for one in troubles(session)] == ["quarantine"]


def test_more_mails_than_fit_one_round_are_looked_into_in_the_next(desk: Desk):
    for n in range(5):
        in_quarantine(desk, f"nieuw rekeningnummer {n}")

    rounds = [warn_of_account_changes(desk.store, SETTINGS, MONDAY, limit=2) for _ in range(4)]

    assert rounds == [2, 2, 1, 0]
    assert len(warnings(desk)) == 5
    with desk.store.reading() as session:
        assert len(session.exec(select(Ticket).where(col(Ticket.number) > "T-2026-00041")).all()) == 0
