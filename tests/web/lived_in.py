"""What happened before a test begins: a ticket, an order, a desk with some life in it."""

from __future__ import annotations

import re

from tests.journeys.photos import a_photo
from tests.journeys.world import Town

LEAK = "Er komt water door het plafond van de badkamer, precies boven de lamp. Heb een emmer staan."


def a_ticket(town: Town, text: str = LEAK, title: str = "Lekkage badkamer") -> str:
    """Fatima mails, Ingrid converts; the ticket's number."""
    town.fatima.mails(text, title)
    town.work()
    said = town.ingrid.opens("/drafts").press("Converteer naar ticket").text
    found = re.search(r"T-2026-\d{5}", said)
    assert found, said
    return found.group(0)


def an_order(town: Town, **filled: str) -> str:
    """A ticket of Fatima's, given to De Kraan; the order's number."""
    number = a_ticket(town)
    page = town.ingrid.opens(f"/orders/new?ticket={number}")
    sent = page.press("Verstuur de opdrachtbon", {"Servicepartij": "Loodgietersbedrijf De Kraan", **filled})
    assert sent.status == 200, sent.text
    return sent.path.rpartition("/")[2]


def a_week(town: Town) -> None:
    """Some life: drafts in the tray, a ticket with an order that waits, another that is planned."""
    order = an_order(town, **{"Uitvoeren voor": "2026-11-20", "Kostengrens": "250"})
    town.clock.advance(hours=3)
    town.ingrid.opens(f"/orders/{order}")
    town.olivia.mails(
        "Hi,\n\nThe boiler shows E5 since this morning and it is 15 degrees inside.\n\nKind regards,\nOlivia Carter",
        "No heating, error E5",
    )
    town.sem.mails("Twee foto's van het plafond.", "plafond", photos=[a_photo("IMG_2211.jpg"), a_photo("IMG_2212.jpg")])
    town.passer_by.mails("De lamp in het portiek van de Kastanjehof 7 is kapot.", "lamp portiek")
    town.karel.mails(
        "Er ligt een nieuwsbrief.", "Aanbieding", Precedence="bulk", List_Unsubscribe="<mailto:x@y.example.nl>"
    )
    town.work()
    town.clock.advance(hours=1)
