"""What happened before a test begins: a ticket, an order, a desk with some life in it."""

from __future__ import annotations

import re
from datetime import timedelta

from store.mail import Draft, Message
from tests.journeys.forms import Typed
from tests.journeys.photos import a_photo
from tests.journeys.world import World

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp. Heb een emmer staan."


def a_ticket(world: World, text: str = LEAK, title: str = "Lekkage badkamer") -> str:
    """Fatima mails, Ingrid converts; the ticket's number."""
    world.fatima.mails(text, title)
    world.work()
    said = world.ingrid.opens("/drafts").press("Converteer naar ticket").text
    found = re.search(r"T-2026-\d{5}", said)
    assert found, said
    return found.group(0)


def an_order(world: World, **filled: Typed) -> str:
    """A ticket of Fatima's, given to De Kraan; the order's number."""
    number = a_ticket(world)
    page = world.ingrid.opens(f"/orders/new?ticket={number}")
    sent = page.press("Verstuur de opdrachtbon", {"Servicepartij": "Loodgietersbedrijf De Kraan", **filled})
    assert sent.status == 200, sent.text
    return sent.path.rpartition("/")[2]


def a_week(world: World) -> None:
    """Some life: drafts in the tray, a ticket with an order that waits, another that is planned."""
    order = an_order(world, **{"Uitvoeren uiterlijk": "2026-11-20", "Maximumbedrag": "250"})
    world.clock.advance(hours=3)
    world.ingrid.opens(f"/orders/{order}")
    world.olivia.mails(
        "Hi,\n\nThe boiler shows E5 since this morning and it is 15 degrees inside.\n\nKind regards,\nOlivia Carter",
        "No heating, error E5",
    )
    world.sem.mails(
        "Twee foto's van het plafond.", "plafond", photos=[a_photo("IMG_2211.jpg"), a_photo("IMG_2212.jpg")]
    )
    world.passer_by.mails("De lamp in het portiek van de Kastanjehof 7 is kapot.", "lamp portiek")
    world.karel.mails(
        "Er ligt een nieuwsbrief.", "Aanbieding", Precedence="bulk", List_Unsubscribe="<mailto:x@y.example.nl>"
    )
    world.work()
    world.clock.advance(hours=1)


def fill_tray(world: World, many: int, like: int = 1) -> None:
    """This draft so many times more, each a minute older."""
    with world.desk.store.writing() as session:
        draft = session.get_one(Draft, like)
        message = session.get_one(Message, draft.message_id)
        for number in range(many):
            again = {"fingerprint": f"{number:064}", "message_id": f"<{number}@mail.example.nl>"}
            copy = Message(**(message.model_dump(exclude={"id"}) | again | {"subject": f"Mail {number}"}))
            session.add(copy)
            session.flush()
            at = draft.created_at - timedelta(minutes=number)
            session.add(
                Draft(
                    **draft.model_dump(exclude={"id", "message_id", "created_at"}), message_id=copy.key, created_at=at
                )
            )
