"""One letter of every kind about the cast's leak, boiler and hallway light: to look at and to test with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from store.letter_table import Letter
from store.letters import ActorFacts, OrderFacts, TicketFacts
from store.slips import Appointment, Slip
from store.words import CauseKind, LetterKind

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

_REPORT = (
    "Er komt water door het plafond van de badkamer, precies boven de lamp. Begon gisteravond met een vlek, "
    "vanochtend druppelt het. Heb een emmer staan.\nIk ben di en do thuis, anders bij de buren (14A) aanbellen."
)
_TICKET = TicketFacts(
    number="T-2026-00042",
    title="Lekkage badkamer",
    address="Lindelaan 14B, 3512 SA Utrecht",
    phase="in_progress",
    priority="urgent",
    received_at="2026-11-16T06:52:00+00:00",
    emergency_phone="030 000 0099",
)
_ORDER = OrderFacts(
    number="OB-2026-00032",
    version=1,
    ticket_number="T-2026-00042",
    title="Lekkage badkamer",
    address="Lindelaan 14B",
    state="sent",
    priority="urgent",
    company="Loodgietersbedrijf De Kraan",
    contact="Johan de Kraan",
)
_FATIMA = ActorFacts(name="Fatima el Amrani", kind="person", channel="email")
_INGRID = ActorFacts(name="Ingrid Vos", kind="staff", channel="staff")
_JOHAN = ActorFacts(name="Johan de Kraan", kind="party", channel="email")
_TUESDAY = Appointment(
    starts="2026-11-24T13:00:00+00:00", ends="2026-11-24T15:00:00+00:00", text="dinsdag tussen 2 en 4", state="proposed"
)
_NO_TIME = Appointment(starts=None, ends=None, text="", state="")
_SLIP = Slip(
    number="OB-2026-00032",
    version=1,
    ticket_number="T-2026-00042",
    sent_at="2026-11-20T09:00:00+00:00",
    state="sent",
    priority="urgent",
    company="Loodgietersbedrijf De Kraan",
    contact="Johan de Kraan",
    address={
        "line": "Lindelaan 14B", "postcode": "3512SA", "town": "Utrecht", "property": "Lindenhof", "floor": "3",
        "remarks": "Parkeren kan op het binnenterrein.",
    },
    spot="Badkamer, plafond",
    access="",
    on_site={"name": "Fatima el Amrani", "phone": "", "call_first": True, "availability": "thuis op di en do"},
    title="Lekkage badkamer",
    description=_REPORT,
    installation={},
    files=[{"id": 1, "filename": "plafond.jpg", "content_type": "image/jpeg", "size": 2_412_000}],
    accept_before="2026-11-23",
    do_before="2026-11-27",
    cost_limit=250,
    quote_wanted=False,
    evidence_wanted=["photo"],
    appointment=_NO_TIME,
    invoice_instruction="Kostenplaats Lindenhof",
    responsible={"name": "Ingrid Vos", "phone": "030 000 0015"},
    withheld=["phone", "access"],
)  # fmt: skip

_FILES = [{"filename": "plafond.jpg", "size": 2_412_000}]
_OF_TICKET: dict[str, Any] = {"ticket": _TICKET, "actor": _INGRID, "next": ["staff_look"]}
_RECEIVED = _OF_TICKET | {
    "description": _REPORT,
    "files": _FILES,
    "channel": "website",
    "urgent_words": [],
    "written_at": "",
    "beside": [],
}
_PROGRESS = _OF_TICKET | {
    "order": _ORDER,
    "deed": "accept",
    "company": "Loodgietersbedrijf De Kraan",
    "appointment": _NO_TIME,
    "confirm": False,
    "held_until": None,
    "held_for": "",
}
_OF_ORDER: dict[str, Any] = {
    "order": _ORDER,
    "actor": _JOHAN,
    "deed": "accept",
    "state_before": "sent",
    "words": "",
    "appointment": _NO_TIME,
    "reason": "",
    "lacks_photo": False,
    "cost": None,
}
_PARTY = _OF_ORDER | {"slip": _SLIP, "by_mail": False, "changes": []}
_STAFF = {
    "ticket": _TICKET,
    "actor": _FATIMA,
    "event": "opened",
    "phase_before": "",
    "description": _REPORT,
    "reporter": "Fatima el Amrani",
    "text": "",
}

_COST: dict[str, Any] = {
    "state": "granted",
    "options": [
        {"cents": 48_500, "vat": "excl", "what": "een nieuwe mengkraan"},
        {"cents": 12_000, "vat": "excl", "what": "alleen de rubbers"},
    ],
    "chosen": 1,
    "asked_at": "2026-11-20T09:00:00+00:00",
    "owner": 1,
    "by": "Henk Terpstra",
    "at": "2026-11-20T10:30:00+00:00",
}
_OWNER = {"order": _ORDER | {"state": "on_hold"}, "actor": _INGRID, "deed": "ask-owner", "cost": _COST, "text": ""}

_REMINDER: dict[str, Any] = {
    "order": _ORDER,
    "slip": _SLIP,
    "step": 3,
    "of": 3,
    "last": True,
    "open_days": 5,
    "told": "Ingrid Vos",
    "told_on": "2026-11-30",
}
_HALLWAY = {"number": "OB-2026-00033", "title": "Verlichting portiek", "priority": "normal", "theirs": "LM-88213"}
_KITCHEN = {"number": "OB-2026-00035", "title": "Keukenkraan druppelt", "priority": "normal"}
_DIGEST = [
    _REMINDER | {"order": _ORDER | _HALLWAY, "slip": _SLIP | _HALLWAY, "link_id": 1},
    _REMINDER
    | {"order": _ORDER | _KITCHEN | {"address": "Kastanjehof 3"}, "link_id": 2}
    | {"slip": _SLIP | _KITCHEN | {"address": {"line": "Kastanjehof 3", "postcode": "3523RB", "town": "Utrecht"}}
        | {"accept_before": None, "do_before": "2026-12-04"}}
    | {"step": 1, "last": False, "open_days": 1},
]  # fmt: skip

SNAPSHOTS: dict[LetterKind, dict[str, Any]] = {
    LetterKind.TICKET_RECEIVED: _RECEIVED | {
        "written_at": "2026-11-15T20:52:00+00:00",
        "beside": [_TICKET | {"number": "T-2026-00043", "title": "Dakgoot verstopt"}],
    },
    LetterKind.TICKET_FOLLOWING: _RECEIVED,
    LetterKind.TICKET_PHASE: _OF_TICKET | {"phase_before": "new", "reason": "", "reopened": 0},
    LetterKind.TICKET_COMMENT: _OF_TICKET | {"text": "De loodgieter heeft de kraan in de meterkast dichtgezet."},
    LetterKind.TICKET_QUESTION: _OF_TICKET | {"text": "Drupt het ook als niemand boven u doucht?"},
    LetterKind.TICKET_REJECTED: _OF_TICKET
    | {"phase_before": "new", "reason": "Een nieuw kraanleertje is voor de huurder.", "reopened": 0},
    LetterKind.TICKET_MERGED: _OF_TICKET
    | {"into": _TICKET | {"number": "T-2026-00040", "title": "Lekkage Lindelaan 14 en 14B"}},
    LetterKind.TICKET_REOPENED: _OF_TICKET | {"phase_before": "solved", "reason": "", "reopened": 1},
    LetterKind.TICKET_CLOSED: _OF_TICKET
    | {"phase_before": "solved", "reason": "", "reopened": 0, "next": ["reopen_if_needed"]},
    LetterKind.PARTY_ENGAGED: _PROGRESS | {"deed": "send"},
    LetterKind.PARTY_ACCEPTED: _PROGRESS | {"appointment": _TUESDAY, "confirm": True},
    LetterKind.APPOINTMENT: _PROGRESS | {"deed": "plan", "appointment": _TUESDAY | {"state": "confirmed"}},
    LetterKind.APPOINTMENT_OFF: _PROGRESS | {"deed": "missed", "appointment": _TUESDAY | {"state": "missed"}},
    LetterKind.VISIT_REMINDER: _OF_TICKET
    | {
        "next": ["visit"],
        "order": _ORDER | {"state": "scheduled"},
        "company": "Loodgietersbedrijf De Kraan",
        "appointment": _TUESDAY | {"state": "confirmed"},
        "near": "tomorrow",
    },
    LetterKind.ON_HOLD: _PROGRESS | {"deed": "hold", "held_until": "2026-12-01", "held_for": "parts"},
    LetterKind.SOLVED_QUESTION: _OF_TICKET
    | {"company": "Loodgietersbedrijf De Kraan", "completed_on": "2026-11-24"},
    LetterKind.DELAY: _PROGRESS,
    LetterKind.PHOTO_QUESTIONS: _RECEIVED
    | {"ticket": _TICKET | {"title": "Foto's ontvangen - Kastanjehof 7 (zonder tekst)"}, "description": ""},
    LetterKind.SAFETY: _RECEIVED | {"urgent_words": ["ruik gas"]},
    LetterKind.TICKET_LINK: _OF_TICKET | {"next": []},
    LetterKind.NOT_OUR_HOUSE: {"about": "M-412", "subject": "Lekkage Parallelweg 3", "text": _REPORT},
    LetterKind.WRONG_DESK: {"about": "M-413", "subject": "Huurverhoging", "text": "Waarom gaat mijn huur omhoog?"},
    LetterKind.MAIL_ANSWER: {
        "about": "M-414",
        "subject": "Huurverhoging",
        "text": "Waarom gaat mijn huur omhoog?",
        "answer": "Uw huur gaat op 1 juli omhoog. In de brief van 15 april staat waarom.",
        "actor": "Ingrid Vos",
    },
    LetterKind.MAIL_FORWARDED: {
        "about": "M-415",
        "subject": "Offerte dakgoot",
        "text": "Hierbij onze offerte voor de dakgoot.",
        "note": "Is dit iets voor u?",
        "actor": "Ingrid Vos",
        "sender": "Dakdekkers De Nok",
        "sender_address": "info@denok.example.nl",
        "received_at": "2026-11-16T09:30:00+00:00",
    },
    LetterKind.WORDS_COPY: {
        "about": "",
        "text": "De stellage staat er tot en met vrijdag.",
        "actor": "Ingrid Vos",
    },
    LetterKind.STAFF_NEW_TICKET: _STAFF,
    LetterKind.STAFF_ASSIGNED: _STAFF | {"actor": _INGRID, "event": "assigned"},
    LetterKind.STAFF_TASK: {"ticket": _TICKET, "actor": _INGRID, "text": "Bel de buren op 14A", "due_on": "2026-11-24"},
    LetterKind.STAFF_MESSAGE: {
        "ticket": None,
        "order": _ORDER,
        "actor": _JOHAN,
        "text": "Ik ga akkoord als de sleutel er is.",
        "files": _FILES,
        "new_address": "",
        "why": "not_the_word",
    },
    LetterKind.STAFF_ORDER: _OF_ORDER
    | {"words": "Akkoord, ik kom dinsdag", "appointment": _TUESDAY, "can_undo": True},
    LetterKind.STAFF_REFUSAL: _OF_ORDER
    | {"deed": "refuse", "reason": "not_our_trade", "words": "Dat is dakwerk, dat doen wij niet.", "can_undo": True},
    LetterKind.STAFF_TICKET: _STAFF | {"event": "reopened", "phase_before": "solved", "text": "nee, druppelt nog"},
    LetterKind.STAFF_ESCALATION: {
        "order": _ORDER,
        "open_days": 6,
        "reminders": 3,
        "phone": "030 000 0021",
        "suggestions": [
            {"id": 2, "company": "Warmte & Zo", "solved": 4, "median_hours": 2.5},
            {"id": 3, "company": "Elektro Visser", "solved": 1, "median_hours": None},
        ],
    },
    LetterKind.STAFF_UNDELIVERABLE: {
        "address": "p.hendriks@oudeprovider.example.nl",
        "name": "Piet Hendriks",
        "phone": "06 0000 0017",
        "about": "T-2026-00042",
        "title": "Lekkage badkamer",
        "kind": "ticket_phase",
        "answer": "550 5.1.1 user unknown",
    },
    LetterKind.STAFF_ABSENCE: {
        "order": _ORDER,
        "name": "Johan de Kraan",
        "back": "2026-12-07",
        "urgent": "Voor spoed: Dennis, 06 0000 0012",
        "text": "Ik ben t/m 6 december met vakantie. Voor spoed: Dennis, 06 0000 0012.",
        "missed": [{"what": "accept", "on": "2026-11-23"}, {"what": "do", "on": "2026-11-27"}],
        "pauses": True,
    },
    LetterKind.STAFF_EMERGENCY: _STAFF
    | {"event": "emergency", "step": 1, "urgent_words": ["ruik gas"], "more": ["T-2026-00043"], "phone": "06 0000 0014"}
    | {"description": "ik ruik gas in de meterkast"},
    LetterKind.STAFF_DANGER_MAIL: {
        "about": "M-418",
        "mails": [{"name": "Noor Bakker", "address": "noor@passant.example.nl", "subject": "gaslucht in de hal"}],
        "more": 7,
    },
    LetterKind.STAFF_ACCOUNT_CHANGE: {
        "about": "OB-2026-00032",
        "title": "Lekkage badkamer",
        "message_id": 412,
        "name": "Johan de Kraan",
        "address": "johan@dekraan-administratie.example.nl",
        "subject": "Re: [OB-2026-00032] factuur - gewijzigd rekeningnummer",
        "resembles": "dekraan.example.nl",
    },
    LetterKind.STAFF_PASSWORD_RESET: {"reset_id": 3, "invited_by": ""},
    LetterKind.STAFF_ACCESS_CHANGED: {
        "event": "password_changed",
        "at": "2026-11-20T08:12:00+00:00",
        "client": "203.0.113.7",
    },
    LetterKind.OPERATOR_TROUBLE: {
        "name": "imap:desk",
        "text": "The mailbox refuses our password (AUTHENTICATIONFAILED).",
        "since": "2026-11-20T08:12:00+00:00",
    },
    LetterKind.ORDER_SENT: _PARTY | {"actor": _INGRID, "deed": "send"},
    LetterKind.ORDER_REMINDER: _REMINDER,
    LetterKind.ORDER_DIGEST: {"orders": _DIGEST},
    LetterKind.ORDER_RECEIPT: _PARTY | {"by_mail": True, "words": "Akkoord, ik kom dinsdag", "appointment": _TUESDAY},
    LetterKind.ORDER_WITHDRAWN: _PARTY
    | {"actor": _INGRID, "deed": "withdraw", "words": "De bewoner heeft het zelf kunnen verhelpen."},
    LetterKind.ORDER_CHANGED: _PARTY
    | {"order": _ORDER | {"version": 2}, "slip": _SLIP | {"version": 2}, "changes": ["access", "do_before"]},
    LetterKind.ORDER_REWORK: _PARTY
    | {"actor": _INGRID, "deed": "rework", "words": "Het druppelt nog steeds."}
    | {"slip": _SLIP | {"state": "accepted", "withheld": []}},
    LetterKind.ORDER_COMMENT: {"order": _ORDER, "actor": _INGRID, "text": "De sleutel ligt bij de huismeester."},
    LetterKind.ORDER_LINK: {"order": _ORDER},
    LetterKind.ORDER_VISIT: {
        "order": _ORDER | {"state": "scheduled"},
        "slip": _SLIP | {"state": "scheduled", "on_site": _SLIP["on_site"] | {"phone": "06 0000 0014"}, "withheld": []},
        "appointment": _TUESDAY | {"state": "confirmed"},
        "near": "tomorrow",
    },
    LetterKind.STAFF_COST: _OF_ORDER
    | {"deed": "ask-cost", "cost": _COST | {"chosen": 0}, "words": "De oude kraan is op.", "can_undo": True},
    LetterKind.ORDER_COST: _PARTY
    | {"order": _ORDER | {"version": 2}, "slip": _SLIP | {"version": 2, "cost_limit": 485}}
    | {"deed": "grant-cost", "cost": _COST},
    LetterKind.OWNER_COST: _OWNER
    | {"cost": _COST | {"chosen": 0, "state": "owner"}, "text": "De oude kraan is niet meer te repareren."},
    LetterKind.OWNER_COST_OVER: _OWNER | {"deed": "grant-cost"},
    LetterKind.ORDER_APPOINTMENT: _PARTY
    | {"actor": _FATIMA, "deed": "confirm", "appointment": _TUESDAY | {"state": "confirmed"}},
}  # fmt: skip

_TO = {
    "person": ("Fatima el Amrani", "fatima.elamrani@mail.example.nl"),
    "party": ("Johan de Kraan", "johan@dekraan.example.nl"),
    "owner": ("Henk Terpstra", "henk.terpstra@vecht.example.nl"),
    "staff": ("Ingrid Vos", "ingrid@delinde.example.nl"),
}


def sample(kind: LetterKind, language: str, audience: str) -> Letter:
    """A letter's row as convert would have left it, never written to a store."""
    name, address = _TO[audience]
    return Letter(
        id=1,
        cause=CauseKind.OTHER,
        kind=kind,
        created_at=NOW,
        not_before=NOW,
        to_name=name,
        to_address=address,
        language=language,
        ticket_id=1,
        order_id=1 if "order" in SNAPSHOTS[kind] else None,
        link_id=None if audience == "staff" else 1,
        snapshot=SNAPSHOTS[kind],
        mail_id=f"{kind.replace('_', '-')}@delinde.example.nl",
        return_token=kind,
        thread="ticket:1",
    )
