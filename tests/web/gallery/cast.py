"""The cast's data as the pages will get it: plain values, one mapping for each sample page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

NOW = datetime(2026, 11, 20, 12, 4, tzinfo=UTC)

DESK = {
    "colour": "",
    "letterhead": "",
    "name": "Vastgoedbeheer De Linde B.V.",
    "address": "Kanaalstraat 12, 3511 SS Utrecht",
    "kvk": "00000000",
    "phone": "030 000 0012",
    "email": "melding@delinde.example.nl",
}
INGRID = {"name": "Ingrid Vos", "initials": "IV"}
COUNTS = {"tray": 4, "tickets": 23, "orders": 7, "aside": 2, "outbox": 1}


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def a_file(name: str, size: int, alt: str = "", note: str = "") -> dict[str, Any]:
    thumb = f"/files/{name}.svg" if alt else ""
    return {"name": name, "href": f"/files/{name}", "size": size, "thumb": thumb, "alt": alt, "note": note}


PHOTOS = [
    a_file("plafond.jpg", 2_412_000, "foto 1 bij de melding"),
    a_file("lamp.jpg", 1_980_000, "foto 2 bij de melding"),
]
LEAK = (
    "Er komt water door het plafond van de badkamer, precies boven de lamp. Begon gisteravond met een vlek, "
    "vanochtend druppelt het. Heb een emmer staan. Ik ben di en do thuis, anders bij de buren (14A) aanbellen."
)

SLIP: dict[str, Any] = {
    "number": "OB-2026-00032",
    "version": 1,
    "date": date(2026, 11, 20),
    "state": "sent",
    "priority": "urgent",
    "sender": DESK,
    "to": {"party": "Loodgietersbedrijf De Kraan", "contact": "Johan de Kraan"},
    "place": {
        "lines": ["Lindelaan 14B", "3512 SA Utrecht"],
        "map": "geo:0,0?q=Lindelaan+14B+Utrecht",
        "web_map": "https://www.openstreetmap.org/search?query=Lindelaan+14B+Utrecht",
        "spot": "Lindenhof, 3e verdieping, badkamer, plafond",
        "access": "Niet thuis? Aanbellen bij 14A.",
    },
    "contact": {"name": "Fatima el Amrani", "phone": "", "note": "bel eerst; thuis op di en do"},
    "title": "Lekkage badkamer",
    "text": LEAK,
    "lang": "nl",
    "files": PHOTOS,
    "installation": "",
    "expected": {
        "accept_before": date(2026, 11, 23),
        "done_before": date(2026, 11, 27),
        "limit": Decimal("250"),
        "evidence": "foto voor en na",
    },
    "answer": "Beantwoord de mail met akkoord, weigeren of voltooid, of gebruik de knoppen op deze pagina.",
    "billing": {
        "name": "Vastgoedbeheer De Linde B.V.",
        "email": "facturen@delinde.example.nl",
        "mention": "OB-2026-00032",
    },
    "earlier": "Geen eerdere meldingen van lekkage op dit adres.",
    "responsible": {"name": "Ingrid Vos", "phone": "030 000 0015"},
}

TRAY: dict[str, Any] = {
    "title": "Postvak",
    "here": "tray",
    "items": [
        {
            "href": "/drafts/412",
            "who": "Olivia Carter",
            "when": at(20, 11, 51),
            "subject": "No heating, error E5",
            "lang": "en",
            "text": "Hi, the boiler shows E5 since this morning and it is 15 degrees inside",
            "files": 0,
            "priority": "urgent",
            "current": True,
        },
        {
            "href": "/drafts/411",
            "who": "Sem de Wit",
            "when": at(20, 10, 18),
            "subject": "",
            "lang": "nl",
            "text": "Twee foto’s, zonder tekst",
            "files": 2,
            "priority": "normal",
            "current": False,
        },
        {
            "href": "/drafts/410",
            "who": "Ruud Kok",
            "when": at(20, 8, 30),
            "subject": "Fwd: licht portiek",
            "lang": "nl",
            "text": "Zie onder, mevrouw Yılmaz van 15. Is al de derde keer.",
            "files": 1,
            "priority": "normal",
            "current": False,
        },
        {
            "href": "/drafts/409",
            "who": "Piet Hendriks",
            "when": at(19, 15, 2),
            "subject": "dakgoot",
            "lang": "nl",
            "text": "geachte heer mevrouw de dakgoot aan de voorkant lekt op de stoep",
            "files": 0,
            "priority": "normal",
            "current": False,
        },
    ],
    "mail": {
        "sender": "Olivia Carter",
        "address": "olivia.carter@mail.example.nl",
        "subject": "No heating, error E5",
        "received": at(20, 11, 51),
        "lang": "en",
        "text": "Hi,\n\nThe boiler shows E5 since this morning and it is 15 degrees inside. I pressed reset "
        "twice, it comes back after a minute. My little one has a cold, so the sooner the better.\n\n"
        "I am home all day today and tomorrow until 12.",
        "rest": "Kind regards,\nOlivia Carter\nLindelaan 22\n\nSent from my phone",
        "author": "",
        "passed_on": {"line": "", "text": ""},
        "trust": {"level": "v2", "reason": "bekend adres, DKIM klopt"},
        "automatic": "",
        "resembles": "",
        "files": [a_file("boiler-E5.jpg", 1_730_000, "foto 1 bij de mail")],
        "original": "/drafts/412/original",
    },
    "draft": {
        "title": "Cv-storing, code E5",
        "text": "The boiler shows E5 since this morning and it is 15 degrees inside. I pressed reset twice, "
        "it comes back after a minute.",
        "lang": "en",
    },
    "earlier": [
        {
            "href": "/tickets/T-2025-00388",
            "when": date(2025, 12, 9),
            "title": "Cv-ketel verliest druk",
            "solved_by": "Warmte & Zo",
        },
        {
            "href": "/tickets/T-2024-00140",
            "when": date(2024, 2, 2),
            "title": "Geen warm water",
            "solved_by": "Warmte & Zo",
        },
    ],
}

TICKET: dict[str, Any] = {
    "title": "Lekkage badkamer",
    "here": "tickets",
    "number": "T-2026-00042",
    "place": "Lindelaan 14B, 3512 SA Utrecht",
    "steps": [
        {"word": "Nieuw", "mark": "past"},
        {"word": "In behandeling", "mark": "past"},
        {"word": "Uitgezet", "mark": "now"},
        {"word": "Ingepland", "mark": "todo"},
        {"word": "Opgelost", "mark": "todo"},
        {"word": "Gesloten", "mark": "todo"},
    ],
    "then": "Loodgietersbedrijf De Kraan accepteert; anders volgt op ma 23 nov een herinnering.",
    "entries": [
        {
            "kind": "in",
            "who": "Fatima el Amrani",
            "channel": "website",
            "when": at(16, 6, 52),
            "title": "",
            "text": LEAK,
            "rest": "",
            "lang": "nl",
            "files": PHOTOS,
            "letters": [],
            "readers": "",
        },
        {
            "kind": "out",
            "who": "Postbon",
            "channel": "per e-mail",
            "when": at(16, 6, 53),
            "title": "Ontvangen: Lekkage badkamer",
            "text": "Wij hebben uw melding ontvangen en kijken er vandaag naar. Wordt het erger of "
            "komt het water bij de lamp? Zet de "
            "stroom van de badkamer uit en bel ons.",
            "rest": "",
            "lang": "nl",
            "files": [],
            "letters": [
                {"who": "Fatima el Amrani", "state": "sent", "note": "bezorgd om 07:53"},
                {"who": "Ruud Kok", "state": "returned", "note": "postbus vol"},
            ],
            "readers": "zichtbaar voor melder",
        },
        {
            "kind": "note",
            "who": "Ingrid Vos",
            "channel": "",
            "when": at(16, 8, 15),
            "title": "",
            "text": "Boven 14B zit 16B, staat leeg sinds 1 november. Sleutel ligt bij Ruud.",
            "rest": "",
            "lang": "nl",
            "files": [],
            "letters": [],
            "readers": "alleen collega’s",
        },
        {
            "kind": "event",
            "who": "Ingrid Vos",
            "channel": "",
            "when": at(20, 9, 0),
            "title": "Opdrachtbon OB-2026-00032 verstuurd aan De Kraan",
            "text": "",
            "rest": "",
            "lang": "",
            "files": [],
            "letters": [],
            "readers": "",
        },
        {
            "kind": "event",
            "who": "Johan de Kraan",
            "channel": "pagina",
            "when": at(20, 11, 32),
            "title": "Bon gezien",
            "text": "",
            "rest": "",
            "lang": "",
            "files": [],
            "letters": [],
            "readers": "",
        },
    ],
    "people": [
        {
            "name": "Fatima el Amrani",
            "role": "melder, huurder van 14B",
            "phone": "06 0000 0014",
            "email": "fatima.elamrani@mail.example.nl",
            "href": "/people/14",
            "note": "",
        },
        {
            "name": "Ruud Kok",
            "role": "huismeester",
            "phone": "",
            "email": "huismeester@kastanjehof.example.nl",
            "href": "/people/3",
            "note": "adres onbestelbaar",
        },
    ],
    "orders": [
        {
            "href": "/orders/OB-2026-00032",
            "number": "OB-2026-00032",
            "state": "sent",
            "party": "Loodgietersbedrijf De Kraan",
            "title": "Lekkage badkamer",
            "appointment": None,
        }
    ],
    "tasks": [{"text": "Sleutel 16B bij Ruud ophalen", "who": "Bram Postma", "due": date(2026, 11, 23), "done": False}],
    "files": PHOTOS,
}


def an_order(
    number: str,
    state: str,
    age: str,
    party: str,
    place: str,
    title: str,
    who: str,
    reminder: date | None,
    due: date | None,
    priority: str = "normal",
) -> dict[str, Any]:
    return {
        "number": number,
        "state": state,
        "age": age,
        "party": party,
        "place": place,
        "title": title,
        "who": who,
        "reminder": reminder,
        "due": due,
        "priority": priority,
    }


ORDERS: dict[str, Any] = {
    "title": "Opdrachten",
    "here": "orders",
    "filters": [
        {"word": "Verstuurd", "href": "/orders?state=sent", "count": 3, "current": True},
        {"word": "Geaccepteerd", "href": "/orders?state=accepted", "count": 2, "current": False},
        {"word": "Ingepland", "href": "/orders?state=scheduled", "count": 1, "current": False},
        {"word": "Te laat", "href": "/orders?late=yes", "count": 1, "current": False},
        {"word": "Alle", "href": "/orders", "count": 7, "current": False},
    ],
    "rows": [
        an_order(
            "OB-2026-00032",
            "sent",
            "wacht 2 uur",
            "Loodgietersbedrijf De Kraan",
            "Lindelaan 14B",
            "Lekkage badkamer",
            "Ingrid Vos",
            date(2026, 11, 23),
            date(2026, 11, 27),
            "urgent",
        ),
        an_order(
            "OB-2026-00033",
            "sent",
            "wacht 6 dagen",
            "Elektro Visser",
            "Kastanjehof, portiek",
            "Verlichting portiek",
            "Bram Postma",
            date(2026, 11, 23),
            date(2026, 12, 4),
        ),
        an_order(
            "OB-2026-00035",
            "refused",
            "sinds gisteren",
            "Loodgietersbedrijf De Kraan",
            "Lindenhof",
            "Dakgoot lekt",
            "Ingrid Vos",
            None,
            date(2026, 12, 4),
        ),
        an_order(
            "OB-2026-00031",
            "scheduled",
            "over 3 dagen",
            "Warmte & Zo",
            "Lindelaan 22",
            "Cv-storing",
            "Ingrid Vos",
            None,
            date(2026, 11, 24),
        ),
        an_order(
            "OB-2026-00030",
            "on_hold",
            "wacht op onderdelen",
            "Lift Meesters",
            "Kastanjehof",
            "Lift stopt op 2",
            "Bram Postma",
            None,
            date(2026, 11, 30),
        ),
        an_order(
            "OB-2026-00029",
            "completed",
            "gisteren",
            "Warmte & Zo",
            "Lindelaan 41",
            "Kraan cv-ketel lekt",
            "Ingrid Vos",
            None,
            date(2026, 11, 20),
        ),
        an_order(
            "OB-2026-00027",
            "withdrawn",
            "3 dagen geleden",
            "Elektro Visser",
            "Kastanjehof 9",
            "Intercom kraakt",
            "Bram Postma",
            None,
            None,
        ),
    ],
}

PARTY: dict[str, Any] = {"title": "Opdrachtbon OB-2026-00032", "slip": SLIP}

REPORTER: dict[str, Any] = {
    "title": "Lekkage badkamer",
    "number": "T-2026-00042",
    "journey": [
        {"word": "Ontvangen", "text": "", "when": at(16, 6, 52), "mark": "past"},
        {"word": "Bekeken", "text": "Ingrid Vos zorgt voor uw melding.", "when": at(16, 8, 15), "mark": "past"},
        {
            "word": "Bij een vakbedrijf",
            "text": "Loodgietersbedrijf De Kraan is gevraagd om te komen. U hoort wanneer.",
            "when": at(20, 9, 0),
            "mark": "now",
        },
        {"word": "Ingepland", "text": "", "when": None, "mark": "todo"},
        {"word": "Opgelost", "text": "", "when": None, "mark": "todo"},
    ],
    "entries": [entry for entry in TICKET["entries"] if entry["kind"] == "in"],
}

REPORT: dict[str, Any] = {
    "title": "Iets melden",
    "faults": [{"name": "email", "text": "Vul een e-mailadres in, dan kunnen wij antwoorden."}],
    "typed": {
        "title": "Lekkage badkamer",
        "text": LEAK,
        "place": "Lindelaan 14B",
        "name": "Fatima el Amrani",
        "email": "fatima.elamrani@",
    },
}

OUTBOX: dict[str, Any] = {
    "title": "Uit-bak",
    "here": "outbox",
    "rows": [
        {
            "state": "returned",
            "to": "Ruud Kok",
            "address": "huismeester@kastanjehof.example.nl",
            "subject": "Ontvangen: Lekkage badkamer",
            "why": "postbus vol (5.2.2)",
            "when": at(16, 6, 54),
        },
        {
            "state": "waiting",
            "to": "Marco Visser",
            "address": "marco@elektrovisser.example.nl",
            "subject": "Herinnering 2: Verlichting portiek",
            "why": "server van Marco antwoordt niet, volgende poging 13:30",
            "when": at(20, 11, 40),
        },
        {
            "state": "waiting",
            "to": "Olivia Carter",
            "address": "olivia.carter@mail.example.nl",
            "subject": "We received: No heating, error E5",
            "why": "gaat over 1 minuut",
            "when": at(20, 12, 3),
        },
        {
            "state": "sent",
            "to": "Johan de Kraan",
            "address": "johan@dekraan.example.nl",
            "subject": "Opdracht: wilt u accepteren? Lekkage badkamer",
            "why": "",
            "when": at(20, 9, 0),
        },
    ],
}

DONE = {
    "text": "T-2026-00043 is gemaakt van de mail van Sem de Wit.",
    "undo": "/tickets/T-2026-00043/undo",
    "order_of": "T-2026-00043",
}

PAGES: dict[str, dict[str, Any]] = {
    "tray": TRAY | {"done": DONE},
    "ticket": TICKET,
    "orders": ORDERS,
    "outbox": OUTBOX,
    "party": PARTY,
    "reporter": REPORTER,
    "report": REPORT,
    "login": {"title": "Inloggen"},
    "lost": {"title": "Niet gevonden"},
    "states": {"title": "Toestanden", "here": ""},
}


def given(page: str) -> dict[str, Any]:
    """All that one sample page is rendered with."""
    return {
        "desk": DESK,
        "logo": {},
        "account": INGRID,
        "counts": COUNTS,
        "newest": 7,
        "done": None,
        "here": "",
        "now": NOW,
        "troubles": [],
    } | PAGES[page]
