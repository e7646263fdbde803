"""Each deed is told to whom the table of the letters names, and who hears of it may see its line (R39)."""

from __future__ import annotations

import pytest

from convert.notices.matrix import Audience, notices
from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from store.timeline import Actor, timeline_of
from store.words import Deed, OrderState, Visibility
from tests.cast import MONDAY, SYSTEM, Desk
from tests.convert.leak import TUESDAY, kinds, opened

ENGAGED, ACCEPTED = (Deed.SEND,), (Deed.SEND, Deed.ACCEPT)
DONE = (*ACCEPTED, Deed.COMPLETE)
HEARS = {"fatima": Audience.PEOPLE, "johan": Audience.PARTY, "bram": Audience.ORDER_RESPONSIBLE}


# After which deeds each can be done, and by whom; "" is the clock.
DONE_BY: dict[Deed, tuple[tuple[Deed, ...], str]] = {
    Deed.SEND: ((), "Ingrid"),
    Deed.ACCEPT: (ENGAGED, "Johan"),
    Deed.REFUSE: (ENGAGED, "Johan"),
    Deed.WITHDRAW: (ENGAGED, "Ingrid"),
    Deed.LAPSE: (ENGAGED, ""),
    Deed.PLAN: (ACCEPTED, "Johan"),
    Deed.CONFIRM: ((*ACCEPTED, Deed.PLAN), "Fatima"),
    Deed.DECLINE: ((*ACCEPTED, Deed.PLAN), "Fatima"),
    Deed.START: (ACCEPTED, "Johan"),
    Deed.HOLD: (ACCEPTED, "Johan"),
    Deed.RESUME: ((*ACCEPTED, Deed.HOLD), "Johan"),
    Deed.ASK_HAND_BACK: (ACCEPTED, "Johan"),
    Deed.HAND_BACK: (ACCEPTED, "Ingrid"),
    Deed.COMPLETE: (ACCEPTED, "Johan"),
    Deed.APPROVE: (DONE, "Ingrid"),
    Deed.REWORK: (DONE, "Ingrid"),
}
CASES = [
    *((OrderState.DRAFT if not deeds else None, deed, deeds, name) for deed, (deeds, name) in DONE_BY.items()),
    (OrderState.DRAFT, Deed.WITHDRAW, (), "Ingrid"),
    (OrderState.SENT, Deed.PLAN, ENGAGED, "Johan"),
]


def actor(desk: Desk, name: str) -> Actor:
    who = {"Ingrid": desk.staff, "Johan": desk.party, "Fatima": desk.person}
    return who[name](name) if name else SYSTEM


def acts(desk: Desk, key: int, deed: Deed, name: str) -> None:
    details = DeedDetails(appointment_from=TUESDAY) if deed is Deed.PLAN else DeedDetails()
    with desk.work(actor(desk, name), MONDAY) as work:
        assert perform(work, key, deed, details).changed


@pytest.mark.parametrize(("state", "deed", "earlier", "name"), CASES)
def test_each_deed_is_told_to_whom_the_table_names_and_to_nobody_else(
    desk: Desk, state: OrderState | None, deed: Deed, earlier: tuple[Deed, ...], name: str
):
    ticket_id = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        new = NewOrder(
            ticket_id=ticket_id, company_id=desk.company_named("Kraan").key, responsible_id=desk.staff("Bram").id
        )
        key = create_order(work, new, send=False).key
    for before in earlier:
        acts(desk, key, before, DONE_BY[before][1])
    letters_before = {who: len(kinds(desk, who)) for who in HEARS}

    acts(desk, key, deed, name)

    table = notices(deed, state)
    for who, audience in HEARS.items():
        letters = [notice.kind for notice in table if notice.to is audience]
        assert kinds(desk, who)[letters_before[who] :] == letters
    with desk.store.reading() as session:
        lines = timeline_of(session, order_id=key, seen_by=Visibility.REPORTER)
    people_hear = any(notice.to is Audience.PEOPLE for notice in table)
    assert (deed in [line.data.get("deed") for line in lines]) == (people_hear or deed is Deed.START)


def test_no_deed_is_missing_from_these_cases():
    assert set(DONE_BY) == set(Deed)
