"""Each deed, whom it is told, and who may see its line: the matrix of the desk, said once more by hand (R39)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from store.timeline import Actor, timeline_of
from store.words import Deed, LetterKind, Visibility
from tests.cast import MONDAY, SYSTEM, Desk
from tests.convert.leak import TUESDAY, kinds, opened

ENGAGED, ACCEPTED = (Deed.SEND,), (Deed.SEND, Deed.ACCEPT)
DONE = (*ACCEPTED, Deed.COMPLETE)


@dataclass(frozen=True)
class Told:
    """After these deeds this actor does it: what Fatima and Johan get, and whether she may see that it happened."""

    after: tuple[Deed, ...]
    by: str
    fatima: LetterKind | None = None
    johan: LetterKind | None = None
    seen: bool = False
    bram: LetterKind = LetterKind.STAFF_ORDER


TOLD = {
    Deed.SEND: Told((), "Ingrid", LetterKind.PARTY_ENGAGED, LetterKind.ORDER_SENT, seen=True),
    Deed.ACCEPT: Told(ENGAGED, "Johan", LetterKind.PARTY_ACCEPTED, LetterKind.ORDER_RECEIPT, seen=True),
    Deed.REFUSE: Told(ENGAGED, "Johan", None, LetterKind.ORDER_RECEIPT, bram=LetterKind.STAFF_REFUSAL),
    Deed.WITHDRAW: Told(ENGAGED, "Ingrid", None, LetterKind.ORDER_WITHDRAWN),
    Deed.LAPSE: Told(ENGAGED, ""),
    Deed.PLAN: Told(ACCEPTED, "Johan", LetterKind.APPOINTMENT, LetterKind.ORDER_RECEIPT, seen=True),
    Deed.CONFIRM: Told(
        (*ACCEPTED, Deed.PLAN), "Fatima", LetterKind.APPOINTMENT, LetterKind.ORDER_APPOINTMENT, seen=True
    ),
    Deed.DECLINE: Told((*ACCEPTED, Deed.PLAN), "Fatima", None, LetterKind.ORDER_APPOINTMENT),
    Deed.START: Told(ACCEPTED, "Johan", seen=True),
    Deed.HOLD: Told(ACCEPTED, "Johan", LetterKind.ON_HOLD, seen=True),
    Deed.RESUME: Told((*ACCEPTED, Deed.HOLD), "Johan", LetterKind.ON_HOLD, seen=True),
    Deed.ASK_HAND_BACK: Told(ACCEPTED, "Johan", None, LetterKind.ORDER_RECEIPT),
    Deed.HAND_BACK: Told(ACCEPTED, "Ingrid", None, LetterKind.ORDER_RECEIPT),
    Deed.COMPLETE: Told(ACCEPTED, "Johan", LetterKind.SOLVED_QUESTION, LetterKind.ORDER_RECEIPT, seen=True),
    Deed.APPROVE: Told(DONE, "Ingrid"),
    Deed.REWORK: Told(DONE, "Ingrid", None, LetterKind.ORDER_REWORK),
}


def actor(desk: Desk, name: str) -> Actor:
    who = {"Ingrid": desk.staff, "Johan": desk.party, "Fatima": desk.person}
    return who[name](name) if name else SYSTEM


def acts(desk: Desk, key: int, deed: Deed, name: str) -> None:
    details = DeedDetails(appointment_from=TUESDAY) if deed is Deed.PLAN else DeedDetails()
    with desk.work(actor(desk, name), MONDAY) as work:
        assert perform(work, key, deed, details).changed


@pytest.mark.parametrize("deed", TOLD)
def test_each_deed_is_told_to_whom_it_concerns_and_to_nobody_else(desk: Desk, deed: Deed):
    told, ticket_id = TOLD[deed], opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        new = NewOrder(
            ticket_id=ticket_id, company_id=desk.company_named("Kraan").key, responsible_id=desk.staff("Bram").id
        )
        key = create_order(work, new, send=False).key
    for before in told.after:
        acts(desk, key, before, TOLD[before].by)
    had = {name: len(kinds(desk, name)) for name in ("fatima", "johan", "bram")}

    acts(desk, key, deed, told.by)

    assert kinds(desk, "fatima")[had["fatima"] :] == ([told.fatima] if told.fatima else [])
    assert kinds(desk, "johan")[had["johan"] :] == ([told.johan] if told.johan else [])
    assert kinds(desk, "bram")[had["bram"] :] == [told.bram]
    with desk.store.reading() as session:
        seen = [row.data.get("deed") for row in timeline_of(session, order_id=key, seen_by=Visibility.REPORTER)]
    assert (deed in seen) == told.seen


def test_no_deed_is_missing_from_this_table():
    assert set(TOLD) == set(Deed)
