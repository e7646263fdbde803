"""Who hears of each deed on a work order, and who hears of it may see its line (R39)."""

from __future__ import annotations

import pytest

from convert.orders.deed_details import DeedDetails
from convert.orders.ordering import NewOrder, create_order
from convert.orders.perform import perform
from store.audience import own_circle
from store.costs import CostOption
from store.timeline import Actor, timeline_of
from store.words import Deed, Visibility
from tests.cast import MONDAY, SYSTEM, Desk
from tests.convert.leak import TUESDAY, kinds, opened

ENGAGED, ACCEPTED = (Deed.SEND,), (Deed.SEND, Deed.ACCEPT)
DONE, PRICED = (*ACCEPTED, Deed.COMPLETE), (*ACCEPTED, Deed.ASK_COST)

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
    Deed.MISSED: (ACCEPTED, "Johan"),
    Deed.CALL_OFF: ((*ACCEPTED, Deed.PLAN), "Johan"),
    Deed.ASK_COST: (ACCEPTED, "Johan"),
    Deed.ASK_OWNER: (PRICED, "Ingrid"),
    Deed.GRANT_COST: (PRICED, "Ingrid"),
    Deed.DENY_COST: (PRICED, "Ingrid"),
}
EVERYBODY = {"fatima", "johan", "bram"}  # who reported, the service party, who is responsible for the order
READERS = {*EVERYBODY, "henk"}  # and the owner's contact
DETAILS = {
    Deed.PLAN: DeedDetails(appointment_from=TUESDAY),
    Deed.ASK_COST: DeedDetails(costs=(CostOption(cents=48_500, vat="excl", what=""),)),
    Deed.GRANT_COST: DeedDetails(option=1),
}
HEARD: dict[Deed, set[str]] = {
    Deed.SEND: EVERYBODY,
    Deed.ACCEPT: EVERYBODY,
    Deed.REFUSE: {"johan", "bram"},  # an internal matter
    Deed.WITHDRAW: {"johan", "bram"},
    Deed.LAPSE: {"bram"},
    Deed.PLAN: EVERYBODY,
    Deed.CONFIRM: EVERYBODY,
    Deed.DECLINE: {"johan", "bram"},
    Deed.START: {"bram"},
    Deed.HOLD: {"fatima", "bram"},
    Deed.RESUME: {"fatima", "bram"},
    Deed.ASK_HAND_BACK: {"johan", "bram"},
    Deed.HAND_BACK: {"johan", "bram"},
    Deed.COMPLETE: EVERYBODY,
    Deed.APPROVE: {"bram"},
    Deed.REWORK: {"johan", "bram"},
    Deed.MISSED: EVERYBODY,
    Deed.CALL_OFF: EVERYBODY,
    Deed.ASK_COST: {"johan", "bram"},  # money is no matter of the occupant's
    Deed.ASK_OWNER: {"bram", "henk"},
    Deed.GRANT_COST: {"johan", "bram"},
    Deed.DENY_COST: {"johan", "bram"},
}
CASES = [
    *((deed, deeds, name, HEARD[deed]) for deed, (deeds, name) in DONE_BY.items()),
    (Deed.WITHDRAW, (), "Ingrid", {"bram"}),  # its party never had it
    (Deed.PLAN, ENGAGED, "Johan", EVERYBODY),  # a date at once is an acceptance too
]


def actor(desk: Desk, name: str) -> Actor:
    who = {"Ingrid": desk.staff, "Johan": desk.party, "Fatima": desk.person}
    return who[name](name) if name else SYSTEM


def acts(desk: Desk, key: int, deed: Deed, name: str) -> None:
    with desk.work(actor(desk, name), MONDAY) as work:
        assert perform(work, key, deed, DETAILS.get(deed, DeedDetails())).changed


@pytest.mark.parametrize(("deed", "earlier", "name", "heard"), CASES)
def test_each_deed_is_told_once_to_whom_it_concerns_and_to_nobody_else(
    desk: Desk, deed: Deed, earlier: tuple[Deed, ...], name: str, heard: set[str]
):
    ticket_id = opened(desk)
    with desk.work(desk.staff("Ingrid")) as work:
        new = NewOrder(
            ticket_id=ticket_id, company_id=desk.company_named("Kraan").key, responsible_id=desk.staff("Bram").id
        )
        key = create_order(work, new, send=False).key
    for before in earlier:
        acts(desk, key, before, DONE_BY[before][1])
    letters_before = {who: len(kinds(desk, who)) for who in READERS}

    acts(desk, key, deed, name)

    letters = {who: len(kinds(desk, who)) - letters_before[who] for who in READERS}
    assert letters == {who: int(who in heard) for who in READERS}
    with desk.store.reading() as session:
        lines = timeline_of(session, order_id=key, seen_by=Visibility.REPORTER, circles=[own_circle(ticket_id)])
    assert (deed in [line.data.get("deed") for line in lines]) == ("fatima" in heard or deed is Deed.START)


def test_no_deed_is_missing_from_these_cases():
    assert set(DONE_BY) == set(HEARD) == set(Deed)
