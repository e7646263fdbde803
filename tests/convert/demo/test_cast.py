"""The cast of the stories stands in the store as the stories say."""

from __future__ import annotations

from sqlmodel import select

from convert.records import responsible_for
from store import search
from store.tickets import Ticket
from tests.cast import Desk


def test_the_cast_is_there_with_its_old_ticket_and_can_be_found(desk: Desk):
    with desk.store.reading() as session:
        old = session.exec(select(Ticket)).one()

        assert old.number == "T-2026-00017"
        assert search.Hit("ticket", old.key) in search.find(session, "keukenkraan kastanjehof 7")
        assert [hit.kind for hit in search.find(session, "yilmaz")] == ["person"]
        assert [hit.kind for hit in search.find(session, "dekraan")] == ["company"]


def test_a_report_is_routed_by_its_property_and_else_by_the_desks_own_rule(desk: Desk):
    with desk.store.reading() as session:
        at_lindenhof = responsible_for(session, desk.property_named("Lindenhof").key, "plumbing")
        anywhere = responsible_for(session, None, "plumbing")

    assert (at_lindenhof.name, anywhere.name) == ("Ingrid Vos", "Bram Postma")
