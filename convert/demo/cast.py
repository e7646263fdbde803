"""One cast plays everywhere, in tests, demo and docs: Fatima reports, Ingrid is staff, De Kraan repairs.

All invented; every mail domain ends in example.nl, and the postcodes' letter pairs are not issued.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from convert.index import index_order, index_ticket
from convert.orders.effects import keep_version
from convert.records import put
from convert.relations.companies import add_certificate, add_company, add_contact
from convert.relations.living import move_in
from convert.relations.people import NewPerson, add_person
from convert.relations.properties import add_installation, add_property, add_unit
from convert.relations.staff import add_staff, set_rule
from convert.unit_of_work import UnitOfWork
from store.audience import own_circle
from store.numbers import Series
from store.orders import WorkOrder
from store.people import Company, Contact, Person, Property, Staff, Unit
from store.tickets import Ticket, TicketPerson
from store.timeline import tell
from store.words import Channel, CompanyKind, Deed, Entry, OrderState, PersonRole, Phase, Role

_LIVED_SINCE = date(2019, 5, 1)


def load_cast(work: UnitOfWork) -> None:
    """Fill an empty store with the people, properties, firms and the one old ticket of the stories."""
    ingrid, bram = _staff(work)
    vecht, association = _owners(work)
    lindenhof = add_property(
        work,
        "Lindenhof",
        street="Lindelaan",
        numbers="1–60",
        postcode="3512 SA",
        town="Utrecht",
        owner_id=vecht.key,
        responsible_id=ingrid.key,
        emergency_phone="06 0000 0001",
        common_areas=["portiek", "berging", "dak", "ketelhuis"],
    )
    kastanjehof = add_property(
        work,
        "Kastanjehof",
        street="Kastanjehof",
        numbers="1–24",
        postcode="3811 SD",
        town="Amersfoort",
        owner_id=association.key,
        responsible_id=bram.key,
        emergency_phone="06 0000 0001",
        common_areas=["portiek", "lift", "dak", "fietsenkelder"],
    )
    set_rule(work, bram.key)
    homes = {
        "14B": _home(work, lindenhof, "LH-14B", "Lindelaan", "14", "B"),
        "22": _home(work, lindenhof, "LH-22", "Lindelaan", "22"),
        "41": _home(work, lindenhof, "LH-41", "Lindelaan", "41"),
        "7": _home(work, kastanjehof, "KH-7", "Kastanjehof", "7"),
        "9": _home(work, kastanjehof, "KH-9", "Kastanjehof", "9"),
        "15": _home(work, kastanjehof, "KH-15", "Kastanjehof", "15"),
    }
    _tenant(work, homes["14B"], "Fatima el Amrani", "fatima.elamrani@mail.example.nl", "nl", "06 0000 0014")
    _tenant(work, homes["22"], "Olivia Carter", "olivia.carter@mail.example.nl", "en", "06 0000 0022")
    _tenant(work, homes["41"], "Piet Hendriks", "p.hendriks@oudeprovider.example.nl", "nl", "06 0000 0041")
    sem = _tenant(work, homes["7"], "Sem de Wit", "semdewit@mail.example.nl", "nl", "06 0000 0007")
    _tenant(work, homes["9"], "Karel Mulder", "karel.mulder@mail.example.nl", "nl", "06 0000 0009")
    _tenant(work, homes["15"], "Zeynep Yılmaz", "z.yilmaz@mail.example.nl", "nl", "06 0000 0015")
    add_person(work, NewPerson("Ruud Kok", "huismeester@kastanjehof.example.nl", language="nl", labels=("caretaker",)))
    kraan, johan, warmte, lift = _service_parties(work)
    add_installation(
        work,
        lindenhof.key,
        "INST-0031",
        "cv-ketel",
        make="HR-28",
        year=2009,
        unit_id=homes["22"].key,
        trade="heating",
        gas=True,
        location="berging, zolder",
        maintainer_id=warmte.key,
    )
    add_installation(
        work, kastanjehof.key, "INST-0007", "lift", trade="lift", location="trappenhuis", maintainer_id=lift.key
    )
    add_installation(work, lindenhof.key, "INST-0012", "hydrofoor", trade="plumbing", location="ketelhuis")
    _old_ticket(work, bram, homes["7"], sem, kraan, johan)


def _staff(work: UnitOfWork) -> tuple[Staff, Staff]:
    ingrid = add_staff(work, "Ingrid Vos", "ingrid@delinde.example.nl", phone="030 000 0011", role=Role.ADMIN)
    bram = add_staff(work, "Bram Postma", "bram@delinde.example.nl", phone="030 000 0012")
    add_staff(work, "Piket De Linde", "piket@delinde.example.nl", phone="06 0000 0001", role=Role.ON_CALL)
    return ingrid, bram


def _owners(work: UnitOfWork) -> tuple[Company, Company]:
    vecht = add_company(work, "Stichting Pensioenvastgoed Vecht", kind=CompanyKind.OWNER, domains=["vecht.example.nl"])
    add_contact(work, vecht.key, "Henk Terpstra", "henk.terpstra@vecht.example.nl", gets_orders=False)
    return vecht, add_company(work, "VvE Kastanjehof", kind=CompanyKind.ASSOCIATION)


def _service_parties(work: UnitOfWork) -> tuple[Company, Contact, Company, Company]:
    kraan = add_company(
        work,
        "Loodgietersbedrijf De Kraan",
        domains=["dekraan.example.nl"],
        trades=["plumbing", "roof"],
        phone="030 000 0021",
    )
    johan = add_contact(work, kraan.key, "Johan de Kraan", "johan@dekraan.example.nl", phone="06 0000 0021")
    warmte = add_company(
        work, "Warmte & Zo", domains=["warmteenzo.example.nl"], trades=["heating"], out_of_hours_phone="06 0000 0031"
    )
    add_contact(work, warmte.key, "Servicedienst Warmte & Zo", "service@warmteenzo.example.nl")
    add_certificate(work, warmte.key, "gas", date(2027, 3, 31))
    visser = add_company(
        work, "Elektro Visser", domains=["elektrovisser.example.nl"], trades=["electricity"], phone="06 0000 0098"
    )
    add_contact(work, visser.key, "Marco Visser", "marco@elektrovisser.example.nl", phone="06 0000 0098")
    lift = add_company(work, "Lift Meesters", domains=["liftmeesters.example.nl"], trades=["lift"])
    add_contact(work, lift.key, "Storingsdienst Lift Meesters", "storing@liftmeesters.example.nl")
    return kraan, johan, warmte, lift


def _home(work: UnitOfWork, building: Property, code: str, street: str, number: str, addition: str = "") -> Unit:
    return add_unit(work, building.key, code, street, number, addition=addition)


def _tenant(work: UnitOfWork, unit: Unit, name: str, email: str, language: str, phone: str) -> Person:
    person = add_person(work, NewPerson(name, email, phone, language, labels=("tenant",)))
    move_in(work, person.key, unit.key, _LIVED_SINCE)
    return person


def _old_ticket(work: UnitOfWork, bram: Staff, unit: Unit, sem: Person, kraan: Company, johan: Contact) -> None:
    """T-2026-00017, mended by De Kraan long ago: what the desk remembers. New numbers go on after it."""
    came, done = datetime(2026, 3, 9, 10, 12, tzinfo=UTC), datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
    title, story = "Lekkende keukenkraan", "De kraan in de keuken blijft druppelen, ook als hij dicht is."
    ticket = put(
        work,
        Ticket(
            number="T-2026-00017",
            title=title,
            description=story,
            phase=Phase.CLOSED,
            trade="plumbing",
            channel=Channel.EMAIL,
            received_at=came,
            created_at=came,
            changed_at=done,
            responsible_id=bram.key,
            opened_at=came,
            reacted_at=came,
            property_id=unit.property_id,
            unit_id=unit.key,
            spot="keuken",
            solved_at=done,
            closed_at=done,
        ),
    )
    put(
        work,
        TicketPerson(
            ticket_id=ticket.key, person_id=sem.key, role=PersonRole.REPORTER, circle=own_circle(ticket.key), since=came
        ),
    )
    order = put(
        work,
        WorkOrder(
            number="OB-2026-00009",
            ticket_id=ticket.key,
            state=OrderState.APPROVED,
            title=title,
            description=story,
            company_id=kraan.key,
            contact_id=johan.key,
            company_name=kraan.name,
            contact_name=johan.name,
            responsible_id=bram.key,
            property_id=unit.property_id,
            unit_id=unit.key,
            address={
                "line": unit.address_line,
                "postcode": unit.postcode,
                "town": unit.town,
                "property": "Kastanjehof",
            },
            created_at=came,
            changed_at=done,
            sent_at=came,
            round=1,
            accepted_at=came,
            completed_at=done,
            work_done="Kraanleertje vervangen.",
            ended_at=done,
        ),
    )
    keep_version(replace(work, now=came), order)
    tell(work.session, work.actor, Entry.CREATED, came, ticket_id=ticket.key, text=story)
    tell(
        work.session,
        work.actor,
        Entry.ORDER,
        done,
        ticket_id=ticket.key,
        order_id=order.key,
        deed=Deed.COMPLETE.value,
        before=OrderState.ACCEPTED.value,
        after=OrderState.COMPLETED.value,
        words=order.work_done,
    )
    for kind, following in (("T", 42), ("OB", 31)):
        put(work, Series(kind=kind, year=2026, next=following))
    index_ticket(work.session, ticket)
    index_order(work.session, order)
